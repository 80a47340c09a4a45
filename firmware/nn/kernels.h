/*
 * What most of the arithmetic is spent on: the products of a layer's weights with a group of samples.
 *
 * There are two sets with the same bits: dense.c, plain loops that say what is computed in which order, for reading and
 * for the host; and tiles.c, blocks of 4 by 4 that stay in the FPU's registers. The build chooses (GRADHIL_KERNELS).
 */
#ifndef NN_KERNELS_H
#define NN_KERNELS_H

#include "nn/nn.h"

/* The sum that all kernels are made of, sum + a b: one rounding where the build says GRADHIL_FMA, else two. */
static inline float nn_mac(float sum, float a, float b) {
#ifdef NN_FMA
    return __builtin_fmaf(a, b, sum);
#else
    return sum + a * b;
#endif
}

/* Shapes: x (inputs, lanes), z and dz (outputs, lanes), w and dw (outputs, inputs), b and db (outputs). */
typedef struct {
    uint32_t inputs;
    uint32_t outputs;
    uint32_t lanes;
} nn_shape_t;

typedef struct nn_kernels {
    void (*forward)(float *z, const float *x, const float *w, const float *b, nn_shape_t shape);

    /* Only the first `samples` lanes count. */
    void (*gradient)(float *dw, float *db, const float *dz, const float *x, uint32_t samples, nn_shape_t shape);

    /* a (inputs, lanes) is this layer's input, the output of the layer before with its activation; dx becomes that
     * layer's dC/dz, and may be a. */
    void (*hand_back)(
        float *dx, const float *a, nn_activation_t activation, const float *dz, const float *w, nn_shape_t shape);
} nn_kernels_t;

extern const nn_kernels_t nn_plain;
extern const nn_kernels_t nn_tiled; /* for lanes = NN_GROUP only */

/* The gradient of one row of w for one sample (lanes = 1): dw (inputs) is overwritten. */
void nn_dense_gradient_of_row(float *dw, float dz, const float *x, uint32_t inputs);

#endif
