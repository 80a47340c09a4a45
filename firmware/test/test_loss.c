/*
 * Values and derivatives of the losses. Their gradients through whole networks: test_nn.c.
 */
#include "check.h"
#include "nn/nn.h"

static const nn_training_t mse = {.loss = NN_MSE};
static const nn_training_t mae = {.loss = NN_MAE};
static const nn_training_t huber = {.loss = NN_HUBER, .huber_delta = 1.5f};

static float loss_of(const nn_training_t *training, float y, float t) {
    nn_loss_sum_t sum = {0};
    nn_loss_add(training, &sum, &y, &t, 1, 1);
    return nn_loss_mean(&sum, 1, 1);
}

static float slope_of(const nn_training_t *training, float y, float t) {
    float dy;
    nn_loss_backward(training, &dy, &y, &t, 1, 1, 1);
    return dy;
}

static void losses_are_means_over_batch_and_outputs(void) {
    const float y[] = {1, 2};
    const float t[] = {0, 4};
    const struct {
        const nn_training_t *training;
        float mean; /* over two samples, one without an error */
        float dy[2];
    } expected[] = {
        {&mse, (1.0f + 4.0f) / 4, {2.0f / 4, -4.0f / 4}},
        {&mae, (1.0f + 2.0f) / 4, {1.0f / 4, -1.0f / 4}},
        {&huber, (0.5f + 1.5f * (2.0f - 0.75f)) / 4, {1.0f / 4, -1.5f / 4}},
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; ++i) {
        nn_loss_sum_t sum = {0};
        nn_loss_add(expected[i].training, &sum, y, t, 2, 1);
        nn_loss_add(expected[i].training, &sum, y, y, 2, 1);
        CHECK_BITS(nn_loss_mean(&sum, 2, 2), expected[i].mean);

        float dy[2];
        nn_loss_backward(expected[i].training, dy, y, t, 2, 2, 1);
        CHECK_BITS(dy[0], expected[i].dy[0]);
        CHECK_BITS(dy[1], expected[i].dy[1]);
    }
}

static void mae_has_no_slope_at_its_kink(void) {
    CHECK_BITS(slope_of(&mae, 3.0f, 3.0f), 0.0f);
    CHECK_BITS(slope_of(&mae, 0x1p-149f, 0.0f), 1.0f);
    CHECK_BITS(slope_of(&mae, 0.0f, 0x1p-149f), -1.0f);
    CHECK_BITS(loss_of(&mae, 3.0f, 3.0f), 0.0f);
    CHECK_BITS(loss_of(&mae, -3.0f, 0.1f), 3.0f + 0.1f);
}

/* Random deltas: square and line agree bit for bit where they meet, and neither jumps beside it. */
static void huber_is_continuous_at_delta(void) {
    uint32_t seed = 1;
    for (int i = 0; i < 10000; ++i) {
        nn_training_t training = huber;
        float delta = training.huber_delta = 0.01f + 10.0f * random_float(&seed);
        float line = delta * (delta - 0.5f * delta);
        CHECK_BITS(loss_of(&training, delta, 0.0f), line);
        CHECK_BITS(loss_of(&training, 0.0f, delta), line);
        CHECK_BITS(slope_of(&training, delta, 0.0f), delta);
        CHECK_BITS(slope_of(&training, 0.0f, delta), -delta);
        float beyond = nextafterf(delta, INFINITY);
        CHECK(loss_of(&training, beyond, 0.0f) >= line);
        CHECK_BITS(loss_of(&training, beyond, 0.0f), delta * (beyond - 0.5f * delta));
        CHECK_BITS(loss_of(&training, 0.0f, 3.0f * delta), delta * (3.0f * delta - 0.5f * delta));
        CHECK_NEAR(loss_of(&training, beyond, 0.0f), line, 4 * 0x1p-23 * (double)line);
        CHECK_BITS(slope_of(&training, beyond, 0.0f), delta);
        CHECK_BITS(slope_of(&training, -beyond, 0.0f), -delta);
        float within = nextafterf(delta, 0.0f);
        CHECK_BITS(loss_of(&training, -within, 0.0f), 0.5f * within * within);
        CHECK_BITS(slope_of(&training, -within, 0.0f), -within);
    }
}

/* Limit: at most four roundings of partial results that are not above twice the loss. */
static void values_are_those_of_the_definitions_in_double(void) {
    uint32_t seed = 2;
    for (int i = 0; i < 10000; ++i) {
        float y = 8.0f * random_float(&seed) - 4.0f;
        float t = 8.0f * random_float(&seed) - 4.0f;
        double e = (double)(y - t);
        double delta = (double)huber.huber_delta;
        double expected = fabs(e) <= delta ? e * e / 2 : delta * (fabs(e) - delta / 2);
        CHECK_NEAR(loss_of(&huber, y, t), expected, 8 * 0x1p-24 * expected);
        CHECK_NEAR(loss_of(&mae, y, t), fabs(e), 0);
        CHECK_NEAR(loss_of(&mse, y, t), e * e, 0x1p-24 * e * e);
        CHECK_NEAR(slope_of(&huber, y, t), fmin(fmax(e, -delta), delta), 0);
        CHECK_NEAR(slope_of(&mae, y, t), e > 0 ? 1 : -1, 0);
        CHECK_NEAR(slope_of(&mse, y, t), 2 * e, 0);
    }
}

static void the_factor_is_rounded_before_the_product(void) {
    const float y[] = {0.3f, -0.7f, 5.0f};
    const float t[] = {0.1f, 0.4f, 0.0f};
    const nn_training_t *all[] = {&mse, &mae, &huber};
    for (size_t i = 0; i < 3; ++i) {
        float factor = (i == 0 ? 2.0f : 1.0f) / 21.0f; /* 7 samples of 3 outputs */
        float dy[3];
        nn_loss_backward(all[i], dy, y, t, 7, 3, 1);
        for (int k = 0; k < 3; ++k) {
            CHECK_BITS(dy[k], factor * slope_of(all[i], y[k], t[k]) * (i == 0 ? 0.5f : 1.0f));
        }
    }
}

static void what_is_not_finite_is_seen(void) {
    const nn_training_t *all[] = {&mse, &mae, &huber};
    for (size_t i = 0; i < 3; ++i) {
        CHECK(isnan(loss_of(all[i], NAN, 1.0f)) && isnan(slope_of(all[i], NAN, 1.0f)));
        CHECK(isnan(loss_of(all[i], 1.0f, NAN)) && isnan(slope_of(all[i], 1.0f, NAN)));
        CHECK_BITS(loss_of(all[i], INFINITY, 1.0f), INFINITY);
        CHECK_BITS(loss_of(all[i], -INFINITY, 1.0f), INFINITY);
    }
    CHECK_BITS(slope_of(&mse, -INFINITY, 1.0f), -INFINITY);
    CHECK_BITS(slope_of(&mae, -INFINITY, 1.0f), -1.0f);
    CHECK_BITS(slope_of(&huber, -INFINITY, 1.0f), -1.5f);
}

static void mean_loss_of_many_samples_keeps_its_digits(void) {
    /* One million times 0.1^2 (rounded): a plain float32 sum is off by 1e-3. */
    const float y = 0.1f;
    const float t = 0.0f;
    nn_loss_sum_t sum = {0};
    for (uint32_t i = 0; i < 1000000; ++i) {
        nn_loss_add(&mse, &sum, &y, &t, 1, 1);
    }
    double exact = (double)(0.1f * 0.1f);
    CHECK_NEAR(nn_loss_mean(&sum, 1000000, 1), exact, 4 * 0x1p-24 * exact);
}

int main(void) {
    RUN(losses_are_means_over_batch_and_outputs);
    RUN(mae_has_no_slope_at_its_kink);
    RUN(huber_is_continuous_at_delta);
    RUN(values_are_those_of_the_definitions_in_double);
    RUN(the_factor_is_rounded_before_the_product);
    RUN(what_is_not_finite_is_seen);
    RUN(mean_loss_of_many_samples_keeps_its_digits);
    return EXIT_SUCCESS;
}
