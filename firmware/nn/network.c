#include "nn/kernels.h"

#include <string.h>

/* Takes `bytes` off the front of the free part of the arena. */
static float *take(float **free, uint32_t bytes) {
    float *taken = *free;
    *free += bytes / sizeof(float);
    return taken;
}

static void lay_out_layers(nn_network_t *network, const nn_spec_t *spec, float *activations) {
    float *w = network->parameters;
    uint32_t inputs = spec->inputs;
    network->layer_count = spec->layer_count;
    for (uint32_t l = 0; l < spec->layer_count; ++l) {
        nn_layer_t *layer = &network->layers[l];
        uint32_t outputs = spec->layers[l].outputs;
        *layer = (nn_layer_t){inputs, outputs, spec->layers[l].activation, .w = w, .a = activations};
        layer->b = layer->w + (size_t)inputs * outputs;
        if (network->gradient_count > 0) {
            layer->dw = network->gradients + (layer->w - network->parameters);
            layer->db = network->gradients + (layer->b - network->parameters);
        }
        w = layer->b + outputs;
        activations += (size_t)outputs * network->lanes;
        inputs = outputs;
    }
}

static void lay_out(nn_network_t *network, const nn_spec_t *spec, const nn_plan_t *plan, float *free) {
    network->parameter_count = plan->parameter_count;
    network->gradient_count = plan->gradients / (uint32_t)sizeof(float);
    network->state_count = plan->optimizer / (uint32_t)sizeof(float);
    network->lanes = plan->lanes;
    network->samples = 0;
    network->parameters = take(&free, plan->parameters);
    network->gradients = take(&free, plan->gradients);
    lay_out_layers(network, spec, take(&free, plan->activations));
    network->state = take(&free, plan->optimizer);
    network->inputs = take(&free, plan->samples);
    network->targets = network->inputs + (size_t)spec->inputs * plan->lanes;
    network->handed_back = take(&free, plan->handed_back);
    network->row = free;
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
    network->training = spec->training;
    network->bias = (nn_adam_bias_t){.power1 = 1.0f, .power2 = 1.0f};
    network->kernels = plan->lanes == NN_GROUP ? &NN_KERNELS : &nn_plain;
    lay_out(network, spec, plan, arena);
    return NN_OK;
}

uint32_t nn_network_inputs(const nn_network_t *network) {
    return network->layers[0].inputs;
}

uint32_t nn_network_outputs(const nn_network_t *network) {
    return network->layers[network->layer_count - 1].outputs;
}

void nn_network_put(nn_network_t *network, uint32_t lane, uint32_t first, const void *numbers, uint32_t count) {
    float *to = network->inputs + (size_t)first * network->lanes + lane; /* the targets lie behind the inputs */
    const uint8_t *from = numbers;
    for (uint32_t k = 0; k < count; ++k) {
        memcpy(to, from, sizeof(float));
        to += network->lanes;
        from += sizeof(float);
    }
}

float nn_network_output(const nn_network_t *network, uint32_t k) {
    return network->layers[network->layer_count - 1].a[(size_t)k * network->lanes + network->samples - 1];
}

void nn_network_zero_gradients(nn_network_t *network) {
    memset(network->gradients, 0, network->gradient_count * sizeof(float));
}

/*
 *   a^0 = inputs; a^l = f(W^l a^(l-1) + b^l) for l = 1..L. z^l is computed in the buffer of a^l and not kept.
 */
void nn_network_forward(nn_network_t *network, uint32_t samples) {
    const float *x = network->inputs;
    for (uint32_t l = 0; l < network->layer_count; ++l) {
        nn_layer_t *layer = &network->layers[l];
        network->kernels->forward(layer->a, x, layer->w, layer->b, nn_shape_of(network, layer));
        nn_activation_forward(layer->activation, layer->a, layer->outputs * network->lanes);
        x = layer->a;
    }
    network->samples = samples;
}

void nn_network_add_loss(const nn_network_t *network, nn_loss_sum_t *sum) {
    const nn_layer_t *last = &network->layers[network->layer_count - 1];
    for (uint32_t s = 0; s < network->samples; ++s) {
        nn_loss_add(&network->training, sum, last->a + s, network->targets + s, last->outputs, network->lanes);
    }
}

/*
 *   d^L = dC/da . f'(z^L)             in the place of the targets; returned
 */
static float *delta_of_the_last_layer(nn_network_t *network, uint32_t batch_size) {
    const nn_layer_t *last = &network->layers[network->layer_count - 1];
    float *d = network->targets;
    nn_loss_backward(&network->training, d, last->a, d, batch_size, last->outputs, network->lanes);
    nn_activation_backward(last->activation, d, d, last->a, last->outputs * network->lanes);
    return d;
}

/*
 *   d^l = ((W^(l+1))^T d^(l+1)) . f'(z^l)        in the place of a^l, which the gradient of W^(l+1) has used before
 */
void nn_network_backward(nn_network_t *network, uint32_t batch_size) {
    const float *d = delta_of_the_last_layer(network, batch_size);
    for (uint32_t l = network->layer_count; l-- > 0;) {
        const nn_layer_t *before = l > 0 ? &network->layers[l - 1] : NULL;
        nn_dense_backward(network, &network->layers[l], d, before);
        d = before == NULL ? d : before->a;
    }
}

/* Moves the `count` parameters from `w` on by their gradients. */
static void move(nn_network_t *network, float *w, const float *dw, uint32_t count, float clip) {
    const nn_training_t *training = &network->training;
    float *state = network->state + (w - network->parameters);
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
        nn_adam_step(w, state, state + network->parameter_count, &network->bias, dw, count, training, clip);
        break;
    case NN_OPTIMIZERS:
        break;
    }
}

void nn_network_step(nn_network_t *network) {
    float clip = nn_clip_factor(network->gradients, network->parameter_count, network->training.clip_norm);
    nn_adam_bias_advance(&network->bias, &network->training);
    move(network, network->parameters, network->gradients, network->parameter_count, clip);
}

void nn_network_set_steps(nn_network_t *network, uint32_t steps) {
    nn_adam_bias_t bias = {.power1 = 1.0f, .power2 = 1.0f};
    if (network->training.optimizer == NN_ADAM) {
        for (uint32_t i = 0; i < steps; ++i) {
            bias.power1 = bias.power1 * network->training.momentum;
            bias.power2 = bias.power2 * network->training.beta2;
        }
    }
    network->bias = bias;
}

/* Gradient and move of a layer, row by row; a gradient is added to 0, as it would be in a buffer. */
static void learn_layer(nn_network_t *network, const nn_layer_t *layer, const float *d, const float *x) {
    for (uint32_t i = 0; i < layer->outputs; ++i) {
        nn_dense_gradient_of_row(network->row, d[i], x, layer->inputs);
        move(network, layer->w + (size_t)i * layer->inputs, network->row, layer->inputs, 1.0f);
        float db = 0.0f + d[i];
        move(network, layer->b + i, &db, 1, 1.0f);
    }
}

/*
 * What a layer hands back is computed before its weights move, but its input is needed until they have: so it waits in
 * a buffer of its own.
 */
void nn_network_learn(nn_network_t *network) {
    nn_adam_bias_advance(&network->bias, &network->training);
    const float *d = delta_of_the_last_layer(network, 1);
    for (uint32_t l = network->layer_count - 1; l > 0; --l) {
        const nn_layer_t *layer = &network->layers[l];
        const nn_layer_t *before = &network->layers[l - 1];
        network->kernels->hand_back(
            network->handed_back, before->a, before->activation, d, layer->w, nn_shape_of(network, layer));
        learn_layer(network, layer, d, before->a);
        memcpy(before->a, network->handed_back, before->outputs * sizeof(float));
        d = before->a;
    }
    learn_layer(network, &network->layers[0], d, network->inputs);
}
