/*
 * Tiles of 4 by 4 in C: what tile_m4.h does, for machines that have other registers. Included by tiles.c only.
 */
#ifndef NN_TILE_C_H
#define NN_TILE_C_H

/* z (4, 4) = b + w x for 4 rows of w. */
static void tile_forward(float *z, const float *x, const float *w, const float *b, uint32_t inputs) {
    for (uint32_t k = 0; k < TILE * TILE; ++k) {
        z[k] = b[k / TILE];
    }
    for (uint32_t j = 0; j < inputs; ++j) {
        for (uint32_t k = 0; k < TILE * TILE; ++k) {
            z[k] = nn_mac(z[k], w[(size_t)(k / TILE) * inputs + j], x[(size_t)j * TILE + k % TILE]);
        }
    }
}

/* dw += dz x^T for 4 columns of dw, whose rows are `stride` apart; x (4, 4). */
static void tile_gradient(float *dw, const float *dz, const float *x, uint32_t stride, uint32_t outputs) {
    for (uint32_t i = 0; i < outputs; ++i) {
        for (uint32_t s = 0; s < TILE; ++s) {
            for (uint32_t j = 0; j < TILE; ++j) {
                float *dw_ij = dw + (size_t)i * stride + j;
                *dw_ij = nn_mac(*dw_ij, dz[(size_t)i * TILE + s], x[j * TILE + s]);
            }
        }
    }
}

/* db += the samples of dz, one after the other, for 4 rows. */
static void tile_gradient_of_bias(float *db, const float *dz) {
    for (uint32_t k = 0; k < TILE * TILE; ++k) {
        db[k / TILE] += dz[k];
    }
}

/* d (4, 4) = w^T dz for 4 columns of w, whose rows are `stride` apart; where a ReLU is given its output a (4, 4), times
 * its derivative. */
static void tile_hand_back(
    float *d, const float *a, const float *dz, const float *w, uint32_t stride, uint32_t outputs) {
    float sums[TILE * TILE] = {0};
    for (uint32_t i = 0; i < outputs; ++i) {
        for (uint32_t k = 0; k < TILE * TILE; ++k) {
            sums[k] = nn_mac(sums[k], w[(size_t)i * stride + k / TILE], dz[(size_t)i * TILE + k % TILE]);
        }
    }
    for (uint32_t k = 0; k < TILE * TILE; ++k) {
        d[k] = a == NULL || a[k] > 0.0f ? sums[k] : 0.0f;
    }
}

#endif
