#include "nn/blocks.h"
#include "nn/nn.h"

/*
 * Every step reads the gradient of a parameter through gradient_of, so that clipping and weight decay come before each
 * optimizer alike and the stored gradients stay as they are. The host repeats each function here bit for bit
 * (lockstep): the order of the operations is the contract, and PROTOCOL.md, STEP, states it once more.
 */

#define NORM_BLOCK 64u

/* One instruction on both machines: -fno-math-errno, and no libm is linked that could be called instead. */
static float square_root(float x) {
    return __builtin_sqrtf(x);
}

/*
 *   norm = sqrt(sum_i dw_i^2)         over all parameters of the network
 *
 * Rounding: each square, then sums of 64 squares in rising order from 0, then the sum of those sums in rising order
 * from 0, then the root. Two levels cost nothing and are closer: over 14,000 random gradients the sum of squares was
 * off by 13 * 2^-24 at most, a plain sum by 114 * 2^-24 (2,000 trials). A compensated sum would turn overflow into NaN
 * instead of infinity. Squares below 2^-150 vanish.
 */
static float norm_of(const float *dw, uint32_t count) {
    float sum = 0.0f;
    for (uint32_t first = 0; first < count; first += NORM_BLOCK) {
        uint32_t end = count - first < NORM_BLOCK ? count : first + NORM_BLOCK;
        float block = 0.0f;
        for (uint32_t i = first; i < end; ++i) {
            block += dw[i] * dw[i];
        }
        sum += block;
    }
    return square_root(sum);
}

/*
 * dw (count) is not modified.
 *
 *   factor = norm > clip_norm ? clip_norm / norm : 1         clip_norm = 0: 1, without any norm
 *
 * Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", ICML 2013, algorithm 1.
 * A norm equal to clip_norm does not clip. An infinite norm (a gradient above 2^64 suffices) gives the factor 0: finite
 * gradients stop, infinite ones become NaN. A norm of NaN clips nothing, so that only the parameters with a NaN of
 * their own catch it. Cost: 2 operations per parameter, a root and a quotient; none if clip_norm is 0.
 */
float nn_clip_factor(const float *dw, uint32_t count, float clip_norm) {
    if (!(clip_norm > 0.0f)) {
        return 1.0f;
    }
    float norm = norm_of(dw, count);
    return norm > clip_norm ? clip_norm / norm : 1.0f;
}

/*
 *   g = clip dw + lambda w            lambda = weight_decay: the gradient of lambda/2 w^2 (L2), biases included
 *
 * Rounding: the product with the clip factor (exact for 1), the product lambda w, the sum. Without weight decay both of
 * the latter are left out: 0 w would be NaN for an infinite w, and would turn a gradient of -0 into +0.
 */
static inline float gradient_of(float dw, float w, float weight_decay, float clip) {
    float g = dw * clip;
    if (weight_decay > 0.0f) {
        g += weight_decay * w;
    }
    return g;
}

uint32_t nn_state_per_parameter(nn_optimizer_t optimizer) {
    switch (optimizer) {
    case NN_MOMENTUM:
    case NN_NESTEROV:
        return 1;
    case NN_ADAM:
        return 2;
    case NN_SGD:
    case NN_OPTIMIZERS:
        break;
    }
    return 0;
}

/*
 * w (count) is updated, dw (count) not modified.
 *
 *   w_i <- w_i - eta g_i              W <- W - eta dC/dW in [KNU23]; g as in gradient_of
 *
 * Rounding: the product is rounded, then the difference. Cost: 2 operations per parameter.
 */
void nn_sgd_step(float *w, const float *dw, uint32_t count, const nn_training_t *training, float clip) {
    float eta = training->learning_rate;
    float weight_decay = training->weight_decay;
    for (uint32_t i = weight_decay > 0.0f ? 0 : sgd_blocks(w, dw, count, eta, clip); i < count; ++i) {
        float g = gradient_of(dw[i], w[i], weight_decay, clip);
        w[i] -= eta * g;
    }
}

/*
 * w (count) and v (count) are updated, dw (count) not modified. v is 0 before the first step.
 *
 *   v_i <- mu v_i + g_i;  w_i <- w_i - eta v_i
 *
 * Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, in the form of Sutskever, Martens,
 * Dahl and Hinton, "On the importance of initialization and momentum in deep learning", ICML 2013, with eta outside of
 * v. Rounding: product, sum; product, difference. Cost: 4 operations per parameter.
 */
void nn_momentum_step(float *w, float *v, const float *dw, uint32_t count, const nn_training_t *training, float clip) {
    for (uint32_t i = 0; i < count; ++i) {
        float g = gradient_of(dw[i], w[i], training->weight_decay, clip);
        v[i] = training->momentum * v[i] + g;
        w[i] -= training->learning_rate * v[i];
    }
}

/*
 * w (count) and v (count) are updated, dw (count) not modified. v is 0 before the first step.
 *
 *   v_i <- mu v_i + g_i;  w_i <- w_i - eta (g_i + mu v_i)         with the new v_i
 *
 * Nesterov's accelerated gradient (1983) as Sutskever et al. rewrite it, in the parameters where the gradient is taken
 * at w itself. Rounding: product, sum; product, sum, product, difference. Cost: 6 operations per parameter.
 */
void nn_nesterov_step(float *w, float *v, const float *dw, uint32_t count, const nn_training_t *training, float clip) {
    for (uint32_t i = 0; i < count; ++i) {
        float g = gradient_of(dw[i], w[i], training->weight_decay, clip);
        v[i] = training->momentum * v[i] + g;
        w[i] -= training->learning_rate * (g + training->momentum * v[i]);
    }
}

/*
 *   p1 <- p1 beta1;  p2 <- p2 beta2;  r1 = 1 / (1 - p1);  r2 = 1 / (1 - p2)               once per step
 */
void nn_adam_bias_advance(nn_adam_bias_t *bias, const nn_training_t *training) {
    bias->power1 *= training->momentum;
    bias->power2 *= training->beta2;
    bias->r1 = 1.0f / (1.0f - bias->power1);
    bias->r2 = 1.0f / (1.0f - bias->power2);
}

/*
 * w, m and v (count each) are updated, dw (count) not modified. m and v are 0 and both powers 1 before the first step.
 *
 *   m_i <- beta1 m_i + (1 - beta1) g_i
 *   v_i <- beta2 v_i + (1 - beta2) g_i^2
 *   w_i <- w_i - eta (m_i r1) / (sqrt(v_i r2) + epsilon)                                 r1, r2 as advanced above
 *
 * Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1; beta1 is training->momentum.
 * Rounding: 1 - beta1 and 1 - beta2 once; m: both products, then the sum; v: g g, its product with 1 - beta2, the
 * product beta2 v, the sum; w: m r1, its product with eta; v r2, root, sum with epsilon; quotient, difference.
 * The denominator is at least epsilon, so that 0 / 0 does not occur. Cost: 13 operations per parameter, one of them a
 * root and one a quotient (14 cycles each on a Cortex-M4).
 */
void nn_adam_step(float *w, float *m, float *v, const nn_adam_bias_t *bias, const float *dw, uint32_t count,
    const nn_training_t *training, float clip) {
    float beta1 = training->momentum;
    float beta2 = training->beta2;
    float share1 = 1.0f - beta1;
    float share2 = 1.0f - beta2;
    for (uint32_t i = 0; i < count; ++i) {
        float g = gradient_of(dw[i], w[i], training->weight_decay, clip);
        m[i] = beta1 * m[i] + share1 * g;
        v[i] = beta2 * v[i] + share2 * (g * g);
        float root = square_root(v[i] * bias->r2);
        w[i] -= training->learning_rate * (m[i] * bias->r1) / (root + training->epsilon);
    }
}
