#include "nn/nn.h"

#include <stdbool.h>

#define ELEMENT_LIMIT 65535u

static bool is_valid(const nn_spec_t *spec) {
    const nn_training_t *training = &spec->training;
    if (spec->layer_count == 0 || spec->layer_count > NN_MAX_LAYERS || spec->inputs == 0 ||
        spec->inputs > ELEMENT_LIMIT || training->loss >= NN_LOSSES || training->optimizer >= NN_OPTIMIZERS) {
        return false;
    }
    for (uint32_t l = 0; l < spec->layer_count; ++l) {
        if (spec->layers[l].outputs == 0 || spec->layers[l].outputs > ELEMENT_LIMIT ||
            spec->layers[l].activation >= NN_ACTIVATIONS) {
            return false;
        }
    }
    return true;
}

static uint32_t saturated(uint64_t value) {
    return value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

/*
 * With n_0 inputs and n_l outputs of layer l = 1..L, in float32 numbers:
 *
 *   parameters  P = sum_l n_l (n_(l-1) + 1)       gradients  P
 *   activations     sum_l n_l                     each is the output of one layer and the input of the next
 *   deltas          max over odd l of n_l + max over even l of n_l: a layer reads one and writes the other
 *   optimizer   s P     s = 0 (SGD), 1 (momentum, Nesterov), 2 (Adam)
 *   sample          n_0 + n_L
 *
 * Cannot overflow: 4 * 16 layers * 65535 * 65536 * 4 bytes is below 2^41.
 */
nn_status_t nn_plan(const nn_spec_t *spec, nn_plan_t *plan) {
    if (!is_valid(spec)) {
        return NN_BAD_VALUE;
    }
    uint64_t parameters = 0;
    uint64_t activations = 0;
    uint32_t widest[2] = {0, 0};
    uint32_t inputs = spec->inputs;
    for (uint32_t l = 0; l < spec->layer_count; ++l) {
        uint32_t outputs = spec->layers[l].outputs;
        parameters += (uint64_t)outputs * (inputs + 1u);
        activations += outputs;
        if (outputs > widest[l & 1u]) {
            widest[l & 1u] = outputs;
        }
        inputs = outputs;
    }
    uint64_t deltas = (uint64_t)widest[0] + widest[1];
    uint64_t state = parameters * nn_state_per_parameter(spec->training.optimizer);
    uint64_t sample = (uint64_t)spec->inputs + inputs;
    *plan = (nn_plan_t){
        .parameter_count = saturated(parameters),
        .parameters = saturated(parameters * sizeof(float)),
        .gradients = saturated(parameters * sizeof(float)),
        .activations = saturated(activations * sizeof(float)),
        .deltas = saturated(deltas * sizeof(float)),
        .optimizer = saturated(state * sizeof(float)),
        .sample = saturated(sample * sizeof(float)),
        .total = saturated((2u * parameters + activations + deltas + state + sample) * sizeof(float)),
    };
    return NN_OK;
}
