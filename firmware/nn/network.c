#include "nn/nn.h"

#include <string.h>

/* Takes `count` numbers off the front of the free part of the arena. */
static float *take(float **free, uint32_t count) {
    float *taken = *free;
    *free += count;
    return taken;
}

static void lay_out(nn_network_t *network, const nn_spec_t *spec, const nn_plan_t *plan, float *free) {
    network->parameter_count = plan->parameter_count;
    network->parameters = take(&free, plan->parameter_count);
    network->gradients = take(&free, plan->parameter_count);
    float *parameters = network->parameters;
    float *gradients = network->gradients;
    uint32_t inputs = spec->inputs;
    uint32_t widest[2] = {0, 0};
    for (uint32_t l = 0; l < spec->layer_count; ++l) {
        nn_layer_t *layer = &network->layers[l];
        uint32_t outputs = spec->layers[l].outputs;
        layer->inputs = inputs;
        layer->outputs = outputs;
        layer->activation = spec->layers[l].activation;
        layer->w = take(&parameters, inputs * outputs);
        layer->b = take(&parameters, outputs);
        layer->dw = take(&gradients, inputs * outputs);
        layer->db = take(&gradients, outputs);
        layer->a = take(&free, outputs);
        widest[l & 1u] = outputs > widest[l & 1u] ? outputs : widest[l & 1u];
        inputs = outputs;
    }
    network->delta[0] = take(&free, widest[0]);
    network->delta[1] = take(&free, widest[1]);
    network->state_count = plan->parameter_count * nn_state_per_parameter(spec->training.optimizer);
    network->state = take(&free, network->state_count);
    network->sample = free;
}

nn_status_t nn_network_init(
    nn_network_t *network, const nn_spec_t *spec, void *arena, size_t arena_bytes, nn_plan_t *plan) {
    nn_status_t status = nn_plan(spec, plan);
    if (status != NN_OK) {
        return status;
    }
    if (plan->total > arena_bytes || plan->total == UINT32_MAX) {
        return NN_OUT_OF_MEMORY;
    }
    memset(arena, 0, plan->total);
    network->layer_count = spec->layer_count;
    network->training = spec->training;
    network->bias = (nn_adam_bias_t){1.0f, 1.0f};
    lay_out(network, spec, plan, arena);
    return NN_OK;
}

uint32_t nn_network_inputs(const nn_network_t *network) {
    return network->layers[0].inputs;
}

uint32_t nn_network_outputs(const nn_network_t *network) {
    return network->layers[network->layer_count - 1].outputs;
}

const float *nn_network_output(const nn_network_t *network) {
    return network->layers[network->layer_count - 1].a;
}

void nn_network_zero_gradients(nn_network_t *network) {
    memset(network->gradients, 0, network->parameter_count * sizeof(float));
}

/*
 *   a^0 = inputs; a^l = f(W^l a^(l-1) + b^l) for l = 1..L. z^l is computed in the buffer of a^l and not kept.
 */
void nn_network_forward(nn_network_t *network) {
    const float *x = network->sample;
    for (uint32_t l = 0; l < network->layer_count; ++l) {
        nn_layer_t *layer = &network->layers[l];
        nn_dense_forward(layer->a, x, layer->w, layer->b, layer->inputs, layer->outputs);
        nn_activation_forward(layer->activation, layer->a, layer->outputs);
        x = layer->a;
    }
}

/*
 *   d^L = dC/da . f'(z^L); d^l = ((W^(l+1))^T d^(l+1)) . f'(z^l); layer 1 hands nothing back.
 */
void nn_network_backward(nn_network_t *network, uint32_t batch_size) {
    uint32_t last = network->layer_count - 1;
    const float *targets = network->sample + nn_network_inputs(network);
    nn_loss_backward(&network->training, network->delta[last & 1u], network->layers[last].a, targets, batch_size,
        network->layers[last].outputs);
    for (uint32_t l = last + 1; l-- > 0;) {
        nn_layer_t *layer = &network->layers[l];
        float *d = network->delta[l & 1u];
        float *handed_back = l > 0 ? network->delta[(l - 1) & 1u] : NULL;
        const float *x = l > 0 ? network->layers[l - 1].a : network->sample;
        nn_activation_backward(layer->activation, d, layer->a, layer->outputs);
        nn_dense_backward(handed_back, layer->dw, layer->db, d, x, layer->w, layer->inputs, layer->outputs);
    }
}

void nn_network_step(nn_network_t *network) {
    const nn_training_t *training = &network->training;
    uint32_t count = network->parameter_count;
    float *w = network->parameters;
    const float *dw = network->gradients;
    float *state = network->state;
    float clip = nn_clip_factor(dw, count, training->clip_norm);
    switch (training->optimizer) {
    case NN_SGD:
        nn_sgd_step(w, dw, count, training, clip);
        break;
    case NN_MOMENTUM:
        nn_momentum_step(w, state, dw, count, training, clip);
        break;
    case NN_NESTEROV:
        nn_nesterov_step(w, state, dw, count, training, clip);
        break;
    case NN_ADAM:
        nn_adam_step(w, state, state + count, &network->bias, dw, count, training, clip);
        break;
    case NN_OPTIMIZERS:
        break;
    }
}

void nn_network_set_steps(nn_network_t *network, uint32_t steps) {
    nn_adam_bias_t bias = {1.0f, 1.0f};
    if (network->training.optimizer == NN_ADAM) {
        for (uint32_t i = 0; i < steps; ++i) {
            bias.power1 = bias.power1 * network->training.momentum;
            bias.power2 = bias.power2 * network->training.beta2;
        }
    }
    network->bias = bias;
}
