#include "nn/nn.h"

/*
 * w (count) is updated, dw (count) not modified.
 *
 *   w_i <- w_i - eta dw_i             W <- W - eta dC/dW in [KNU23]
 *
 * Rounding: the product is rounded, then the difference. The host repeats this bit for bit (lockstep).
 * Cost: 2 operations per parameter.
 */
void nn_sgd_step(float *w, const float *dw, uint32_t count, float learning_rate) {
    for (uint32_t i = 0; i < count; ++i) {
        w[i] -= learning_rate * dw[i];
    }
}
