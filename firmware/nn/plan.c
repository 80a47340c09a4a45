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

/* Elements of one layer or row at most. */
typedef struct {
    uint64_t parameters;
    uint64_t activations; /* of one sample */
    uint32_t row;         /* widest row of w */
    uint32_t hidden;      /* widest layer but the last */
} sizes_t;

static uint32_t larger(uint32_t a, uint32_t b) {
    return a > b ? a : b;
}

static sizes_t sizes_of(const nn_spec_t *spec) {
    sizes_t sizes = {0};
    uint32_t inputs = spec->inputs;
    for (uint32_t l = 0; l < spec->layer_count; ++l) {
        uint32_t outputs = spec->layers[l].outputs;
        sizes.parameters += (uint64_t)outputs * (inputs + 1u);
        sizes.activations += outputs;
        sizes.row = larger(sizes.row, inputs);
        sizes.hidden = l > 0 ? larger(sizes.hidden, inputs) : 0;
        inputs = outputs;
    }
    return sizes;
}

/*
 * With n_0 inputs and n_l outputs of layer l = 1..L, and g lanes (NN_GROUP, 1 with online update), in float32 numbers:
 *
 *   parameters  P = sum_l n_l (n_(l-1) + 1)
 *   gradients   P; online 0
 *   activations g sum_l n_l       each is the output of one layer, the input of the next, and what that hands back
 *   deltas      0; online max_(0<l<L) n_l + max_(l<L) n_l: what is handed back while the input is needed still, a row
 *   optimizer   s P     s = 0 (SGD), 1 (momentum, Nesterov), 2 (Adam)
 *   samples     g (n_0 + n_L)     the targets' place takes the deltas of layer L
 *
 * Cannot overflow: 4 * 16 layers * 65535 * 65536 * 4 bytes is below 2^41.
 */
nn_status_t nn_plan(const nn_spec_t *spec, nn_plan_t *plan) {
    if (!is_valid(spec)) {
        return NN_BAD_VALUE;
    }
    bool online = spec->training.online;
    sizes_t sizes = sizes_of(spec);
    uint64_t lanes = online ? 1 : NN_GROUP;
    uint64_t gradients = online ? 0 : sizes.parameters;
    uint64_t activations = lanes * sizes.activations;
    uint64_t deltas = online ? (uint64_t)sizes.hidden + sizes.row : 0;
    uint64_t state = sizes.parameters * nn_state_per_parameter(spec->training.optimizer);
    uint64_t samples = lanes * ((uint64_t)spec->inputs + spec->layers[spec->layer_count - 1].outputs);
    *plan = (nn_plan_t){
        .parameter_count = saturated(sizes.parameters),
        .parameters = saturated(sizes.parameters * sizeof(float)),
        .gradients = saturated(gradients * sizeof(float)),
        .activations = saturated(activations * sizeof(float)),
        .deltas = saturated(deltas * sizeof(float)),
        .handed_back = online ? saturated((uint64_t)sizes.hidden * sizeof(float)) : 0,
        .optimizer = saturated(state * sizeof(float)),
        .samples = saturated(samples * sizeof(float)),
        .total = saturated((sizes.parameters + gradients + activations + deltas + state + samples) * sizeof(float)),
        .lanes = (uint32_t)lanes,
    };
    return NN_OK;
}
