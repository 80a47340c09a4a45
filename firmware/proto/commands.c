/*
 * One function per message of PROTOCOL.md section 3, and the table that ties them to their types.
 */
#include "port/board_api.h"
#include "proto/build_id.h"
#include "proto/crc32.h"
#include "proto/dispatch.h"
#include "proto/wire.h"

#include <float.h>
#include <string.h>

#define NETWORK_BYTES 34u /* CONFIGURE before its layers */
#define LAYER_BYTES 4u
#define MAX_READ 256u

enum { UPDATE_BY_STEP = 0, UPDATE_ONLINE = 1 };
enum { READ_PARAMETERS = 0, READ_GRADIENTS = 1, READ_OUTPUTS = 2, READ_STATE = 3 };

_Static_assert(sizeof(float) == 4, "f32 goes over the wire as it lies in memory");

static void forget_network(dispatch_t *dispatch) {
    dispatch->configured = false;
    dispatch->stream = (stream_t){0};
    dispatch->steps = 0;
}

static void hello(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    dispatch->nonce = request->nonce;
    forget_network(dispatch);
    stats_clear(&dispatch->stats);
    uint8_t *payload = reply->payload;
    wire_put_u16(payload, PROTOCOL_VERSION);
    wire_put_u16(payload + 2, FRAME_MAX_PAYLOAD);
    memcpy(payload + 4, gradhil_id.build_id, BUILD_ID_BYTES);
    board_uid(payload + 20);
    wire_put_u32(payload + 32, board_clock_hz());
    wire_put_u32(payload + 36, (uint32_t)dispatch->arena_bytes);
    wire_put_u32(payload + 40, board_rx_bytes());
    wire_put_u16(payload + 44, NN_MAX_LAYERS);
    wire_put_u16(payload + 46, board_reset_cause());
    wire_put_u32(payload + 48, board_reset_count());
    const board_crash_t *crash = board_crash();
    const uint32_t record[] = {crash->kind, crash->pc, crash->lr, crash->sp, crash->xpsr, crash->cfsr, crash->hfsr,
        crash->mmfar, crash->bfar, crash->r0, crash->count};
    for (size_t i = 0; i < sizeof record / sizeof *record; ++i) {
        wire_put_u32(payload + 52 + 4 * i, record[i]);
    }
    reply->length = 96;
}

static void echo(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    (void)dispatch;
    memcpy(reply->payload, request->payload, request->length);
    reply->length = request->length;
}

/* Checks that the byte at `offset` is at most `limit`. */
static bool byte_is_good(const frame_t *request, uint32_t offset, uint32_t limit, reply_t *reply) {
    if (request->payload[offset] <= limit) {
        return true;
    }
    reply_error(reply, ERROR_BAD_VALUE, offset, request->payload[offset]);
    return false;
}

/* Reads a u16 that may not be 0. */
static bool read_size(const frame_t *request, uint32_t offset, uint32_t *size, reply_t *reply) {
    *size = wire_get_u16(request->payload + offset);
    if (*size == 0) {
        reply_error(reply, ERROR_BAD_VALUE, offset, 0);
    }
    return *size != 0;
}

/* Ranges of the f32 of CONFIGURE. Infinities and NaN are in none; -0 counts as 0. */
typedef enum { RANGE_ZERO, RANGE_POSITIVE, RANGE_NOT_NEGATIVE, RANGE_BELOW_ONE } range_t;

static bool is_in(range_t range, float value) {
    switch (range) {
    case RANGE_ZERO:
        return value == 0.0f;
    case RANGE_POSITIVE:
        return value > 0.0f && value <= FLT_MAX;
    case RANGE_NOT_NEGATIVE:
        return value >= 0.0f && value <= FLT_MAX;
    case RANGE_BELOW_ONE:
        return value >= 0.0f && value < 1.0f;
    }
    return false;
}

static bool read_f32(const frame_t *request, uint32_t offset, range_t range, float *value, reply_t *reply) {
    uint32_t bits = wire_get_u32(request->payload + offset);
    memcpy(value, &bits, sizeof *value);
    bool good = is_in(range, *value);
    if (!good) {
        reply_error(reply, ERROR_BAD_VALUE, offset, bits);
    }
    return good;
}

static bool configure_length_is_good(const frame_t *request, reply_t *reply) {
    uint32_t expected = NETWORK_BYTES + LAYER_BYTES;
    if (request->length >= expected) {
        if (request->payload[0] == 0) {
            reply_error(reply, ERROR_BAD_VALUE, 0, 0);
            return false;
        }
        if (!byte_is_good(request, 0, NN_MAX_LAYERS, reply)) {
            return false;
        }
        expected = NETWORK_BYTES + LAYER_BYTES * request->payload[0];
    }
    if (request->length != expected) {
        reply_error(reply, ERROR_BAD_LENGTH, request->length, expected);
    }
    return request->length == expected;
}

/* Which numbers are used depends on loss and optimizer; those that are not must be 0. */
static bool read_training(const frame_t *request, nn_training_t *training, reply_t *reply) {
    if (!byte_is_good(request, 1, NN_LOSSES - 1, reply) || !byte_is_good(request, 2, NN_OPTIMIZERS - 1, reply) ||
        !byte_is_good(request, 3, UPDATE_ONLINE, reply)) {
        return false;
    }
    training->online = request->payload[3] == UPDATE_ONLINE;
    training->loss = (nn_loss_t)request->payload[1];
    training->optimizer = (nn_optimizer_t)request->payload[2];
    bool has_momentum = training->optimizer != NN_SGD;
    bool is_adam = training->optimizer == NN_ADAM;
    bool is_huber = training->loss == NN_HUBER;
    return read_f32(request, 4, RANGE_POSITIVE, &training->learning_rate, reply) &&
           read_f32(request, 8, RANGE_NOT_NEGATIVE, &training->weight_decay, reply) &&
           read_f32(request, 12, training->online ? RANGE_ZERO : RANGE_NOT_NEGATIVE, &training->clip_norm, reply) &&
           read_f32(request, 16, has_momentum ? RANGE_BELOW_ONE : RANGE_ZERO, &training->momentum, reply) &&
           read_f32(request, 20, is_adam ? RANGE_BELOW_ONE : RANGE_ZERO, &training->beta2, reply) &&
           read_f32(request, 24, is_adam ? RANGE_POSITIVE : RANGE_ZERO, &training->epsilon, reply) &&
           read_f32(request, 28, is_huber ? RANGE_POSITIVE : RANGE_ZERO, &training->huber_delta, reply);
}

static bool read_spec(const frame_t *request, nn_spec_t *spec, reply_t *reply) {
    if (!configure_length_is_good(request, reply) || !read_training(request, &spec->training, reply) ||
        !read_size(request, 32, &spec->inputs, reply)) {
        return false;
    }
    spec->layer_count = request->payload[0];
    for (uint32_t l = 0; l < spec->layer_count; ++l) {
        uint32_t at = NETWORK_BYTES + LAYER_BYTES * l;
        if (!read_size(request, at, &spec->layers[l].outputs, reply) ||
            !byte_is_good(request, at + 2, NN_ACTIVATIONS - 1, reply) || !byte_is_good(request, at + 3, 0, reply)) {
            return false;
        }
        spec->layers[l].activation = (nn_activation_t)request->payload[at + 2];
    }
    return true;
}

static void configure(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    forget_network(dispatch);
    nn_spec_t spec;
    if (!read_spec(request, &spec, reply)) {
        return;
    }
    nn_plan_t plan;
    uint32_t available = (uint32_t)dispatch->arena_bytes;
    if (nn_network_init(dispatch->network, &spec, dispatch->arena, dispatch->arena_bytes, &plan) != NN_OK) {
        reply_error(reply, ERROR_OUT_OF_MEMORY, plan.total, available);
        return;
    }
    dispatch->configured = true;
    const uint32_t fields[] = {plan.parameter_count, plan.parameters, plan.gradients, plan.activations, plan.deltas,
        plan.optimizer, plan.samples, plan.total, available, plan.lanes};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; ++i) {
        wire_put_u32(reply->payload + 4 * i, fields[i]);
    }
    reply->length = sizeof fields;
}

/* Checks that elements offset to offset + count - 1 are among the first `size`. */
static bool range_is_good(uint32_t offset, uint32_t count, uint32_t size, reply_t *reply) {
    if (count <= size && offset <= size - count) {
        return true;
    }
    uint32_t end = count > UINT32_MAX - offset ? UINT32_MAX : offset + count;
    reply_error(reply, ERROR_OUT_OF_RANGE, end, size);
    return false;
}

static void write_parameters(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    uint32_t offset = wire_get_u32(request->payload);
    uint32_t count = (request->length - 4u) / (uint32_t)sizeof(float);
    if (!range_is_good(offset, count, dispatch->network->parameter_count, reply)) {
        return;
    }
    memcpy(dispatch->network->parameters + offset, request->payload + 4, count * sizeof(float));
    wire_put_u32(reply->payload, count);
    reply->length = 4;
}

/* What READ may read but the outputs. */
static const float *readable(const nn_network_t *network, uint8_t what, uint32_t *size) {
    if (what == READ_STATE) {
        *size = network->state_count;
        return network->state;
    }
    if (what == READ_GRADIENTS) {
        *size = network->gradient_count;
        return network->gradients;
    }
    *size = network->parameter_count;
    return network->parameters;
}

static void read_outputs(const dispatch_t *dispatch, uint32_t offset, uint32_t count, reply_t *reply) {
    const nn_network_t *network = dispatch->network;
    if (!dispatch->stream.has_output) {
        reply_error(reply, ERROR_NO_BATCH, 0, 0);
        return;
    }
    if (range_is_good(offset, count, nn_network_outputs(network), reply)) {
        for (uint32_t k = 0; k < count; ++k) {
            float output = nn_network_output(network, offset + k);
            memcpy(reply->payload + k * sizeof output, &output, sizeof output);
        }
        reply->length = count * sizeof(float);
    }
}

static void read_numbers(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    uint32_t offset = wire_get_u32(request->payload + 4);
    uint32_t count = wire_get_u32(request->payload + 8);
    if (!byte_is_good(request, 0, READ_STATE, reply) || !byte_is_good(request, 1, 0, reply) ||
        !byte_is_good(request, 2, 0, reply) || !byte_is_good(request, 3, 0, reply)) {
        return;
    }
    if (count == 0 || count > MAX_READ) {
        reply_error(reply, ERROR_BAD_VALUE, 8, count);
        return;
    }
    if (request->payload[0] == READ_OUTPUTS) {
        read_outputs(dispatch, offset, count, reply);
        return;
    }
    uint32_t size;
    const float *numbers = readable(dispatch->network, request->payload[0], &size);
    if (range_is_good(offset, count, size, reply)) {
        memcpy(reply->payload, numbers + offset, count * sizeof(float));
        reply->length = count * sizeof(float);
    }
}

static void take_samples(dispatch_t *dispatch, stream_kind_t kind, const frame_t *request, reply_t *reply) {
    uint32_t batch_size = wire_get_u32(request->payload);
    uint32_t offset = wire_get_u32(request->payload + 4);
    uint32_t count = (request->length - 8u) / (uint32_t)sizeof(float);
    stream_result_t result = stream_take(
        &dispatch->stream, kind, dispatch->network, &dispatch->stats, batch_size, offset, request->payload + 8, count);
    if (result.error != ERROR_NONE) {
        reply_error(reply, result.error, result.a, result.b);
        return;
    }
    float loss = stream_loss(&dispatch->stream, dispatch->network);
    wire_put_u32(reply->payload, dispatch->stream.samples);
    memcpy(reply->payload + 4, &loss, sizeof loss);
    reply->length = 8;
}

static void batch(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    take_samples(dispatch, STREAM_BATCH, request, reply);
}

static void evaluate(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    take_samples(dispatch, STREAM_EVALUATE, request, reply);
}

static void step(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    (void)request;
    nn_network_t *network = dispatch->network;
    if (!stream_batch_is_complete(&dispatch->stream)) {
        reply_error(reply, ERROR_NO_BATCH, dispatch->stream.batch_samples, dispatch->stream.batch_wanted);
        return;
    }
    uint32_t start = board_cycles();
    nn_network_step(network);
    stats_add_cycles(&dispatch->stats.update_cycles, start);
    stream_forget_batch(&dispatch->stream);
    wire_put_u32(reply->payload, ++dispatch->steps);
    wire_put_u32(reply->payload + 4, crc32(network->parameters, network->parameter_count * sizeof(float)));
    wire_put_u32(reply->payload + 8, crc32(network->state, network->state_count * sizeof(float)));
    reply->length = 12;
}

static void stats(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    (void)request;
    reply->length = stats_write(&dispatch->stats, reply->payload);
}

static void reset(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    (void)request;
    (void)reply;
    dispatch->reset_requested = true;
}

static void fault(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    (void)dispatch;
    if (byte_is_good(request, 0, BOARD_FAULT_ENDLESS_LOOP, reply)) {
        board_fault((board_fault_t)request->payload[0]);
        reply_error(reply, ERROR_BAD_VALUE, 0, request->payload[0]); /* still here: this board cannot do it */
    }
}

const command_t *command_for(uint8_t type) {
    static const command_t commands[] = {
        [MESSAGE_HELLO] = {hello, 4, FRAME_MAX_PAYLOAD, 1, false},
        [MESSAGE_ECHO] = {echo, 0, FRAME_MAX_PAYLOAD, 1, false},
        [MESSAGE_CONFIGURE] = {configure, 0, FRAME_MAX_PAYLOAD, 1, false}, /* checks its length itself */
        [MESSAGE_WRITE] = {write_parameters, 8, FRAME_MAX_PAYLOAD, 4, true},
        [MESSAGE_READ] = {read_numbers, 12, 12, 1, true},
        [MESSAGE_BATCH] = {batch, 12, FRAME_MAX_PAYLOAD, 4, true},
        [MESSAGE_STEP] = {step, 0, 0, 1, true},
        [MESSAGE_EVALUATE] = {evaluate, 12, FRAME_MAX_PAYLOAD, 4, true},
        [MESSAGE_STATS] = {stats, 0, 0, 1, false},
        [MESSAGE_RESET] = {reset, 0, 0, 1, false},
        [MESSAGE_FAULT] = {fault, 1, 1, 1, false},
    };
    if (type >= sizeof commands / sizeof *commands || commands[type].execute == NULL) {
        return NULL;
    }
    return &commands[type];
}
