/*
 * The kernels: order and rounding of the plain ones by examples, and that the tiled ones have the same bits. On the
 * host their tiles are those of tile_c.h; those of tile_m4.h are compared with the host build by the suites in Java.
 */
#include "check.h"
#include "nn/kernels.h"

#include <stdbool.h>

static const nn_kernels_t *const sets[] = {&nn_plain, &nn_tiled};

/// Order and rounding ///

#ifdef NN_FMA
#define IS_FUSED true
#else
#define IS_FUSED false
#endif

/* One row by four samples that are the same. */
static float sum_of(const nn_kernels_t *kernels, const float *w, const float *x, float b, uint32_t inputs) {
    float z[4], samples[16];
    for (uint32_t j = 0; j < 4 * inputs; ++j) {
        samples[j] = x[j / 4];
    }
    kernels->forward(z, samples, w, &b, (nn_shape_t){inputs, 1, 4});
    for (int s = 1; s < 4; ++s) {
        CHECK_BITS(z[s], z[0]);
    }
    return z[0];
}

static void forward_sums_from_the_bias_in_rising_order(void) {
    for (int k = 0; k < 2; ++k) {
        /* 2^24 + 1 rounds to 2^24, so each order of summation gives another result. */
        const float w[] = {0x1p24f, 1.0f, 1.0f, -0x1p24f};
        const float x[] = {1.0f, 1.0f, 1.0f, 1.0f};
        CHECK_BITS(sum_of(sets[k], w, x, 1.0f, 4), 0.0f);
        const float late[] = {1.0f, 0x1p24f, -0x1p24f, 1.0f};
        CHECK_BITS(sum_of(sets[k], late, x, 1.0f, 4), 3.0f); /* 1 + 1 + 2^24 is exact */
    }
}

static void products_are_rounded_before_they_are_added_unless_they_are_fused(void) {
    /* (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24: the last term is lost in the product. */
    const float w[] = {0x1.001p0f};
    const float x[] = {0x1.001p0f};
    for (int k = 0; k < 2; ++k) {
        CHECK_BITS(sum_of(sets[k], w, x, -0x1.002p0f, 1), IS_FUSED ? 0x1p-24f : 0.0f);
    }
}

static void gradient_accumulates_and_hand_back_overwrites(void) {
    const float w[] = {1, 2, 3, 4, 5, 6}; /* (2, 3) */
    const float x[] = {7, 8, 9};
    const float dz[] = {10, -1};
    float dw[] = {1, 1, 1, 1, 1, 1};
    float db[] = {1, 1};
    float dx[] = {99, 99, 99};
    const nn_shape_t shape = {3, 2, 1};
    nn_plain.gradient(dw, db, dz, x, 1, shape);
    nn_plain.hand_back(dx, x, NN_LINEAR, dz, w, shape);
    const float expected_dw[] = {71, 81, 91, -6, -7, -8};
    const float expected_db[] = {11, 0};
    const float expected_dx[] = {6, 15, 24};
    CHECK(memcmp(dw, expected_dw, sizeof dw) == 0);
    CHECK(memcmp(db, expected_db, sizeof db) == 0);
    CHECK(memcmp(dx, expected_dx, sizeof dx) == 0);
}

static void gradient_takes_one_sample_after_the_other(void) {
    /* As above: 1 + 1 + 2^24 - 2^24 + 1, each sample's product being one of these. */
    const float x[] = {1, 1, 1, 1};
    const float dz[] = {1.0f, 0x1p24f, -0x1p24f, 1.0f};
    for (int k = 0; k < 2; ++k) {
        float dw = 1.0f, db = 1.0f;
        sets[k]->gradient(&dw, &db, dz, x, 4, (nn_shape_t){1, 1, 4});
        CHECK_BITS(dw, 3.0f);
        CHECK_BITS(db, 3.0f);
        sets[k]->gradient(&dw, &db, dz, x, 2, (nn_shape_t){1, 1, 4});
        CHECK_BITS(dw, 0x1.000004p24f); /* 3 + 1 + 2^24; the other samples do not count */
        CHECK_BITS(db, 0x1.000004p24f);
    }
}

/// Tiles ///

#define MOST 40u

static float of_all_sizes(uint32_t *seed) {
    uint32_t kind = (uint32_t)(random_float(seed) * 16.0f);
    float value = ldexpf(2.0f * random_float(seed) - 1.0f, (int)(random_float(seed) * 12.0f));
    return kind == 0 ? 0.0f : kind == 1 ? -0.0f : value;
}

static void fill(float *numbers, uint32_t count, uint32_t *seed) {
    for (uint32_t i = 0; i < count; ++i) {
        numbers[i] = of_all_sizes(seed);
    }
}

typedef struct {
    float w[MOST * MOST], b[MOST], x[MOST * 4], z[MOST * 4], dw[MOST * MOST], db[MOST], dx[MOST * 4];
} layer_t;

static void run(
    layer_t *layer, const nn_kernels_t *kernels, nn_activation_t activation, uint32_t samples, nn_shape_t shape) {
    kernels->forward(layer->z, layer->x, layer->w, layer->b, shape);
    kernels->gradient(layer->dw, layer->db, layer->z, layer->x, samples, shape);
    kernels->hand_back(layer->dx, layer->x, activation, layer->z, layer->w, shape);
    kernels->hand_back(layer->x, layer->x, activation, layer->z, layer->w, shape); /* in place */
    CHECK(memcmp(layer->x, layer->dx, shape.inputs * 4 * sizeof(float)) == 0);
}

static void compare(uint32_t inputs, uint32_t outputs, uint32_t samples, nn_activation_t activation, uint32_t *seed) {
    static layer_t plain, tiled;
    fill((float *)&plain, sizeof plain / sizeof(float), seed);
    tiled = plain;
    nn_shape_t shape = {inputs, outputs, 4};
    run(&plain, &nn_plain, activation, samples, shape);
    run(&tiled, &nn_tiled, activation, samples, shape);
    CHECK(memcmp(&plain, &tiled, sizeof plain) == 0); /* beyond the shape too: nothing is touched there */
}

static void tiles_have_the_bits_of_plain_loops_for_every_remainder(void) {
    uint32_t seed = 1;
    for (uint32_t inputs = 1; inputs <= 13; ++inputs) {
        for (uint32_t outputs = 1; outputs <= 13; ++outputs) {
            for (uint32_t samples = 1; samples <= 4; ++samples) {
                compare(inputs, outputs, samples, (nn_activation_t)((inputs + outputs) % NN_ACTIVATIONS), &seed);
            }
        }
    }
}

static void tiles_have_the_bits_of_plain_loops_for_random_shapes(void) {
    uint32_t seed = 2;
    for (int i = 0; i < 2000; ++i) {
        uint32_t inputs = 1 + (uint32_t)(random_float(&seed) * 39.9f);
        uint32_t outputs = 1 + (uint32_t)(random_float(&seed) * 39.9f);
        compare(inputs, outputs, 1 + (uint32_t)i % 4, (nn_activation_t)(i % NN_ACTIVATIONS), &seed);
    }
}

int main(void) {
    RUN(forward_sums_from_the_bias_in_rising_order);
    RUN(products_are_rounded_before_they_are_added_unless_they_are_fused);
    RUN(gradient_accumulates_and_hand_back_overwrites);
    RUN(gradient_takes_one_sample_after_the_other);
    RUN(tiles_have_the_bits_of_plain_loops_for_every_remainder);
    RUN(tiles_have_the_bits_of_plain_loops_for_random_shapes);
    return EXIT_SUCCESS;
}
