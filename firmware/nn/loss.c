#include "nn/nn.h"

/*
 * y (outputs) and t (outputs) are not modified; sum is accumulated.
 *
 *   sum += sum_k (y_k - t_k)^2
 *
 * Rounding: difference, square and the sum over k (rising) are rounded in float32. Over the samples the sum is
 * compensated (Kahan, "Further remarks on reducing truncation errors", CACM 8(1), 1965): its error does not grow with
 * the number of samples, so that an evaluation over thousands is as good as one over ten. Cost: 3 outputs + 4
 * operations.
 */
void nn_loss_add(nn_loss_t loss, nn_loss_sum_t *sum, const float *y, const float *t, uint32_t outputs) {
    (void)loss; /* NN_MSE is the only one */
    float sample = 0.0f;
    for (uint32_t k = 0; k < outputs; ++k) {
        float difference = y[k] - t[k];
        sample += difference * difference;
    }
    float term = sample - sum->lost;
    float grown = sum->sum + term;
    sum->lost = (grown - sum->sum) - term;
    sum->sum = grown;
}

/*
 *   C = 1/(B outputs) sum_b sum_k (y_bk - t_bk)^2       B = batch_size
 */
float nn_loss_mean(const nn_loss_sum_t *sum, uint32_t batch_size, uint32_t outputs) {
    return sum->sum / ((float)batch_size * (float)outputs);
}

/*
 * y (outputs) and t (outputs) are not modified; dy (outputs) is overwritten.
 *
 *   dy_k = dC/dy_k = 2/(B outputs) (y_k - t_k)          B = batch_size
 *
 * Rounding: the factor is computed once (product, then quotient), then difference and product.
 * Cost: 2 outputs + 2 operations.
 */
void nn_loss_backward(
    nn_loss_t loss, float *dy, const float *y, const float *t, uint32_t batch_size, uint32_t outputs) {
    (void)loss; /* NN_MSE is the only one */
    float factor = 2.0f / ((float)batch_size * (float)outputs);
    for (uint32_t k = 0; k < outputs; ++k) {
        dy[k] = factor * (y[k] - t[k]);
    }
}
