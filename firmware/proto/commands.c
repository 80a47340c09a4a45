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
#define SYNC_RESERVE 256u /* of the receive buffer, for SYNC: it may be sent beyond the credit */

#define MAX_STEPS 0xFFFFFFu
#define SCALE_BYTES 16u

enum { UPDATE_BY_STEP = 0, UPDATE_ONLINE = 1 };
enum { PARAMETERS = 0, GRADIENTS = 1, OUTPUTS = 2, STATE = 3, STEPS = 4 };

_Static_assert(sizeof(float) == 4, "f32 goes over the wire as it lies in memory");

static void forget_network(dispatch_t *dispatch) {
    dispatch->configured = false;
    dispatch->stream = (stream_t){0};
    dispatch->steps = 0;
}

static void begin_session(dispatch_t *dispatch, const frame_t *request) {
    bool repetition = request->nonce == dispatch->nonce && request->sequence == dispatch->hello_sequence;
    if (repetition) {
        return;
    }
    dispatch->nonce = request->nonce;
    dispatch->hello_sequence = request->sequence;
    window_begin(&dispatch->window, (uint16_t)(request->sequence + 1u));
    forget_network(dispatch);
    stats_clear(&dispatch->stats);
}

static void hello(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    begin_session(dispatch, request);
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
    wire_put_u16(payload + 96, WINDOW_SLOTS);
    wire_put_u16(payload + 98, SCALE_COLUMNS);
    wire_put_u32(payload + 100, board_rx_bytes() - SYNC_RESERVE);
    wire_put_u32(payload + 104, board_rate());
    reply->length = 108;
}

static void sync(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    (void)request;
    wire_put_u16(reply->payload, dispatch->window.next);
    wire_put_u16(reply->payload + 2, window_held(&dispatch->window));
    reply->length = 4;
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
    memset(dispatch->scales, 0, sizeof dispatch->scales);
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

static bool zeros_are_good(const frame_t *request, uint32_t first, uint32_t last, reply_t *reply) {
    for (uint32_t at = first; at <= last; ++at) {
        if (!byte_is_good(request, at, 0, reply)) {
            return false;
        }
    }
    return true;
}

/* As if `steps` steps had been made; what they left in parameters and state is written by itself. */
static void write_steps(dispatch_t *dispatch, uint32_t steps, reply_t *reply) {
    if (steps > MAX_STEPS) {
        reply_error(reply, ERROR_BAD_VALUE, 8, steps);
        return;
    }
    dispatch->steps = steps;
    nn_network_set_steps(dispatch->network, steps);
}

static void write_numbers(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    nn_network_t *network = dispatch->network;
    uint8_t what = request->payload[0];
    if (what != PARAMETERS && what != STATE && what != STEPS) {
        reply_error(reply, ERROR_BAD_VALUE, 0, what);
        return;
    }
    uint32_t offset = wire_get_u32(request->payload + 4);
    uint32_t count = (request->length - 8u) / (uint32_t)sizeof(float);
    uint32_t size = what == PARAMETERS ? network->parameter_count : what == STATE ? network->state_count : 1;
    if (!zeros_are_good(request, 1, 3, reply) || !range_is_good(offset, count, size, reply)) {
        return;
    }
    if (what == STEPS) {
        write_steps(dispatch, wire_get_u32(request->payload + 8), reply);
    } else {
        float *numbers = what == PARAMETERS ? network->parameters : network->state;
        memcpy(numbers + offset, request->payload + 8, count * sizeof(float));
    }
    wire_put_u32(reply->payload, count);
    reply->length = 4;
}

/* What READ may read but the outputs. */
static const float *readable(const nn_network_t *network, uint8_t what, uint32_t *size) {
    if (what == STATE) {
        *size = network->state_count;
        return network->state;
    }
    if (what == GRADIENTS) {
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
    if (!byte_is_good(request, 0, STATE, reply) || !zeros_are_good(request, 1, 3, reply)) {
        return;
    }
    if (count == 0 || count > MAX_READ) {
        reply_error(reply, ERROR_BAD_VALUE, 8, count);
        return;
    }
    if (request->payload[0] == OUTPUTS) {
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

static void take_samples(dispatch_t *dispatch, stream_kind_t kind, bool codes, const frame_t *request, reply_t *reply) {
    uint32_t batch_size = wire_get_u32(request->payload);
    uint32_t offset = wire_get_u32(request->payload + 4);
    uint32_t number_bytes = codes ? sizeof(uint16_t) : sizeof(float);
    stream_numbers_t numbers = {.bytes = request->payload + 8, .count = (request->length - 8u) / number_bytes};
    if (codes) {
        uint32_t columns = nn_network_inputs(dispatch->network) + nn_network_outputs(dispatch->network);
        if (!range_is_good(0, columns, SCALE_COLUMNS, reply)) {
            return;
        }
        numbers.scales = dispatch->scales;
    }
    stream_result_t result =
        stream_take(&dispatch->stream, kind, dispatch->network, &dispatch->stats, batch_size, offset, numbers);
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
    take_samples(dispatch, STREAM_BATCH, false, request, reply);
}

static void evaluate(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    take_samples(dispatch, STREAM_EVALUATE, false, request, reply);
}

static void batch16(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    take_samples(dispatch, STREAM_BATCH, true, request, reply);
}

static void evaluate16(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    take_samples(dispatch, STREAM_EVALUATE, true, request, reply);
}

static void set_scales(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    uint32_t first = wire_get_u16(request->payload);
    uint32_t bytes = request->length - 4u;
    if (bytes % SCALE_BYTES != 0) {
        reply_error(reply, ERROR_BAD_LENGTH, request->length, 4u + SCALE_BYTES);
        return;
    }
    if (zeros_are_good(request, 2, 3, reply) && range_is_good(first, bytes / SCALE_BYTES, SCALE_COLUMNS, reply)) {
        memcpy(dispatch->scales + first, request->payload + 4, bytes);
    }
}

/* Two CRCs per layer; a network of NN_MAX_LAYERS fits one reply. */
static void digest(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    if (!byte_is_good(request, 0, GRADIENTS, reply) || !zeros_are_good(request, 1, 3, reply)) {
        return;
    }
    const nn_network_t *network = dispatch->network;
    bool gradients = request->payload[0] == GRADIENTS;
    uint32_t size = gradients ? network->gradient_count : network->parameter_count;
    if (!range_is_good(0, network->parameter_count, size, reply)) {
        return;
    }
    for (uint32_t l = 0; l < network->layer_count; ++l) {
        const nn_layer_t *layer = &network->layers[l];
        size_t weight_bytes = (size_t)layer->inputs * layer->outputs * sizeof(float);
        wire_put_u32(reply->payload + 8 * l, crc32(gradients ? layer->dw : layer->w, weight_bytes));
        wire_put_u32(
            reply->payload + 8 * l + 4, crc32(gradients ? layer->db : layer->b, layer->outputs * sizeof(float)));
    }
    reply->length = 8 * network->layer_count;
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

static void rate(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    uint32_t baud = wire_get_u32(request->payload);
    if (board_can_rate(baud)) {
        dispatch->rate_requested = baud;
    } else {
        reply_error(reply, ERROR_BAD_VALUE, 0, baud);
    }
}

const command_t *command_for(uint8_t type) {
    static const command_t commands[] = {
        [MESSAGE_HELLO] = {hello, 4, FRAME_MAX_PAYLOAD, 1, false},
        [MESSAGE_ECHO] = {echo, 0, FRAME_MAX_PAYLOAD, 1, false},
        [MESSAGE_CONFIGURE] = {configure, 0, FRAME_MAX_PAYLOAD, 1, false}, /* checks its length itself */
        [MESSAGE_WRITE] = {write_numbers, 12, FRAME_MAX_PAYLOAD, 4, true},
        [MESSAGE_READ] = {read_numbers, 12, 12, 1, true},
        [MESSAGE_BATCH] = {batch, 12, FRAME_MAX_PAYLOAD, 4, true},
        [MESSAGE_STEP] = {step, 0, 0, 1, true},
        [MESSAGE_EVALUATE] = {evaluate, 12, FRAME_MAX_PAYLOAD, 4, true},
        [MESSAGE_STATS] = {stats, 0, 0, 1, false},
        [MESSAGE_RESET] = {reset, 0, 0, 1, false},
        [MESSAGE_FAULT] = {fault, 1, 1, 1, false},
        [MESSAGE_SYNC] = {sync, 0, 0, 1, false},
        [MESSAGE_RATE] = {rate, 4, 4, 1, false},
        [MESSAGE_SCALE] = {set_scales, 4 + SCALE_BYTES, FRAME_MAX_PAYLOAD, 4, true},
        [MESSAGE_BATCH16] = {batch16, 10, FRAME_MAX_PAYLOAD, 2, true},
        [MESSAGE_EVALUATE16] = {evaluate16, 10, FRAME_MAX_PAYLOAD, 2, true},
        [MESSAGE_DIGEST] = {digest, 4, 4, 1, true},
    };
    if (type >= sizeof commands / sizeof *commands || commands[type].execute == NULL) {
        return NULL;
    }
    return &commands[type];
}
