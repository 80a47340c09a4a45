/*
 * Measures the error of nn_exp, nn_sigmoid and nn_tanh in ulp of the result against libm in double precision, whose own
 * error (below 1 ulp of double) is 2^-29 of what is measured.
 *
 *   activation_accuracy            every 1009th float32, both signs; a test
 *   activation_accuracy 1          every float32: about two minutes
 *
 * Fails if an error is above the limit that activation.c states. Special values are checked by test_nn.c.
 */
#include "nn/nn.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double exp_of(double x) {
    return exp(x);
}

static double sigmoid_of(double x) {
    return x >= 0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

static double tanh_of(double x) {
    return tanh(x);
}

/* Distance in units of the last place that a float32 of the size of `exact` has. */
static double ulp_error(float computed, double exact) {
    int exponent;
    (void)frexp(exact, &exponent);
    if (exponent < -125) {
        exponent = -125;
    }
    return fabs((double)computed - exact) / ldexp(1.0, exponent - 24);
}

typedef struct {
    const char *name;
    float (*measured)(float);
    double (*exact)(double);
    double limit;
} subject_t;

static bool measure(const subject_t *subject, uint64_t step) {
    double worst = 0;
    float worst_at = 0;
    for (uint64_t bits = 0; bits <= UINT32_MAX; bits += step) {
        uint32_t pattern = (uint32_t)bits;
        float x;
        memcpy(&x, &pattern, sizeof x);
        double exact = subject->exact((double)x);
        if (isnan(x) || exact > 0x1.ffffffp127) {
            continue; /* overflow is a special value */
        }
        double error = ulp_error(subject->measured(x), exact);
        if (!(error <= worst)) {
            worst = error;
            worst_at = x;
        }
    }
    bool good = worst <= subject->limit;
    printf("%-8s worst error %.3f ulp at %a (limit %.2f)%s\n", subject->name, worst, (double)worst_at, subject->limit,
        good ? "" : "  FAILED");
    return good;
}

int main(int argc, char **argv) {
    static const subject_t subjects[] = {
        {"exp", nn_exp, exp_of, 0.96},
        {"sigmoid", nn_sigmoid, sigmoid_of, 2.41},
        {"tanh", nn_tanh, tanh_of, 1.34},
    };
    uint64_t step = argc > 1 ? strtoull(argv[1], NULL, 10) : 1009;
    bool good = true;
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; ++i) {
        good &= measure(&subjects[i], step > 0 ? step : 1);
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
