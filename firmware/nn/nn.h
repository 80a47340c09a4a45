/*
 * Fully connected networks, forward and backward, in float32 inside one block of memory that the caller owns.
 *
 * No allocation, no register access, no libm. All sums run in the order of the index, one rounding for each operation,
 * so that the same bits come out on every IEEE 754 machine. Whether a product is rounded before it is added is one
 * switch of the build (nn_mac in kernels.h).
 *
 * Up to NN_GROUP samples go forward and backward together; gradients accumulate over the samples of a batch, in their
 * order, so that the bits do not depend on the groups. Memory is shared as [KNU23] does, and further: the output
 * buffer of a layer is the input of the next one, and what a layer hands back takes the place of its input.
 *
 * [KNU23] "A Study on DNN Training Process for On-device Learning on MCU-Based Edge Devices", Kyungpook National
 * University, 2023.
 */
#ifndef NN_NN_H
#define NN_NN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NN_MAX_LAYERS 16u

/* Samples that are computed together. Their numbers lie side by side: element j of sample s is at [j * lanes + s],
 * where lanes is NN_GROUP, or 1 with online update. */
#define NN_GROUP 4u

/* The negated error codes of PROTOCOL.md section 4. */
typedef enum {
    NN_OK = 0,
    NN_BAD_VALUE = -8,     /* no layer, too many layers, a layer or an input without elements, an unknown kind */
    NN_OUT_OF_MEMORY = -9, /* the plan is larger than the arena */
} nn_status_t;

/* The numbers of these three are those on the wire. */
typedef enum {
    NN_LINEAR = 0,
    NN_RELU = 1,
    NN_SIGMOID = 2,
    NN_TANH = 3,
    NN_LEAKY_RELU = 4,
    NN_ACTIVATIONS
} nn_activation_t;
typedef enum { NN_MSE = 0, NN_MAE = 1, NN_HUBER = 2, NN_LOSSES } nn_loss_t;
typedef enum { NN_SGD = 0, NN_MOMENTUM = 1, NN_NESTEROV = 2, NN_ADAM = 3, NN_OPTIMIZERS } nn_optimizer_t;

/* How a network learns. Kinds are checked by nn_plan; the ranges of the numbers (PROTOCOL.md, CONFIGURE) are the
 * caller's to check: outside of them the formulas hold as IEEE 754 evaluates them. */
typedef struct {
    nn_loss_t loss;
    nn_optimizer_t optimizer;
    float learning_rate;
    float weight_decay; /* 0: none */
    float clip_norm;    /* 0: none */
    float momentum;     /* of momentum and Nesterov; for Adam beta1 */
    float beta2;        /* of Adam */
    float epsilon;      /* of Adam */
    float huber_delta;  /* of Huber's loss: where it turns from square to line */
    bool online;        /* each sample moves the parameters at once: no gradients are kept, nothing is clipped */
} nn_training_t;

/* What a network is to be. */
typedef struct {
    uint32_t inputs;      /* 1 to 65535 */
    uint32_t layer_count; /* 1 to NN_MAX_LAYERS */
    struct {
        uint32_t outputs; /* 1 to 65535 */
        nn_activation_t activation;
    } layers[NN_MAX_LAYERS];
    nn_training_t training;
} nn_spec_t;

/* What it takes. Numbers that do not fit 32 bits are given as UINT32_MAX. */
typedef struct {
    uint32_t parameter_count;
    uint32_t parameters; /* bytes, from here on */
    uint32_t gradients;  /* 0 with online update */
    uint32_t activations;
    uint32_t deltas;      /* 0 but with online update */
    uint32_t handed_back; /* of these; the rest is for a row's gradient */
    uint32_t optimizer;   /* its state */
    uint32_t samples;
    uint32_t total;
    uint32_t lanes; /* samples computed together; not bytes */
} nn_plan_t;

typedef struct {
    uint32_t inputs;
    uint32_t outputs;
    nn_activation_t activation;
    float *w;  /* (outputs, inputs), row by row */
    float *b;  /* (outputs) */
    float *dw; /* gradient of w, null with online update */
    float *db; /* gradient of b, null with online update */
    float
        *a; /* (outputs, lanes): this layer's output and the next one's input; then its dC/dz, but in the last layer */
} nn_layer_t;

/* What Adam's moments lack because they began at 0. */
typedef struct {
    float power1; /* of beta1 and beta2, both 1 before the first step */
    float power2;
    float r1; /* 1 / (1 - power) */
    float r2;
} nn_adam_bias_t;

struct nn_kernels;

typedef struct {
    uint32_t layer_count;
    nn_layer_t layers[NN_MAX_LAYERS];
    nn_training_t training;
    nn_adam_bias_t bias;
    uint32_t parameter_count;
    uint32_t gradient_count; /* parameter_count; 0 with online update */
    uint32_t state_count;    /* parameter_count for momentum and Nesterov, twice that for Adam, 0 for SGD */
    uint32_t lanes;          /* samples that fit a group */
    uint32_t samples;        /* of the group computed last */
    const struct nn_kernels *kernels;
    float *parameters; /* layer by layer: w, then b */
    float *gradients;  /* same order */
    float *state;      /* (state_count), in the order of the parameters: velocity, or both moments of Adam */
    float *inputs;     /* (inputs, lanes) */
    float *targets;    /* (outputs, lanes); then dC/dz of the last layer, so that its output stays */
    float
        *handed_back; /* online: (widest layer but the last), what a layer hands back while it needs its input still */
    float *row;       /* online: (widest row), the gradient of one row of w */
} nn_network_t;

/* A mean that is summed up sample by sample. Zero-initialised it is empty. */
typedef struct {
    float sum;
    float lost; /* what rounding took from sum, see nn_loss_add */
} nn_loss_sum_t;

/// Memory: plan.c ///

/* Computes the bytes that `spec` needs. NN_BAD_VALUE leaves `plan` alone. */
nn_status_t nn_plan(const nn_spec_t *spec, nn_plan_t *plan);

/// Network: network.c ///

/* Lays `spec` out in the arena (aligned to 4 bytes), all parameters, gradients and the state of the optimizer 0. `plan`
 * is also set for NN_OUT_OF_MEMORY; `network` is set only for NN_OK. */
nn_status_t nn_network_init(
    nn_network_t *network, const nn_spec_t *spec, void *arena, size_t arena_bytes, nn_plan_t *plan);

uint32_t nn_network_inputs(const nn_network_t *network);
uint32_t nn_network_outputs(const nn_network_t *network);

/* Puts `count` numbers of sample `lane` of the next group in place, from number `first` on: inputs, then targets. They
 * may lie at any address. */
void nn_network_put(nn_network_t *network, uint32_t lane, uint32_t first, const void *numbers, uint32_t count);

/* Output `k` of the sample that was computed last. */
float nn_network_output(const nn_network_t *network, uint32_t k);

void nn_network_zero_gradients(nn_network_t *network);

/* Computes the outputs of the first `samples` (1 to lanes) of the group; the other lanes get numbers of no meaning. */
void nn_network_forward(nn_network_t *network, uint32_t samples);

/* Adds the losses of the group, in the order of its samples. */
void nn_network_add_loss(const nn_network_t *network, nn_loss_sum_t *sum);

/* Adds to the gradients what the group of the last forward contributes to the mean over `batch_size` samples. Uses the
 * targets up. Not with online update. */
void nn_network_backward(nn_network_t *network, uint32_t batch_size);

/* Moves the parameters by the gradients, which stay as they are: clipping, weight decay, optimizer, in this order. Not
 * with online update. */
void nn_network_step(nn_network_t *network);

/* Has the next step be the one after `steps`: what Adam keeps beside the moments is made anew. */
void nn_network_set_steps(nn_network_t *network, uint32_t steps);

/* Moves the parameters by the gradients of the sample of the last forward: the same bits as zero_gradients, backward
 * with batch_size 1 and step. Uses the target up. Only with online update. */
void nn_network_learn(nn_network_t *network);

/// Activations: activation.c ///

void nn_activation_forward(nn_activation_t activation, float *a, uint32_t count);
void nn_activation_backward(nn_activation_t activation, float *dz, const float *d, const float *a, uint32_t count);
float nn_exp(float x);
float nn_sigmoid(float x);
float nn_tanh(float x);

/// Loss: loss.c ///

/* Of `training` these read the loss and Huber's delta. */
void nn_loss_add(const nn_training_t *training, nn_loss_sum_t *sum, const float *y, const float *t, uint32_t outputs,
    uint32_t lanes);
float nn_loss_mean(const nn_loss_sum_t *sum, uint32_t batch_size, uint32_t outputs);
void nn_loss_backward(const nn_training_t *training, float *dy, const float *y, const float *t, uint32_t batch_size,
    uint32_t outputs, uint32_t lanes);

/// Optimizer: optimizer.c ///

/* Numbers of state per parameter: 0, 1, 1 and 2. */
uint32_t nn_state_per_parameter(nn_optimizer_t optimizer);

/* What clipping multiplies each gradient by; 1 where there is nothing to clip. */
float nn_clip_factor(const float *dw, uint32_t count, float clip_norm);

/* Moves Adam's powers on, before a step. */
void nn_adam_bias_advance(nn_adam_bias_t *bias, const nn_training_t *training);

/* One step each. `clip` is the factor above; of `training` they read weight decay and their own numbers. */
void nn_sgd_step(float *w, const float *dw, uint32_t count, const nn_training_t *training, float clip);
void nn_momentum_step(float *w, float *v, const float *dw, uint32_t count, const nn_training_t *training, float clip);
void nn_nesterov_step(float *w, float *v, const float *dw, uint32_t count, const nn_training_t *training, float clip);
void nn_adam_step(float *w, float *m, float *v, const nn_adam_bias_t *bias, const float *dw, uint32_t count,
    const nn_training_t *training, float clip);

#endif
