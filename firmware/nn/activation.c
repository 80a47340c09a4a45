#include "nn/blocks.h"
#include "nn/nn.h"

#include <stdbool.h>
#include <string.h>

#define LEAKY_SLOPE 0.01f /* of leaky ReLU at and below 0 */

/* 2^k for -126 <= k <= 127. */
static float power_of_two(int32_t k) {
    uint32_t bits = (uint32_t)(k + 127) << 23;
    float power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

static bool is_nan(float x) {
    return x != x;
}

/*
 * e^x in float32 operations only, so that host and board get the same bits.
 *
 *   e^x = 2^k e^r,  k = round(x / ln 2),  r = x - k ln 2,  |r| <= ln 2 / 2
 *   e^r = 1 + (r + r^2 p(r)),  p(r) of degree 5 interpolates (e^r - 1 - r) / r^2 at the Chebyshev nodes of |r| <=
 * 0.3466
 *
 * ln 2 is split in two (Cody and Waite): k times the upper part, 13 bits, is exact. 2^k is applied in two halves, so
 * that results below the normal range are rounded once and those above become infinite. NaN gives NaN, +inf +inf, -inf
 * 0. Error: at most 0.96 ulp over all float32 (measured exhaustively, test/activation_accuracy.c).
 */
float nn_exp(float x) {
    if (is_nan(x)) {
        return x;
    }
    if (x > 89.0f) { /* e^89 > 2^128 */
        x = 89.0f;
    }
    if (x < -105.0f) { /* e^-105 < 2^-150: rounds to 0 */
        return 0.0f;
    }
    float quotient = x * 1.44269504f;
    int32_t k = (int32_t)(quotient < 0.0f ? quotient - 0.5f : quotient + 0.5f);
    float r = (x - (float)k * 0x1.62ep-1f) - (float)k * 0x1.0bfbe8p-15f;
    float p = 0.000198909885f;
    p = p * r + 0.00139336479f;
    p = p * r + 0.00833331093f;
    p = p * r + 0.0416664649f;
    p = p * r + 0.166666667f;
    p = p * r + 0.500000001f;
    float e = 1.0f + (r + r * r * p);
    int32_t half = k / 2;
    return e * power_of_two(half) * power_of_two(k - half);
}

/*
 *   s(x) = 1 / (1 + e^-x) = e^x / (1 + e^x)      the form whose exponential is at most 1
 *
 * NaN gives NaN, +inf 1, -inf 0. Error: at most 2.41 ulp over all float32 (measured exhaustively).
 */
float nn_sigmoid(float x) {
    if (x >= 0.0f) {
        return 1.0f / (1.0f + nn_exp(-x));
    }
    float e = nn_exp(x);
    return e / (1.0f + e);
}

/*
 *   |x| < 2^-12:    x                            the next term, x^3/3, is below half an ulp
 *   |x| < 0.625:    x + x^3 q(x^2)               q of degree 5 interpolates (tanh(x)/x - 1) / x^2 at Chebyshev nodes
 *   |x| < 10:       1 - 2 / (e^(2|x|) + 1)       with the sign of x
 *   else:           1                            with the sign of x
 *
 * NaN gives NaN, -0 gives -0. Error: at most 1.34 ulp over all float32 (measured exhaustively).
 */
float nn_tanh(float x) {
    float magnitude = x < 0.0f ? -x : x;
    if (is_nan(x) || magnitude < 0x1p-12f) {
        return x;
    }
    if (magnitude < 0.625f) {
        float s = x * x;
        float q = 0.00229274482f;
        q = q * s - 0.00834394552f;
        q = q * s + 0.0217689187f;
        q = q * s - 0.0539592596f;
        q = q * s + 0.133333036f;
        q = q * s - 0.333333332f;
        return x + x * s * q;
    }
    float bounded = magnitude < 10.0f ? magnitude : 10.0f;
    float a = 1.0f - 2.0f / (nn_exp(2.0f * bounded) + 1.0f);
    return x < 0.0f ? -a : a;
}

/* NaN passes, so that it is seen in the loss. */
static float relu(float z) {
    return z <= 0.0f ? 0.0f : z;
}

/* Minus infinity and NaN pass; the product is rounded. */
static float leaky_relu(float z) {
    return z > 0.0f ? z : LEAKY_SLOPE * z;
}

/*
 * a (count) holds z and is overwritten with f(z):
 *
 *   linear z;  ReLU max(0, z);  leaky ReLU z > 0 ? z : 0.01 z;  sigmoid 1 / (1 + e^-z);  tanh
 */
void nn_activation_forward(nn_activation_t activation, float *a, uint32_t count) {
    switch (activation) {
    case NN_RELU:
        for (uint32_t i = relu_blocks(a, count); i < count; ++i) {
            a[i] = relu(a[i]);
        }
        break;
    case NN_SIGMOID:
        for (uint32_t i = 0; i < count; ++i) {
            a[i] = nn_sigmoid(a[i]);
        }
        break;
    case NN_TANH:
        for (uint32_t i = 0; i < count; ++i) {
            a[i] = nn_tanh(a[i]);
        }
        break;
    case NN_LEAKY_RELU:
        for (uint32_t i = 0; i < count; ++i) {
            a[i] = leaky_relu(a[i]);
        }
        break;
    case NN_LINEAR:
    case NN_ACTIVATIONS:
        break;
    }
}

/*
 * dz (count) is overwritten with dC/dz = dC/da f'(z); d (count) = dC/da and a (count) = f(z) are not modified, but dz
 * may be one of them. z is not needed:
 *
 *   linear 1;  ReLU a > 0 ? 1 : 0;  leaky ReLU a > 0 ? 1 : 0.01;  sigmoid a (1 - a);  tanh (1 - a) (1 + a)
 *
 * At the kink z = 0 that is 0 and 0.01. Leaky ReLU's sign survives underflow: 0.01 z is -0 at least, which is not > 0.
 *
 * Rounding: the derivative as written from left to right, then its product with d. ReLU rounds nothing: what it stops
 * is exactly 0, whatever came in. (1 - a) (1 + a) is used for 1 - a^2, because 1 - a is exact for a >= 0.5 (Sterbenz).
 * Cost: 0, 1, 2, 3 and 4 operations per element.
 */
void nn_activation_backward(nn_activation_t activation, float *dz, const float *d, const float *a, uint32_t count) {
    switch (activation) {
    case NN_RELU:
        for (uint32_t i = relu_slope_blocks(dz, d, a, count); i < count; ++i) {
            dz[i] = a[i] > 0.0f ? d[i] : 0.0f;
        }
        break;
    case NN_SIGMOID:
        for (uint32_t i = 0; i < count; ++i) {
            dz[i] = d[i] * (a[i] * (1.0f - a[i]));
        }
        break;
    case NN_TANH:
        for (uint32_t i = 0; i < count; ++i) {
            dz[i] = d[i] * ((1.0f - a[i]) * (1.0f + a[i]));
        }
        break;
    case NN_LEAKY_RELU:
        for (uint32_t i = 0; i < count; ++i) {
            dz[i] = a[i] > 0.0f ? d[i] : LEAKY_SLOPE * d[i];
        }
        break;
    case NN_LINEAR:
    case NN_ACTIVATIONS:
        for (uint32_t i = 0; i < count; ++i) {
            dz[i] = d[i];
        }
        break;
    }
}
