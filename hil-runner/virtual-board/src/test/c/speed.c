/*
 * Calls the firmware's own inner loops, at their addresses in its image, on a layer of 64 inputs and 32 outputs: ROUNDS times forward and
 * backward.
 */
#include "start.h"

#define INPUTS 64u
#define OUTPUTS 32u

typedef void forward_t(float *y, const float *x, const float *w, const float *b, size_t inputs, size_t outputs);
typedef void backward_t(float *dx, float *dw, float *db, const float *dy, const float *x, const float *w, size_t inputs,
                        size_t outputs);

static float x[INPUTS], dx[INPUTS], y[OUTPUTS], dy[OUTPUTS], b[OUTPUTS], db[OUTPUTS];
static float w[OUTPUTS * INPUTS], dw[OUTPUTS * INPUTS];

static void fill(float *values, size_t count, float scale) {
    for (size_t i = 0; i < count; ++i) {
        values[i] = scale * (float)((int)(i * 37u % 101u) - 50);
    }
}

void run(void) {
    forward_t *const forward = (forward_t *)(FORWARD | 1u);
    backward_t *const backward = (backward_t *)(BACKWARD | 1u);
    fill(x, INPUTS, 0.02f);
    fill(w, OUTPUTS * INPUTS, 0.003f);
    fill(b, OUTPUTS, 0.01f);
    fill(dy, OUTPUTS, 1e-4f);
    for (uint32_t round = 0; round < ROUNDS; ++round) {
        forward(y, x, w, b, INPUTS, OUTPUTS);
        backward(dx, dw, db, dy, x, w, INPUTS, OUTPUTS);
    }
}
