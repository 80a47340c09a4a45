/*
 * Optimizers, clipping and weight decay, against two other implementations: the definitions in double, which say that a
 * formula is right, and one rounding per line in float, which says in which order.
 */
#include "check.h"
#include "nn/nn.h"

#include <stdalign.h>

#define COUNT 200u
#define STEPS 10u

static nn_training_t training_of(nn_optimizer_t optimizer) {
    nn_training_t training = {.optimizer = optimizer, .learning_rate = 0.01f};
    if (optimizer != NN_SGD) {
        training.momentum = 0.9f;
    }
    if (optimizer == NN_ADAM) {
        training.beta2 = 0.999f;
        training.epsilon = 1e-8f;
    }
    return training;
}

/// Parameters, gradients and state, as nn_network_t holds them ///

typedef struct {
    float w[COUNT], dw[COUNT], m[COUNT], v[COUNT]; /* the velocity is v */
    nn_adam_bias_t bias;
} numbers_t;

static void begin(numbers_t *numbers, uint32_t *seed) {
    memset(numbers, 0, sizeof *numbers);
    numbers->bias = (nn_adam_bias_t){.power1 = 1.0f, .power2 = 1.0f};
    for (uint32_t i = 0; i < COUNT; ++i) {
        numbers->w[i] = 2.0f * random_float(seed) - 1.0f;
    }
}

static void new_gradients(numbers_t *numbers, uint32_t *seed) {
    for (uint32_t i = 0; i < COUNT; ++i) {
        numbers->dw[i] = 2.0f * random_float(seed) - 1.0f;
    }
}

static void step(numbers_t *numbers, const nn_training_t *training) {
    float clip = nn_clip_factor(numbers->dw, COUNT, training->clip_norm);
    switch (training->optimizer) {
    case NN_SGD:
        nn_sgd_step(numbers->w, numbers->dw, COUNT, training, clip);
        break;
    case NN_MOMENTUM:
        nn_momentum_step(numbers->w, numbers->v, numbers->dw, COUNT, training, clip);
        break;
    case NN_NESTEROV:
        nn_nesterov_step(numbers->w, numbers->v, numbers->dw, COUNT, training, clip);
        break;
    default:
        nn_adam_bias_advance(&numbers->bias, training);
        nn_adam_step(numbers->w, numbers->m, numbers->v, &numbers->bias, numbers->dw, COUNT, training, clip);
        break;
    }
}

/// The definitions, in double ///

typedef struct {
    double w[COUNT], m[COUNT], v[COUNT];
} exact_t;

static double exact_clip(const float *dw, double clip_norm) {
    double squares = 0;
    for (uint32_t i = 0; i < COUNT; ++i) {
        squares += (double)dw[i] * (double)dw[i];
    }
    return clip_norm > 0 && sqrt(squares) > clip_norm ? clip_norm / sqrt(squares) : 1;
}

static void exact_step(exact_t *exact, const float *dw, const nn_training_t *training, int number) {
    double eta = (double)training->learning_rate, mu = (double)training->momentum, beta2 = (double)training->beta2;
    double clip = exact_clip(dw, (double)training->clip_norm);
    for (uint32_t i = 0; i < COUNT; ++i) {
        double g = (double)dw[i] * clip + (double)training->weight_decay * exact->w[i];
        switch (training->optimizer) {
        case NN_SGD:
            exact->w[i] -= eta * g;
            break;
        case NN_MOMENTUM:
            exact->v[i] = mu * exact->v[i] + g;
            exact->w[i] -= eta * exact->v[i];
            break;
        case NN_NESTEROV:
            exact->v[i] = mu * exact->v[i] + g;
            exact->w[i] -= eta * (g + mu * exact->v[i]);
            break;
        default:
            exact->m[i] = mu * exact->m[i] + (1 - mu) * g;
            exact->v[i] = beta2 * exact->v[i] + (1 - beta2) * g * g;
            exact->w[i] -= eta * exact->m[i] / (1 - pow(mu, number)) /
                           (sqrt(exact->v[i] / (1 - pow(beta2, number))) + (double)training->epsilon);
            break;
        }
    }
}

/*
 * Limit for w after 10 steps: parameters stay below 4, so each step rounds w by 2^-23 at most: 10 * 2 u with u = 2^-24.
 * The step itself is eta (0.01) times at most 10 (the velocity's bound 1 / (1 - mu)), off by a relative error below
 * 16 u in SGD, momentum and Nesterov. In Adam p2 = 0.999^k is off by k u, so 1 - p2 >= 0.001 k by less than 1000 u,
 * its root by 500 u, and the step is 4 eta at most: 10 * 0.04 * 520 u. Together below 256 u. Clipping adds the error of
 * the norm, below 64 u relative (two levels of 64 and 4 sums), to the gradients: less than 10 * 0.1 * 64 u more.
 */
static void expect_near_the_definition(const nn_training_t *training) {
    static numbers_t numbers;
    static exact_t exact;
    uint32_t seed = 5;
    begin(&numbers, &seed);
    memset(&exact, 0, sizeof exact);
    for (uint32_t i = 0; i < COUNT; ++i) {
        exact.w[i] = (double)numbers.w[i];
    }
    for (int number = 1; number <= (int)STEPS; ++number) {
        new_gradients(&numbers, &seed);
        step(&numbers, training);
        exact_step(&exact, numbers.dw, training, number);
    }
    for (uint32_t i = 0; i < COUNT; ++i) {
        CHECK_NEAR(numbers.w[i], exact.w[i], 320 * 0x1p-24);
    }
}

/// The order of the operations: one rounding per line ///

static float repeat_clip(const float *dw, float clip_norm) {
    float sums[(COUNT + 63) / 64] = {0};
    for (uint32_t i = 0; i < COUNT; ++i) {
        float square = dw[i] * dw[i];
        sums[i / 64] = sums[i / 64] + square;
    }
    float sum = 0.0f;
    for (size_t block = 0; block < sizeof sums / sizeof *sums; ++block) {
        sum = sum + sums[block];
    }
    float norm = sqrtf(sum);
    return clip_norm > 0.0f && norm > clip_norm ? clip_norm / norm : 1.0f;
}

static float repeat_gradient(float dw, float w, const nn_training_t *training, float clip) {
    float clipped = dw * clip;
    float decay = training->weight_decay * w;
    float both = clipped + decay;
    return training->weight_decay == 0.0f ? clipped : both;
}

static void repeat_velocity(float *w, float *v, float g, const nn_training_t *training) {
    float kept = training->momentum * *v;
    *v = kept + g;
    float ahead = training->momentum * *v;
    float nesterov = g + ahead;
    float moved = training->learning_rate * (training->optimizer == NN_NESTEROV ? nesterov : *v);
    *w = *w - moved;
}

static void repeat_moments(float *w, float *m, float *v, float g, const nn_training_t *training, float r1, float r2) {
    float kept1 = training->momentum * *m;
    float share1 = 1.0f - training->momentum;
    float new1 = share1 * g;
    *m = kept1 + new1;
    float kept2 = training->beta2 * *v;
    float share2 = 1.0f - training->beta2;
    float square = g * g;
    float new2 = share2 * square;
    *v = kept2 + new2;
    float mean = *m * r1;
    float numerator = training->learning_rate * mean;
    float variance = *v * r2;
    float root = sqrtf(variance);
    float denominator = root + training->epsilon;
    float moved = numerator / denominator;
    *w = *w - moved;
}

static void repeat_step(numbers_t *numbers, const nn_training_t *training) {
    float clip = repeat_clip(numbers->dw, training->clip_norm);
    numbers->bias.power1 = numbers->bias.power1 * training->momentum;
    numbers->bias.power2 = numbers->bias.power2 * training->beta2;
    float lacking1 = 1.0f - numbers->bias.power1;
    float r1 = 1.0f / lacking1;
    float lacking2 = 1.0f - numbers->bias.power2;
    float r2 = 1.0f / lacking2;
    for (uint32_t i = 0; i < COUNT; ++i) {
        float g = repeat_gradient(numbers->dw[i], numbers->w[i], training, clip);
        if (training->optimizer == NN_ADAM) {
            repeat_moments(&numbers->w[i], &numbers->m[i], &numbers->v[i], g, training, r1, r2);
        } else if (training->optimizer != NN_SGD) {
            repeat_velocity(&numbers->w[i], &numbers->v[i], g, training);
        } else {
            float moved = training->learning_rate * g;
            numbers->w[i] = numbers->w[i] - moved;
        }
    }
}

static void expect_the_order_of_operations(const nn_training_t *training) {
    static numbers_t numbers, repeated;
    uint32_t seed = 6;
    begin(&numbers, &seed);
    repeated = numbers;
    for (uint32_t number = 0; number < STEPS; ++number) {
        new_gradients(&numbers, &seed);
        memcpy(repeated.dw, numbers.dw, sizeof repeated.dw);
        step(&numbers, training);
        repeat_step(&repeated, training);
        CHECK(memcmp(numbers.w, repeated.w, sizeof numbers.w) == 0);
        CHECK(memcmp(numbers.m, repeated.m, sizeof numbers.m) == 0);
        CHECK(memcmp(numbers.v, repeated.v, sizeof numbers.v) == 0);
        CHECK(memcmp(numbers.dw, repeated.dw, sizeof numbers.dw) == 0); /* READ gives them as they were */
    }
}

static void for_each_optimizer(void (*expect)(const nn_training_t *training)) {
    for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
        nn_training_t training = training_of((nn_optimizer_t)optimizer);
        expect(&training);
        training.weight_decay = 0.1f;
        expect(&training);
        training.clip_norm = 1.0f; /* the norm is about 8 */
        expect(&training);
        training.weight_decay = 0.0f;
        expect(&training);
        training.clip_norm = 100.0f;
        expect(&training);
    }
}

static void steps_are_those_of_the_definitions_in_double(void) {
    for_each_optimizer(expect_near_the_definition);
}

static void steps_round_in_the_stated_order(void) {
    for_each_optimizer(expect_the_order_of_operations);
}

/// Examples by hand ///

static void two_steps_by_hand(void) {
    const float dw = 2.0f;
    nn_training_t training = {.learning_rate = 0.5f, .momentum = 0.25f, .beta2 = 0.75f, .epsilon = 1.0f};

    float w = 10.0f;
    nn_sgd_step(&w, &dw, 1, &training, 1.0f);
    CHECK_BITS(w, 9.0f);

    float v = 0.0f;
    w = 10.0f;
    nn_momentum_step(&w, &v, &dw, 1, &training, 1.0f);
    CHECK_BITS(w, 9.0f); /* v = 2 */
    nn_momentum_step(&w, &v, &dw, 1, &training, 1.0f);
    CHECK_BITS(v, 2.5f);
    CHECK_BITS(w, 7.75f);

    v = 0.0f;
    w = 10.0f;
    nn_nesterov_step(&w, &v, &dw, 1, &training, 1.0f);
    CHECK_BITS(w, 8.75f); /* v = 2; 2 + 0.25 * 2 */
    nn_nesterov_step(&w, &v, &dw, 1, &training, 1.0f);
    CHECK_BITS(w, 8.75f - 0.5f * (2.0f + 0.25f * 2.5f));

    float m = 0.0f;
    nn_adam_bias_t bias = {.power1 = 1.0f, .power2 = 1.0f};
    v = 0.0f;
    w = 10.0f;
    training.beta2 = 0.0f; /* v = dw^2 */
    nn_adam_bias_advance(&bias, &training);
    nn_adam_step(&w, &m, &v, &bias, &dw, 1, &training, 1.0f);
    CHECK_BITS(m, 1.5f);
    CHECK_BITS(v, 4.0f);
    CHECK_NEAR(w, 10.0 - 0.5 * 2.0 / (2.0 + 1.0), 2 * 0x1p-20); /* the mean without its bias is dw again */
    CHECK_BITS(bias.power1, 0.25f);
    CHECK_BITS(bias.power2, 0.0f);
    nn_adam_bias_advance(&bias, &training);
    nn_adam_step(&w, &m, &v, &bias, &dw, 1, &training, 1.0f);
    CHECK_BITS(bias.power1, 0.0625f);
}

static void sgd_rounds_the_product_before_the_difference(void) {
    /* (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24: a fused multiply-add would keep the last term. */
    float weight = 0x1.002p0f;
    const float gradient = 0x1.001p0f;
    const nn_training_t training = {.learning_rate = 0x1.001p0f};
    nn_sgd_step(&weight, &gradient, 1, &training, 1.0f);
    CHECK_BITS(weight, 0.0f);
}

/// Clipping and weight decay ///

static void gradients_are_clipped_above_the_norm_only(void) {
    const float dw[] = {3.0f, -4.0f};
    CHECK_BITS(nn_clip_factor(dw, 2, 0.0f), 1.0f);
    CHECK_BITS(nn_clip_factor(dw, 2, 5.0f), 1.0f);
    CHECK_BITS(nn_clip_factor(dw, 2, 6.0f), 1.0f); /* never scaled up */
    CHECK_BITS(nn_clip_factor(dw, 2, 0x1.3ffffep2f), 0x1.3ffffep2f / 5.0f);
    CHECK_BITS(nn_clip_factor(dw, 2, 2.5f), 0.5f);

    float w[] = {1.0f, 1.0f};
    const nn_training_t training = {.learning_rate = 1.0f, .weight_decay = 0.25f};
    nn_sgd_step(w, dw, 2, &training, 0.5f);
    CHECK_BITS(w[0], 1.0f - (1.5f + 0.25f)); /* the decay is not clipped */
    CHECK_BITS(w[1], 1.0f - (-2.0f + 0.25f));
}

static void the_norm_is_summed_in_blocks_of_64(void) {
    static float dw[128] = {[0] = 4096.0f};
    for (int i = 64; i < 128; ++i) {
        dw[i] = 1.0f;
    }
    CHECK_BITS(nn_clip_factor(dw, 128, 1.0f), 1.0f / sqrtf(0x1p24f + 64.0f));
    dw[1] = 1.0f; /* lost beside 2^24 in its block */
    CHECK_BITS(nn_clip_factor(dw, 128, 1.0f), 1.0f / sqrtf(0x1p24f + 64.0f));
    CHECK_BITS(nn_clip_factor(dw + 64, 1, 0.5f), 0.5f);
}

static void what_is_not_finite_takes_the_stated_way_through_clipping(void) {
    const float huge[] = {0x1p65f, 1.0f}; /* its square overflows */
    CHECK_BITS(nn_clip_factor(huge, 2, 1.0f), 0.0f);
    const float infinite[] = {-INFINITY, 1.0f};
    CHECK_BITS(nn_clip_factor(infinite, 2, 1.0f), 0.0f);
    const float unknown[] = {NAN, 100.0f};
    CHECK_BITS(nn_clip_factor(unknown, 2, 1.0f), 1.0f);
    const float tiny[] = {0x1p-80f, 0.0f}; /* its square vanishes */
    CHECK_BITS(nn_clip_factor(tiny, 2, 0x1p-90f), 1.0f);

    float w[] = {1.0f, 1.0f};
    const nn_training_t training = {.learning_rate = 1.0f};
    nn_sgd_step(w, infinite, 2, &training, 0.0f);
    CHECK(isnan(w[0]));
    CHECK_BITS(w[1], 1.0f);
}

static void without_weight_decay_the_weight_is_not_asked(void) {
    float w[] = {INFINITY, -0.0f};
    const float dw[] = {1.0f, -0.0f};
    nn_training_t training = {.learning_rate = 1.0f};
    nn_sgd_step(w, dw, 2, &training, 1.0f);
    CHECK_BITS(w[0], INFINITY);
    CHECK_BITS(w[1], 0.0f); /* -0 - -0 */
    training.weight_decay = 0x1p-149f;
    nn_sgd_step(w, dw, 2, &training, 1.0f);
    CHECK(isnan(w[0])); /* infinity - infinity */
}

static void a_parameter_without_gradient_stays_and_nan_stays_where_it_is(void) {
    for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
        static numbers_t numbers;
        uint32_t seed = 9;
        begin(&numbers, &seed);
        const float before = numbers.w[1];
        nn_training_t training = training_of((nn_optimizer_t)optimizer);
        training.clip_norm = 1.0f;
        numbers.dw[0] = 1.0f;
        numbers.dw[2] = NAN;
        for (int number = 0; number < 3; ++number) {
            step(&numbers, &training);
        }
        CHECK(numbers.w[0] < 1.0f && isnan(numbers.w[2]));
        CHECK_BITS(numbers.w[1], before);
        CHECK_BITS(numbers.m[1], 0.0f);
        CHECK_BITS(numbers.v[1], 0.0f);
        CHECK(!isnan(numbers.w[3]));
    }
}

/// Network ///

/* Network 2-2-1: 9 parameters, laid out as numbers_t holds them. */
static void the_network_steps_all_its_parameters(void) {
    static alignas(8) uint8_t arena[1024];
    for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
        nn_spec_t spec = {.inputs = 2, .layer_count = 2, .layers = {{2, NN_LINEAR}, {1, NN_LINEAR}}};
        spec.training = training_of((nn_optimizer_t)optimizer);
        spec.training.clip_norm = 0.75f;
        spec.training.weight_decay = 0.01f;
        nn_network_t network;
        nn_plan_t plan;
        CHECK_EQUAL(nn_network_init(&network, &spec, arena, sizeof arena, &plan), NN_OK);
        static numbers_t numbers;
        uint32_t seed = 11;
        begin(&numbers, &seed);
        memcpy(network.parameters, numbers.w, 9 * sizeof(float));
        for (int number = 0; number < 3; ++number) {
            new_gradients(&numbers, &seed);
            memset(numbers.dw + 9, 0, sizeof numbers.dw - 9 * sizeof(float));
            memcpy(network.gradients, numbers.dw, 9 * sizeof(float));
            step(&numbers, &spec.training);
            nn_network_step(&network);
            CHECK(memcmp(network.parameters, numbers.w, 9 * sizeof(float)) == 0);
            CHECK(memcmp(network.gradients, numbers.dw, 9 * sizeof(float)) == 0);
        }
        const float *second = optimizer == NN_ADAM ? network.state + 9 : network.state;
        CHECK(optimizer != NN_ADAM || memcmp(network.state, numbers.m, 9 * sizeof(float)) == 0);
        CHECK(optimizer == NN_SGD || memcmp(second, numbers.v, 9 * sizeof(float)) == 0);
        nn_network_zero_gradients(&network);
        CHECK_BITS(network.gradients[0], 0.0f);
        CHECK_BITS(network.gradients[8], 0.0f);
    }
}

int main(void) {
    RUN(steps_are_those_of_the_definitions_in_double);
    RUN(steps_round_in_the_stated_order);
    RUN(two_steps_by_hand);
    RUN(sgd_rounds_the_product_before_the_difference);
    RUN(gradients_are_clipped_above_the_norm_only);
    RUN(the_norm_is_summed_in_blocks_of_64);
    RUN(what_is_not_finite_takes_the_stated_way_through_clipping);
    RUN(without_weight_decay_the_weight_is_not_asked);
    RUN(a_parameter_without_gradient_stays_and_nan_stays_where_it_is);
    RUN(the_network_steps_all_its_parameters);
    return EXIT_SUCCESS;
}
