#include "nn/nn.h"

/*
 * z (outputs), x (inputs), w (outputs, inputs), b (outputs); z is overwritten, the rest not modified.
 *
 *   z_i = b_i + sum_j w_ij x_j        z^l = W^l a^(l-1) + b^l in [KNU23]
 *
 * Rounding: the sum starts at b_i and takes j in rising order; each product is rounded, then each sum.
 * Cost: inputs * outputs multiply-adds.
 */
void nn_dense_forward(float *z, const float *x, const float *w, const float *b, uint32_t inputs, uint32_t outputs) {
    for (uint32_t i = 0; i < outputs; ++i) {
        const float *w_i = w + (size_t)i * inputs;
        float sum = b[i];
        for (uint32_t j = 0; j < inputs; ++j) {
            sum += w_i[j] * x[j];
        }
        z[i] = sum;
    }
}

/*
 * dz (outputs), x (inputs), w (outputs, inputs) are not modified; dw (outputs, inputs) and db (outputs) are
 * accumulated; dx (inputs) is overwritten, or null where nobody needs it (first layer).
 *
 *   dw_ij += dz_i x_j                 dC/dW^l = d^l (a^(l-1))^T in [KNU23]
 *   db_i  += dz_i                     dC/db^l = d^l
 *   dx_j   = sum_i w_ij dz_i          (W^(l+1))^T d^(l+1), before the derivative of the activation
 *
 * Rounding: the sum for dx_j starts at 0 and takes i in rising order; dw and db take one sample after the other.
 * Cost: inputs * outputs multiply-adds for dw and as many for dx. Both run along the rows of w, as they lie in memory.
 */
void nn_dense_backward(float *dx, float *dw, float *db, const float *dz, const float *x, const float *w,
    uint32_t inputs, uint32_t outputs) {
    for (uint32_t i = 0; i < outputs; ++i) {
        float *dw_i = dw + (size_t)i * inputs;
        float dz_i = dz[i];
        for (uint32_t j = 0; j < inputs; ++j) {
            dw_i[j] += dz_i * x[j];
        }
        db[i] += dz_i;
    }
    if (dx == NULL) {
        return;
    }
    for (uint32_t j = 0; j < inputs; ++j) {
        dx[j] = 0.0f;
    }
    for (uint32_t i = 0; i < outputs; ++i) {
        const float *w_i = w + (size_t)i * inputs;
        float dz_i = dz[i];
        for (uint32_t j = 0; j < inputs; ++j) {
            dx[j] += w_i[j] * dz_i;
        }
    }
}
