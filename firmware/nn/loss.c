#include "nn/nn.h"

static float magnitude_of(float x) {
    return x < 0.0f ? -x : x;
}

/*
 * What one output contributes to the sum, e = y - t:
 *
 *   MSE    e^2
 *   MAE    |e|
 *   Huber  |e| <= delta: e^2 / 2;  else: delta (|e| - delta / 2)         Huber, Ann. Math. Stat. 35(1), 1964
 *
 * Rounding of Huber: (e/2) e, and delta/2, difference, product. Halving is exact (above the subnormal range), delta -
 * delta/2 too: at |e| = delta both branches give the same bits. An infinite e gives infinity; NaN gives NaN (Huber: by
 * the else).
 */
static float term_of(const nn_training_t *training, float e) {
    float delta = training->huber_delta;
    switch (training->loss) {
    case NN_MAE:
        return magnitude_of(e);
    case NN_HUBER:
        return magnitude_of(e) <= delta ? 0.5f * e * e : delta * (magnitude_of(e) - 0.5f * delta);
    case NN_MSE:
    case NN_LOSSES:
        break;
    }
    return e * e;
}

/*
 * One sample of a group: y and t (outputs), one number every `lanes`, are not modified; sum is accumulated.
 *
 *   sum += sum_k term(y_k - t_k)
 *
 * Rounding: difference, term and the sum over k (rising, from 0) are rounded in float32. Over the samples the sum is
 * compensated (Kahan, "Further remarks on reducing truncation errors", CACM 8(1), 1965): its error does not grow with
 * the number of samples, so that an evaluation over thousands is as good as one over ten. A sum that has become
 * infinite turns into NaN with the next sample. Cost: 2 to 5 operations per output, and 4.
 */
void nn_loss_add(const nn_training_t *training, nn_loss_sum_t *sum, const float *y, const float *t, uint32_t outputs,
    uint32_t lanes) {
    float sample = 0.0f;
    for (uint32_t k = 0; k < outputs; ++k) {
        sample += term_of(training, y[(size_t)k * lanes] - t[(size_t)k * lanes]);
    }
    float term = sample - sum->lost;
    float grown = sum->sum + term;
    sum->lost = (grown - sum->sum) - term;
    sum->sum = grown;
}

/*
 *   C = 1/(B outputs) sum_b sum_k term(y_bk - t_bk)       B = batch_size
 */
float nn_loss_mean(const nn_loss_sum_t *sum, uint32_t batch_size, uint32_t outputs) {
    return sum->sum / ((float)batch_size * (float)outputs);
}

/*
 * The derivative of term(e), but half of it for MSE:
 *
 *   MSE    e
 *   MAE    sign(e): 1, -1, and 0 at the kink
 *   Huber  e within delta, else delta sign(e): continuous, the same bits at |e| = delta
 *
 * Nothing is rounded. NaN passes: no comparison holds for it and e itself is returned.
 */
static float slope_of(const nn_training_t *training, float e) {
    float limit = training->huber_delta;
    switch (training->loss) {
    case NN_MAE:
        if (e > 0.0f) {
            return 1.0f;
        }
        return e < 0.0f ? -1.0f : e;
    case NN_HUBER:
        if (e > limit) {
            return limit;
        }
        return e < -limit ? -limit : e;
    case NN_MSE:
    case NN_LOSSES:
        break;
    }
    return e;
}

/*
 * A group: y and t (outputs, lanes) are not modified; dy (outputs, lanes) is overwritten, and may be t.
 *
 *   dy_k = dC/dy_k = s/(B outputs) slope(y_k - t_k)       s = 2 for MSE, else 1;  B = batch_size
 *
 * Rounding: the factor is computed once (product, then quotient), then difference and product. For MAE the product is
 * exact. Cost: 2 operations per output, and 2.
 */
void nn_loss_backward(const nn_training_t *training, float *dy, const float *y, const float *t, uint32_t batch_size,
    uint32_t outputs, uint32_t lanes) {
    float s = training->loss == NN_MSE ? 2.0f : 1.0f;
    float factor = s / ((float)batch_size * (float)outputs);
    for (uint32_t k = 0; k < outputs * lanes; ++k) {
        dy[k] = factor * slope_of(training, y[k] - t[k]);
    }
}
