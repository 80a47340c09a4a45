#include "batch.h"
#include "check.h"
#include "nn/kernels.h"

#include <stdalign.h>
#include <stdbool.h>

static alignas(8) uint8_t arena[104 * 1024];

/// Specifications ///

static nn_spec_t spec_of(
    uint32_t inputs, uint32_t layers, const uint32_t *outputs, nn_activation_t hidden, nn_activation_t output) {
    nn_spec_t spec = {.inputs = inputs, .layer_count = layers, .training.learning_rate = 0.03f};
    for (uint32_t l = 0; l < layers; ++l) {
        spec.layers[l].outputs = outputs[l];
        spec.layers[l].activation = l + 1 == layers ? output : hidden;
    }
    return spec;
}

static nn_spec_t default_spec(void) {
    const uint32_t outputs[] = {64, 32, 16, 1};
    return spec_of(4, 4, outputs, NN_RELU, NN_LINEAR);
}

/// The model that judges: loss of a batch in double, written from the definition ///

static double model_activation(nn_activation_t activation, double z) {
    switch (activation) {
    case NN_RELU:
        return z > 0 ? z : 0;
    case NN_SIGMOID:
        return 1 / (1 + exp(-z));
    case NN_TANH:
        return tanh(z);
    case NN_LEAKY_RELU:
        return z > 0 ? z : (double)0.01f * z;
    default:
        return z;
    }
}

static double model_loss_of(const nn_training_t *training, double e) {
    double delta = (double)training->huber_delta;
    switch (training->loss) {
    case NN_MAE:
        return fabs(e);
    case NN_HUBER:
        return fabs(e) <= delta ? e * e / 2 : delta * fabs(e) - delta * delta / 2;
    default:
        return e * e;
    }
}

typedef struct {
    const nn_spec_t *spec;
    const float *samples; /* (batch, inputs + outputs) */
    uint32_t batch;
    double nearest_kink; /* least distance from a place where activation or loss has no second derivative */
} model_t;

static void note_kink(model_t *model, double distance) {
    model->nearest_kink = fmin(model->nearest_kink, fabs(distance));
}

/* Distance of the output's error from where the loss bends. */
static void note_kinks_of_the_loss(model_t *model, double e) {
    if (model->spec->training.loss == NN_MAE) {
        note_kink(model, e);
    }
    if (model->spec->training.loss == NN_HUBER) {
        note_kink(model, fabs(e) - (double)model->spec->training.huber_delta);
    }
}

static double model_loss(model_t *model, const double *parameters) {
    const nn_spec_t *spec = model->spec;
    uint32_t outputs = spec->layers[spec->layer_count - 1].outputs;
    double sum = 0;
    for (uint32_t s = 0; s < model->batch; ++s) {
        const float *sample = model->samples + s * (spec->inputs + outputs);
        double a[64], z[64];
        for (uint32_t j = 0; j < spec->inputs; ++j) {
            a[j] = (double)sample[j];
        }
        const double *p = parameters;
        uint32_t inputs = spec->inputs;
        for (uint32_t l = 0; l < spec->layer_count; ++l) {
            uint32_t n = spec->layers[l].outputs;
            for (uint32_t i = 0; i < n; ++i) {
                z[i] = p[n * inputs + i];
                for (uint32_t j = 0; j < inputs; ++j) {
                    z[i] += p[i * inputs + j] * a[j];
                }
            }
            for (uint32_t i = 0; i < n; ++i) {
                if (spec->layers[l].activation == NN_RELU || spec->layers[l].activation == NN_LEAKY_RELU) {
                    note_kink(model, z[i]);
                }
                a[i] = model_activation(spec->layers[l].activation, z[i]);
            }
            p += n * inputs + n;
            inputs = n;
        }
        for (uint32_t k = 0; k < outputs; ++k) {
            double error = a[k] - (double)sample[spec->inputs + k];
            note_kinks_of_the_loss(model, error);
            sum += model_loss_of(&spec->training, error);
        }
    }
    return sum / (model->batch * outputs);
}

/*
 * Every gradient element against a central difference of the double model, and the loss against the model's. False if
 * the weights that the seed gives are unfit for it.
 *
 * Limit: the difference quotient with h = 1e-5 is off by h^2/6 f''' + 2^-52 C/h, together below 1e-9 for losses and
 * third derivatives of order 1 to 10. float32 adds one rounding of 2^-24 per operation; the longest chain (five layers
 * of up to 8 inputs, forward and backward, activations of 3 ulp, 6 samples) has fewer than 256, each relative to a
 * partial result that is not larger than the largest gradient times 4 for these weights in [-1, 1].
 */
static bool gradients_are_good(const nn_spec_t *spec, uint32_t batch, uint32_t seed) {
    nn_network_t network;
    nn_plan_t plan;
    CHECK_EQUAL(nn_network_init(&network, spec, arena, sizeof arena, &plan), NN_OK);
    static double parameters[4096];
    static float samples[1024];
    for (uint32_t p = 0; p < plan.parameter_count; ++p) {
        network.parameters[p] = 2.0f * random_float(&seed) - 1.0f;
        parameters[p] = (double)network.parameters[p];
    }
    uint32_t sample_size = nn_network_inputs(&network) + nn_network_outputs(&network);
    for (uint32_t i = 0; i < batch * sample_size; ++i) {
        samples[i] = 2.0f * random_float(&seed) - 1.0f;
    }

    nn_loss_sum_t loss = {0};
    run_batch(&network, samples, batch, &loss);

    const double h = 1e-5;
    model_t model = {spec, samples, batch, INFINITY};
    double expected_loss = model_loss(&model, parameters);
    if (model.nearest_kink < 100 * h) {
        return false; /* the difference quotient may straddle a kink */
    }
    double u = 0x1p-24;
    CHECK_NEAR(nn_loss_mean(&loss, batch, nn_network_outputs(&network)), expected_loss, 256 * u * (1 + expected_loss));

    static double expected[4096];
    double largest = 0;
    for (uint32_t p = 0; p < plan.parameter_count; ++p) {
        double saved = parameters[p];
        parameters[p] = saved + h;
        double above = model_loss(&model, parameters);
        parameters[p] = saved - h;
        expected[p] = (above - model_loss(&model, parameters)) / (2 * h);
        parameters[p] = saved;
        largest = fmax(largest, fabs(expected[p]));
    }
    CHECK(largest > 1e-3); /* else nothing would be tested */
    for (uint32_t p = 0; p < plan.parameter_count; ++p) {
        CHECK_NEAR(network.gradients[p], expected[p], 1e-9 + 256 * u * 4 * largest);
    }
    return true;
}

static void check_gradients(const nn_spec_t *spec, uint32_t batch, uint32_t seed) {
    uint32_t tries = 0;
    while (!gradients_are_good(spec, batch, seed + 1000 * tries)) {
        CHECK(++tries < 20);
    }
}

static void check_gradients_of_networks(nn_activation_t hidden, nn_activation_t output, nn_loss_t loss) {
    const uint32_t one[] = {3};
    const uint32_t two[] = {5, 2};
    const uint32_t five[] = {8, 6, 7, 5, 2};
    nn_spec_t specs[] = {
        spec_of(4, 1, one, NN_LINEAR, output), spec_of(3, 2, two, hidden, output), spec_of(6, 5, five, hidden, output)};
    for (uint32_t i = 0; i < 3; ++i) {
        specs[i].training.loss = loss;
        specs[i].training.huber_delta = loss == NN_HUBER ? 0.5f : 0.0f; /* errors lie on both sides */
        check_gradients(&specs[i], 6, i + 1);
    }
}

static void gradients_are_those_of_central_differences(void) {
    for (int hidden = NN_LINEAR; hidden < NN_ACTIVATIONS; ++hidden) {
        for (int output = NN_LINEAR; output < NN_ACTIVATIONS; ++output) {
            for (int loss = NN_MSE; loss < NN_LOSSES; ++loss) {
                check_gradients_of_networks((nn_activation_t)hidden, (nn_activation_t)output, (nn_loss_t)loss);
            }
        }
    }
}

/// Activations ///

static void special_values_of_the_activations(void) {
    CHECK_BITS(nn_exp(0.0f), 1.0f);
    CHECK_BITS(nn_exp(-INFINITY), 0.0f);
    CHECK_BITS(nn_exp(INFINITY), INFINITY);
    CHECK_BITS(nn_exp(88.72283f), 0x1.ffff08p127f); /* the largest finite one */
    CHECK_BITS(nn_exp(88.72284f), INFINITY);
    CHECK_BITS(nn_exp(-103.2789f), 0x1p-149f); /* the smallest one */
    CHECK_BITS(nn_exp(-104.0f), 0.0f);
    CHECK_BITS(nn_sigmoid(0.0f), 0.5f);
    CHECK_BITS(nn_sigmoid(INFINITY), 1.0f);
    CHECK_BITS(nn_sigmoid(-INFINITY), 0.0f);
    CHECK_BITS(nn_sigmoid(1e30f), 1.0f);
    CHECK_BITS(nn_sigmoid(-1e30f), 0.0f);
    CHECK_BITS(nn_tanh(-0.0f), -0.0f);
    CHECK_BITS(nn_tanh(1e-30f), 1e-30f);
    CHECK_BITS(nn_tanh(0x1p-149f), 0x1p-149f);
    CHECK_BITS(nn_tanh(INFINITY), 1.0f);
    CHECK_BITS(nn_tanh(-INFINITY), -1.0f);
    CHECK_BITS(nn_tanh(-1e30f), -1.0f);
    CHECK(isnan(nn_exp(NAN)) && isnan(nn_sigmoid(NAN)) && isnan(nn_tanh(NAN)));
}

static void relu_is_zero_and_has_no_slope_at_its_kink(void) {
    float a[] = {-1.0f, -0.0f, 0.0f, 2.0f, NAN};
    nn_activation_forward(NN_RELU, a, 5);
    CHECK_BITS(a[0], 0.0f);
    CHECK_BITS(a[1], 0.0f);
    CHECK_BITS(a[2], 0.0f);
    CHECK_BITS(a[3], 2.0f);
    CHECK(isnan(a[4])); /* must be seen in the loss */

    float d[] = {5.0f, INFINITY, 5.0f, 5.0f};
    nn_activation_backward(NN_RELU, d, d, a, 4);
    CHECK_BITS(d[0], 0.0f);
    CHECK_BITS(d[1], 0.0f);
    CHECK_BITS(d[2], 0.0f);
    CHECK_BITS(d[3], 5.0f);
}

static void leaky_relu_has_a_hundredth_of_the_slope_below_its_kink(void) {
    float a[] = {-3.0f, -INFINITY, -0.0f, 0.0f, 2.0f, -0x1p-149f, NAN};
    nn_activation_forward(NN_LEAKY_RELU, a, 7);
    CHECK_BITS(a[0], 0.01f * -3.0f);
    CHECK_BITS(a[1], -INFINITY);
    CHECK_BITS(a[2], -0.0f);
    CHECK_BITS(a[3], 0.0f);
    CHECK_BITS(a[4], 2.0f);
    CHECK_BITS(a[5], -0.0f); /* underflows, and is below the kink still */
    CHECK(isnan(a[6]));

    float d[] = {7.0f, 7.0f, 7.0f, 7.0f, 7.0f, 7.0f, NAN};
    nn_activation_backward(NN_LEAKY_RELU, d, d, a, 7);
    for (int i = 0; i < 6; ++i) {
        CHECK_BITS(d[i], i == 4 ? 7.0f : 0.01f * 7.0f);
    }
    CHECK(isnan(d[6]));
}

/// Plan ///

#define DEFAULT_BYTES (11780 + 11780 + 1808 + 80)

static void plan_of_the_default_network(void) {
    nn_spec_t spec = default_spec();
    nn_plan_t plan;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_OK);
    /* 64*5 + 32*65 + 16*33 + 1*17 */
    CHECK_EQUAL(plan.parameter_count, 2945);
    CHECK_EQUAL(plan.parameters, 11780);
    CHECK_EQUAL(plan.gradients, 11780);
    CHECK_EQUAL(plan.activations, 4 * 4 * (64 + 32 + 16 + 1));
    CHECK_EQUAL(plan.deltas, 0);
    CHECK_EQUAL(plan.optimizer, 0);
    CHECK_EQUAL(plan.samples, 4 * 4 * (4 + 1));
    CHECK_EQUAL(plan.total, DEFAULT_BYTES);
    CHECK_EQUAL(plan.lanes, 4);
}

static void the_plan_of_an_online_update_has_no_gradients(void) {
    nn_spec_t spec = default_spec();
    spec.training.online = true;
    nn_plan_t plan;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_OK);
    CHECK_EQUAL(plan.gradients, 0);
    CHECK_EQUAL(plan.activations, 4 * (64 + 32 + 16 + 1));
    CHECK_EQUAL(plan.handed_back, 4 * 64);
    CHECK_EQUAL(plan.deltas, 4 * (64 + 64));
    CHECK_EQUAL(plan.samples, 4 * (4 + 1));
    CHECK_EQUAL(plan.total, 11780 + 452 + 512 + 20);
    CHECK_EQUAL(plan.lanes, 1);

    spec.inputs = 100; /* the widest row is the first, and is not handed back */
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_OK);
    CHECK_EQUAL(plan.deltas, 4 * (64 + 100));
    spec.layer_count = 1;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_OK);
    CHECK_EQUAL(plan.handed_back, 0);
    CHECK_EQUAL(plan.deltas, 4 * 100);
}

static void the_plan_holds_the_state_of_the_optimizer(void) {
    const uint32_t state_bytes[NN_OPTIMIZERS] = {0, 11780, 11780, 2 * 11780};
    for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
        nn_spec_t spec = default_spec();
        spec.training.optimizer = (nn_optimizer_t)optimizer;
        nn_plan_t plan;
        nn_network_t network;
        uint32_t total = DEFAULT_BYTES + state_bytes[optimizer];
        CHECK_EQUAL(nn_network_init(&network, &spec, arena, total, &plan), NN_OK);
        CHECK_EQUAL(plan.optimizer, state_bytes[optimizer]);
        CHECK_EQUAL(plan.total, total);
        CHECK_EQUAL(network.state_count, state_bytes[optimizer] / 4);
        CHECK_EQUAL(nn_network_init(&network, &spec, arena, total - 1, &plan), NN_OUT_OF_MEMORY);
    }
}

static void plan_that_fits_exactly_is_accepted_and_one_byte_less_refused(void) {
    nn_spec_t spec = default_spec();
    nn_plan_t plan;
    nn_network_t network;
    CHECK_EQUAL(nn_network_init(&network, &spec, arena, DEFAULT_BYTES, &plan), NN_OK);
    CHECK_EQUAL(nn_network_init(&network, &spec, arena, DEFAULT_BYTES - 1, &plan), NN_OUT_OF_MEMORY);
    CHECK_EQUAL(plan.total, DEFAULT_BYTES);
}

static void plan_of_the_largest_network_saturates(void) {
    nn_spec_t spec = {.inputs = 65535, .layer_count = NN_MAX_LAYERS};
    for (uint32_t l = 0; l < NN_MAX_LAYERS; ++l) {
        spec.layers[l].outputs = 65535;
    }
    nn_plan_t plan;
    nn_network_t network;
    CHECK_EQUAL(nn_network_init(&network, &spec, arena, sizeof arena, &plan), NN_OUT_OF_MEMORY);
    CHECK_EQUAL(plan.total, UINT32_MAX);
    CHECK_EQUAL(plan.parameters, UINT32_MAX);

    /* 32768 * 16384 * 4 bytes * 2 = 2^32: would be nearly nothing in 32 bits. */
    spec = (nn_spec_t){.inputs = 16383, .layer_count = 1};
    spec.layers[0].outputs = 32768;
    CHECK_EQUAL(nn_network_init(&network, &spec, arena, sizeof arena, &plan), NN_OUT_OF_MEMORY);
    CHECK_EQUAL(plan.parameters, 0x80000000u);
    CHECK_EQUAL(plan.total, UINT32_MAX);
}

static void plan_refuses_what_is_no_network(void) {
    nn_plan_t plan;
    nn_spec_t spec = default_spec();
    spec.layer_count = 0;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
    spec.layer_count = NN_MAX_LAYERS + 1;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
    spec = default_spec();
    spec.inputs = 0;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
    spec = default_spec();
    spec.layers[3].outputs = 0;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
    spec.layers[3].outputs = 65536;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
    spec = default_spec();
    spec.layers[0].activation = NN_ACTIVATIONS;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
    spec = default_spec();
    spec.training.loss = NN_LOSSES;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
    spec = default_spec();
    spec.training.optimizer = NN_OPTIMIZERS;
    CHECK_EQUAL(nn_plan(&spec, &plan), NN_BAD_VALUE);
}

/* All that a network may touch, in the order of the arena, from `network`'s pointers; `end` is behind the last. */
static void check_layout(const nn_network_t *network, const nn_plan_t *plan, const uint32_t *outputs) {
    bool online = network->training.online;
    float *next = (float *)(void *)arena;
    CHECK(network->parameters == next);
    for (uint32_t l = 0; l < network->layer_count; ++l) {
        const nn_layer_t *layer = &network->layers[l];
        CHECK(layer->w == next && layer->b == layer->w + layer->inputs * layer->outputs);
        CHECK(online || layer->dw == layer->w + plan->parameter_count);
        CHECK(online || layer->db == layer->b + plan->parameter_count);
        CHECK(!online || (layer->dw == NULL && layer->db == NULL));
        next = layer->b + layer->outputs;
    }
    CHECK(network->gradients == next);
    next += network->gradient_count;
    for (uint32_t l = 0; l < network->layer_count; ++l) {
        CHECK(network->layers[l].a == next);
        next += outputs[l] * plan->lanes;
    }
    CHECK(network->state == next);
    next += network->state_count;
    CHECK(network->inputs == next);
    next += 6 * plan->lanes;
    CHECK(network->targets == next);
    next += outputs[network->layer_count - 1] * plan->lanes;
    CHECK(network->handed_back == next);
    next += online ? 9 : 0;
    CHECK(network->row == next);
    next += online ? 9 : 0;
    CHECK_EQUAL((uintptr_t)next, (uintptr_t)(arena + plan->total));
}

static void buffers_lie_in_the_arena_and_apart(void) {
    const uint32_t outputs[] = {5, 9, 3, 4, 2};
    for (int online = 0; online < 2; ++online) {
        nn_spec_t spec = spec_of(6, 5, outputs, NN_TANH, NN_LINEAR);
        spec.training.optimizer = NN_ADAM;
        spec.training.online = online != 0;
        nn_network_t network;
        nn_plan_t plan;
        memset(arena, 0x5A, sizeof arena);
        CHECK_EQUAL(nn_network_init(&network, &spec, arena, sizeof arena, &plan), NN_OK);
        /* Everything starts as 0, and what follows the plan is not touched. */
        for (uint32_t i = 0; i < plan.total; ++i) {
            CHECK_EQUAL(arena[i], 0);
        }
        for (uint32_t s = 0; s < network.lanes; ++s) {
            nn_network_put(&network, s, 0, (const float[8]){1, 2, 3, 4, 5, 6, 7, 8}, 8);
        }
        nn_network_forward(&network, network.lanes);
        if (online) {
            nn_network_learn(&network);
        } else {
            nn_network_backward(&network, 4);
            nn_network_step(&network);
        }
        CHECK_EQUAL(arena[plan.total], 0x5A);
        check_layout(&network, &plan, outputs);
    }
}

/// Groups ///

static nn_spec_t wide_spec(nn_activation_t activation) {
    const uint32_t outputs[] = {13, 7, 10, 3};
    return spec_of(6, 4, outputs, activation, NN_LINEAR);
}

static void randomise(float *numbers, uint32_t count, uint32_t *seed) {
    for (uint32_t i = 0; i < count; ++i) {
        numbers[i] = 2.0f * random_float(seed) - 1.0f;
    }
}

/* Gradients and loss of a batch, in groups of `size`. */
static float batch_in_groups(float *gradients, uint32_t batch, uint32_t size, const nn_kernels_t *kernels) {
    nn_spec_t spec = wide_spec(NN_TANH);
    nn_network_t network;
    nn_plan_t plan;
    CHECK_EQUAL(nn_network_init(&network, &spec, arena, sizeof arena, &plan), NN_OK);
    network.kernels = kernels;
    uint32_t seed = 3;
    static float samples[16 * 9];
    randomise(network.parameters, plan.parameter_count, &seed);
    randomise(samples, batch * 9, &seed);
    nn_loss_sum_t loss = {0};
    run_batch_in_groups(&network, samples, batch, &loss, size);
    memcpy(gradients, network.gradients, plan.gradients);
    return nn_loss_mean(&loss, batch, 3);
}

static void the_bits_depend_on_neither_groups_nor_kernels(void) {
    for (uint32_t batch = 1; batch <= 9; ++batch) {
        static float expected[1024], gradients[1024];
        float loss = batch_in_groups(expected, batch, 1, &nn_plain);
        for (uint32_t size = 1; size <= NN_GROUP; ++size) {
            CHECK_BITS(batch_in_groups(gradients, batch, size, &nn_plain), loss);
            CHECK(memcmp(gradients, expected, sizeof expected) == 0);
            CHECK_BITS(batch_in_groups(gradients, batch, size, &nn_tiled), loss);
            CHECK(memcmp(gradients, expected, sizeof expected) == 0);
        }
    }
}

static void the_output_is_that_of_the_last_sample(void) {
    nn_spec_t spec = wide_spec(NN_RELU);
    nn_network_t network;
    nn_plan_t plan;
    CHECK_EQUAL(nn_network_init(&network, &spec, arena, sizeof arena, &plan), NN_OK);
    uint32_t seed = 4;
    static float samples[4 * 9];
    float last[3];
    randomise(network.parameters, plan.parameter_count, &seed);
    randomise(samples, 4 * 9, &seed);
    nn_network_put(&network, 0, 0, samples + 27, 9);
    nn_network_forward(&network, 1);
    for (uint32_t k = 0; k < 3; ++k) {
        last[k] = nn_network_output(&network, k);
    }
    run_batch(&network, samples, 4, &(nn_loss_sum_t){0});
    for (uint32_t k = 0; k < 3; ++k) {
        CHECK_BITS(nn_network_output(&network, k), last[k]); /* after backward too */
    }
}

/* Zeros among weights, inputs and targets give gradients of both signs of zero. */
static void online_update_gives_the_bits_of_a_batch_of_one_and_a_step(void) {
    static alignas(8) uint8_t other[32 * 1024];
    for (int optimizer = NN_SGD; optimizer < NN_OPTIMIZERS; ++optimizer) {
        for (int activation = NN_LINEAR; activation < NN_ACTIVATIONS; ++activation) {
            nn_spec_t spec = wide_spec((nn_activation_t)activation);
            spec.training = (nn_training_t){.optimizer = (nn_optimizer_t)optimizer,
                .learning_rate = 0.03f,
                .momentum = 0.9f,
                .beta2 = 0.99f,
                .epsilon = 0.1f,
                .weight_decay = activation == NN_TANH ? 0.01f : 0.0f};
            nn_network_t network, online;
            nn_plan_t plan;
            CHECK_EQUAL(nn_network_init(&network, &spec, arena, sizeof arena, &plan), NN_OK);
            spec.training.online = true;
            CHECK_EQUAL(nn_network_init(&online, &spec, other, sizeof other, &plan), NN_OK);
            uint32_t seed = 5;
            randomise(network.parameters, plan.parameter_count, &seed);
            for (uint32_t p = 0; p < plan.parameter_count; p += 5) {
                network.parameters[p] = p % 2 ? 0.0f : -0.0f;
            }
            memcpy(online.parameters, network.parameters, plan.parameters);
            nn_loss_sum_t loss = {0}, online_loss = {0};
            for (int s = 0; s < 20; ++s) {
                float sample[9];
                randomise(sample, 9, &seed);
                sample[s % 9] = s % 2 ? 0.0f : -0.0f;
                nn_network_zero_gradients(&network);
                run_batch(&network, sample, 1, &loss);
                nn_network_step(&network);
                nn_network_put(&online, 0, 0, sample, 9);
                nn_network_forward(&online, 1);
                nn_network_add_loss(&online, &online_loss);
                nn_network_learn(&online);
                CHECK(memcmp(online.parameters, network.parameters, plan.parameters) == 0);
                CHECK(memcmp(online.state, network.state, plan.optimizer) == 0);
            }
            CHECK_BITS(online_loss.sum, loss.sum);
        }
    }
}

int main(void) {
    RUN(gradients_are_those_of_central_differences);
    RUN(special_values_of_the_activations);
    RUN(relu_is_zero_and_has_no_slope_at_its_kink);
    RUN(leaky_relu_has_a_hundredth_of_the_slope_below_its_kink);
    RUN(plan_of_the_default_network);
    RUN(the_plan_of_an_online_update_has_no_gradients);
    RUN(the_plan_holds_the_state_of_the_optimizer);
    RUN(plan_that_fits_exactly_is_accepted_and_one_byte_less_refused);
    RUN(plan_of_the_largest_network_saturates);
    RUN(plan_refuses_what_is_no_network);
    RUN(buffers_lie_in_the_arena_and_apart);
    RUN(the_bits_depend_on_neither_groups_nor_kernels);
    RUN(the_output_is_that_of_the_last_sample);
    RUN(online_update_gives_the_bits_of_a_batch_of_one_and_a_step);
    return EXIT_SUCCESS;
}
