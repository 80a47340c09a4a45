/*
 * Assertions for the unit tests. A test is a function; RUN names it; a failed CHECK prints and ends the process.
 */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *check_running = "";

#define RUN(test)                                                                                                      \
    do {                                                                                                               \
        check_running = #test;                                                                                         \
        test();                                                                                                        \
        printf("ok %s\n", #test);                                                                                      \
    } while (0)

static inline void check_failed(const char *file, int line, const char *text) {
    printf("FAILED %s\n  %s:%d: %s\n", check_running, file, line, text);
    fflush(stdout);
    exit(EXIT_FAILURE);
}

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            check_failed(__FILE__, __LINE__, #condition);                                                              \
        }                                                                                                              \
    } while (0)

#define CHECK_EQUAL(actual, expected)                                                                                  \
    do {                                                                                                               \
        int64_t actual_ = (int64_t)(actual);                                                                           \
        int64_t expected_ = (int64_t)(expected);                                                                       \
        if (actual_ != expected_) {                                                                                    \
            char text_[512];                                                                                           \
            snprintf(text_, sizeof text_, "%s is %" PRId64 " (0x%" PRIX64 "), not %" PRId64 " (0x%" PRIX64 ")",        \
                #actual, actual_, (uint64_t)actual_, expected_, (uint64_t)expected_);                                  \
            check_failed(__FILE__, __LINE__, text_);                                                                   \
        }                                                                                                              \
    } while (0)

/* Absolute limit, inclusive; NaN fails. */
#define CHECK_NEAR(actual, expected, limit)                                                                            \
    do {                                                                                                               \
        double actual_ = (double)(actual);                                                                             \
        double expected_ = (double)(expected);                                                                         \
        double limit_ = (double)(limit);                                                                               \
        if (!(fabs(actual_ - expected_) <= limit_)) {                                                                  \
            char text_[512];                                                                                           \
            snprintf(text_, sizeof text_, "%s is %.9g, not %.9g: off by %.3g, limit %.3g", #actual, actual_,           \
                expected_, fabs(actual_ - expected_), limit_);                                                         \
            check_failed(__FILE__, __LINE__, text_);                                                                   \
        }                                                                                                              \
    } while (0)

static inline uint32_t bits_of(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* Same float32, bit for bit. */
#define CHECK_BITS(actual, expected) CHECK_EQUAL(bits_of(actual), bits_of(expected))

/* Numbers in [0, 1), the same on every machine (Numerical Recipes' linear congruential generator). */
static inline float random_float(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return (float)(*state >> 8) * 0x1p-24f;
}

#endif
