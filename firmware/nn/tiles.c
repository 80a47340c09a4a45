#include "nn/kernels.h"

/*
 * The kernels of dense.c, four rows or columns of w by the four samples of a group at a time: 16 sums stay in the FPU's
 * registers, and each number that is loaded serves four products. Every sum takes its products in the order of dense.c,
 * so the bits are the same; what changes is which sums grow side by side.
 *
 * The innermost loops are in tile_m4.h for the Cortex-M4F and in tile_c.h for everything else.
 */
#define TILE NN_GROUP

#if defined(__ARM_ARCH_7EM__) && defined(__ARM_FP)
#include "nn/tile_m4.h"
#else
#include "nn/tile_c.h"
#endif

/* One row of w by four samples. */
static void forward_row(float *z, const float *x, const float *w, float b, uint32_t inputs) {
    float z0 = b, z1 = b, z2 = b, z3 = b;
    for (const float *end = w + inputs; w < end; x += TILE) {
        float w_j = *w++;
        z0 = nn_mac(z0, w_j, x[0]);
        z1 = nn_mac(z1, w_j, x[1]);
        z2 = nn_mac(z2, w_j, x[2]);
        z3 = nn_mac(z3, w_j, x[3]);
    }
    z[0] = z0;
    z[1] = z1;
    z[2] = z2;
    z[3] = z3;
}

static void tiled_forward(float *z, const float *x, const float *w, const float *b, nn_shape_t shape) {
    uint32_t i = 0;
    for (; i + TILE <= shape.outputs; i += TILE) {
        tile_forward(z, x, w, b, shape.inputs);
        z += TILE * TILE;
        w += TILE * shape.inputs;
        b += TILE;
    }
    for (; i < shape.outputs; ++i) {
        forward_row(z, x, w, *b, shape.inputs);
        z += TILE;
        w += shape.inputs;
        ++b;
    }
}

/* One column of dw by four samples. */
static void gradient_column(float *dw, const float *dz, const float *x, nn_shape_t shape) {
    float x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
    for (const float *end = dz + TILE * shape.outputs; dz < end; dz += TILE) {
        *dw = nn_mac(nn_mac(nn_mac(nn_mac(*dw, dz[0], x0), dz[1], x1), dz[2], x2), dz[3], x3);
        dw += shape.inputs;
    }
}

static void gradient_of_bias(float *db, const float *dz, uint32_t outputs) {
    uint32_t i = 0;
    for (; i + TILE <= outputs; i += TILE) {
        tile_gradient_of_bias(db + i, dz + (size_t)i * TILE);
    }
    for (; i < outputs; ++i) {
        const float *dz_i = dz + (size_t)i * TILE;
        db[i] = db[i] + dz_i[0] + dz_i[1] + dz_i[2] + dz_i[3];
    }
}

/* A group that is not full is the last of a batch: rare enough for plain loops. */
static void tiled_gradient(float *dw, float *db, const float *dz, const float *x, uint32_t samples, nn_shape_t shape) {
    if (samples < TILE) {
        nn_plain.gradient(dw, db, dz, x, samples, shape);
        return;
    }
    uint32_t j = 0;
    for (; j + TILE <= shape.inputs; j += TILE) {
        tile_gradient(dw + j, dz, x + (size_t)j * TILE, shape.inputs, shape.outputs);
    }
    for (; j < shape.inputs; ++j) {
        gradient_column(dw + j, dz, x + (size_t)j * TILE, shape);
    }
    gradient_of_bias(db, dz, shape.outputs);
}

/* One column of w by four samples. */
static void hand_back_column(float *d, const float *dz, const float *w, nn_shape_t shape) {
    float d0 = 0.0f, d1 = 0.0f, d2 = 0.0f, d3 = 0.0f;
    for (const float *end = dz + TILE * shape.outputs; dz < end; dz += TILE) {
        float w_i = *w;
        w += shape.inputs;
        d0 = nn_mac(d0, w_i, dz[0]);
        d1 = nn_mac(d1, w_i, dz[1]);
        d2 = nn_mac(d2, w_i, dz[2]);
        d3 = nn_mac(d3, w_i, dz[3]);
    }
    d[0] = d0;
    d[1] = d1;
    d[2] = d2;
    d[3] = d3;
}

/* The derivative of ReLU, most usual and cheapest, is taken while the sums are in their registers. */
static void tiled_hand_back(
    float *dx, const float *a, nn_activation_t activation, const float *dz, const float *w, nn_shape_t shape) {
    float d[TILE * TILE];
    bool is_relu = activation == NN_RELU;
    uint32_t j = 0;
    for (; j + TILE <= shape.inputs; j += TILE) {
        tile_hand_back(is_relu ? dx : d, is_relu ? a : NULL, dz, w + j, shape.inputs, shape.outputs);
        if (!is_relu) {
            nn_activation_backward(activation, dx, d, a, TILE * TILE);
        }
        dx += TILE * TILE;
        a += TILE * TILE;
    }
    for (; j < shape.inputs; ++j) {
        hand_back_column(d, dz, w + j, shape);
        nn_activation_backward(activation, dx, d, a, TILE);
        dx += TILE;
        a += TILE;
    }
}

const nn_kernels_t nn_tiled = {tiled_forward, tiled_gradient, tiled_hand_back};
