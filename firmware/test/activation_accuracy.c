/*
 * Measures the errors of nn_exp, nn_sigmoid and nn_tanh against libm in double precision, whose own error (below 1 ulp
 * of double) is 2^-29 of what is measured.
 *
 *   activation_accuracy      a test: every 251st float32 (both signs, all exponents: 17 million) and the 20,001 around
 *                            each worst argument that the table below states; three seconds
 *   activation_accuracy 1    every float32: about eight minutes
 *   activation_accuracy n    every nth
 *
 * Two units. An ulp is the distance of float32 numbers in the binade of the exact result (2^-149 if that is subnormal).
 * u is 2^-24 times the exact result: what an error model multiplies by. Results are taken in three ranges, because a
 * relative error means nothing where results are subnormal.
 *
 * Fails if an error is above the limit that the table states, or if the table states more than there is: the worst of
 * each line must come within 0.01 of its limit. Special values are checked by test_nn.c.
 */
#include "nn/nn.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRIDE 251u
#define AROUND 10000u

static double exp_of(double x) {
    return exp(x);
}

static double sigmoid_of(double x) {
    return x >= 0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

static double tanh_of(double x) {
    return tanh(x);
}

static double ulp_of(double exact) {
    int exponent;
    (void)frexp(exact, &exponent);
    return ldexp(1.0, (fabs(exact) < 0x1p-126 ? -125 : exponent) - 24);
}

/// What is stated ///

typedef enum { LARGE, SMALL, SUBNORMAL, RANGES } range_t;

static const char *const range_names[RANGES] = {"2^-100 and above", "2^-126 to 2^-100", "below 2^-126"};

static range_t range_of(double exact) {
    if (fabs(exact) >= 0x1p-100) {
        return LARGE;
    }
    return fabs(exact) >= 0x1p-126 ? SMALL : SUBNORMAL;
}

typedef struct {
    double ulps;
    float ulps_at; /* the argument of the worst error in ulp */
    double units;  /* of u; subnormal results: not stated */
    float units_at;
} worst_t;

typedef struct {
    const char *name;
    float (*measured)(float);
    double (*exact)(double);
    worst_t stated[RANGES];
} subject_t;

/* Worst errors over all float32, rounded up to two digits, found by `activation_accuracy 1`. */
static const subject_t subjects[] = {
    {"exp", nn_exp, exp_of,
        {{0.96, -0x1.df388ep+5f, 1.35, -0x1.dfa5b8p+5f}, {0.95, -0x1.1c01p+6f, 1.31, -0x1.1c1b3ap+6f},
            {0.76, -0x1.5d5974p+6f, 0, 0}}},
    {"sigmoid", nn_sigmoid, sigmoid_of,
        {{2.41, -0x1.0a111ap+2f, 2.97, -0x1.8ec1cep+3f}, {0.95, -0x1.1c01p+6f, 1.31, -0x1.1c1b3ap+6f},
            {0.76, -0x1.5d5974p+6f, 0, 0}}},
    {"tanh", nn_tanh, tanh_of, {{1.34, 0x1.41b1cap-1f, 2.39, 0x1.41b1cap-1f}, {0, 0, 0, 0}, {0, 0, 0, 0}}},
};

/// Measuring ///

static void measure_at(const subject_t *subject, uint32_t bits, worst_t *found) {
    float x;
    memcpy(&x, &bits, sizeof x);
    double exact = subject->exact((double)x);
    if (isnan(x) || exact > 0x1.ffffffp127) {
        return; /* overflow is a special value */
    }
    worst_t *worst = &found[range_of(exact)];
    double error = fabs((double)subject->measured(x) - exact);
    double ulps = error / ulp_of(exact);
    if (!(ulps <= worst->ulps)) {
        worst->ulps = ulps;
        worst->ulps_at = x;
    }
    double units = error > 0 ? error / (0x1p-24 * fabs(exact)) : 0;
    if (!(units <= worst->units)) {
        worst->units = units;
        worst->units_at = x;
    }
}

static void measure_around(const subject_t *subject, float x, worst_t *found) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    for (uint32_t i = 0; i <= 2 * AROUND; ++i) {
        measure_at(subject, bits - AROUND + i, found); /* wraps around at 0: still a float32 */
    }
}

static void measure(const subject_t *subject, uint64_t stride, worst_t *found) {
    for (uint64_t bits = 0; bits <= UINT32_MAX; bits += stride) {
        measure_at(subject, (uint32_t)bits, found);
    }
    for (range_t range = LARGE; range < RANGES; ++range) {
        measure_around(subject, subject->stated[range].ulps_at, found);
        measure_around(subject, subject->stated[range].units_at, found);
    }
}

/// Judging ///

static bool is_as_stated(double found, double stated) {
    return found <= stated && found > stated - 0.01;
}

static bool report(const char *name, range_t range, const worst_t *found, const worst_t *stated) {
    bool good = is_as_stated(found->ulps, stated->ulps);
    printf("%-8s %-17s %.4f ulp at %a (stated %.2f)", name, range_names[range], found->ulps, (double)found->ulps_at,
        stated->ulps);
    if (range != SUBNORMAL) {
        good = good && is_as_stated(found->units, stated->units);
        printf(", %.4f u at %a (stated %.2f)", found->units, (double)found->units_at, stated->units);
    }
    printf("%s\n", good ? "" : "  FAILED");
    return good;
}

int main(int argc, char **argv) {
    uint64_t stride = argc > 1 ? strtoull(argv[1], NULL, 10) : STRIDE;
    bool good = true;
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; ++i) {
        worst_t found[RANGES];
        memset(found, 0, sizeof found);
        measure(&subjects[i], stride > 0 ? stride : 1, found);
        for (range_t range = LARGE; range < RANGES; ++range) {
            good &= report(subjects[i].name, range, &found[range], &subjects[i].stated[range]);
        }
    }
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
