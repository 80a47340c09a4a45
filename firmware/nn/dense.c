#include "nn/kernels.h"

/*
 * z is overwritten, the rest not modified.
 *
 *   z_is = b_i + sum_j w_ij x_js        z^l = W^l a^(l-1) + b^l in [KNU23], for each sample s
 *
 * Rounding: the sum starts at b_i and takes j in rising order, each step as in nn_mac.
 * Cost: inputs * outputs multiply-adds per lane.
 */
static void plain_forward(float *z, const float *x, const float *w, const float *b, nn_shape_t shape) {
    for (uint32_t i = 0; i < shape.outputs; ++i) {
        const float *w_i = w + (size_t)i * shape.inputs;
        for (uint32_t s = 0; s < shape.lanes; ++s) {
            float sum = b[i];
            for (uint32_t j = 0; j < shape.inputs; ++j) {
                sum = nn_mac(sum, w_i[j], x[(size_t)j * shape.lanes + s]);
            }
            z[(size_t)i * shape.lanes + s] = sum;
        }
    }
}

/*
 * dz and x are not modified; dw and db are accumulated.
 *
 *   dw_ij += sum_s dz_is x_js         dC/dW^l = d^l (a^(l-1))^T in [KNU23]
 *   db_i  += sum_s dz_is              dC/db^l = d^l
 *
 * Rounding: each element takes the samples one after the other, as if they had come one by one.
 * Cost: inputs * outputs multiply-adds per sample.
 */
static void plain_gradient(float *dw, float *db, const float *dz, const float *x, uint32_t samples, nn_shape_t shape) {
    for (uint32_t i = 0; i < shape.outputs; ++i) {
        const float *dz_i = dz + (size_t)i * shape.lanes;
        float *dw_i = dw + (size_t)i * shape.inputs;
        for (uint32_t s = 0; s < samples; ++s) {
            for (uint32_t j = 0; j < shape.inputs; ++j) {
                dw_i[j] = nn_mac(dw_i[j], dz_i[s], x[(size_t)j * shape.lanes + s]);
            }
            db[i] += dz_i[s];
        }
    }
}

/*
 * dz, w and a (unless dx is a) are not modified; dx is overwritten.
 *
 *   dx_js = f'(a_js) sum_i w_ij dz_is         d^l = (W^(l+1))^T d^(l+1) . f'(z^l) in [KNU23]
 *
 * Rounding: the sum starts at 0 and takes i in rising order, each step as in nn_mac; then as in nn_activation_backward.
 * Cost: inputs * outputs multiply-adds per lane. In place, because row j of x is read for row j of dx only.
 */
static void plain_hand_back(
    float *dx, const float *a, nn_activation_t activation, const float *dz, const float *w, nn_shape_t shape) {
    for (uint32_t j = 0; j < shape.inputs; ++j) {
        float d[NN_GROUP] = {0};
        for (uint32_t s = 0; s < shape.lanes; ++s) {
            for (uint32_t i = 0; i < shape.outputs; ++i) {
                d[s] = nn_mac(d[s], w[(size_t)i * shape.inputs + j], dz[(size_t)i * shape.lanes + s]);
            }
        }
        size_t row = (size_t)j * shape.lanes;
        nn_activation_backward(activation, dx + row, d, a + row, shape.lanes);
    }
}

/* As gradient, from dw = 0 and for one row and sample. */
void nn_dense_gradient_of_row(float *dw, float dz, const float *x, uint32_t inputs) {
    for (uint32_t j = 0; j < inputs; ++j) {
        dw[j] = nn_mac(0.0f, dz, x[j]);
    }
}

const nn_kernels_t nn_plain = {plain_forward, plain_gradient, plain_hand_back};
