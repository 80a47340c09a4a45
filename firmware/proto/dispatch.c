#include "proto/dispatch.h"

#include "port/board_api.h"
#include "proto/wire.h"

#include <string.h>

#define ERROR_PAYLOAD_BYTES 12u
#define ERROR_FRAME_BYTES (FRAME_MIN_BYTES + ERROR_PAYLOAD_BYTES)

void dispatch_init(dispatch_t *dispatch, nn_network_t *network, void *arena, size_t arena_bytes) {
    memset(dispatch, 0, sizeof *dispatch); /* a compound literal may take 10 KiB of stack */
    dispatch->network = network;
    dispatch->arena = arena;
    dispatch->arena_bytes = arena_bytes;
}

void reply_error(reply_t *reply, proto_error_t error, uint32_t a, uint32_t b) {
    reply->error = error;
    reply->a = a;
    reply->b = b;
}

static void write_error(uint8_t *payload, proto_error_t error, uint8_t request_type, uint32_t a, uint32_t b) {
    wire_put_u16(payload, (uint16_t)error);
    payload[2] = request_type;
    payload[3] = 0;
    wire_put_u32(payload + 4, a);
    wire_put_u32(payload + 8, b);
}

/* An error that is no answer to a request of the session: the cached reply stays. */
static void send_error(const frame_t *about, proto_error_t error, uint32_t a, uint32_t b) {
    uint8_t raw[ERROR_FRAME_BYTES];
    uint8_t encoded[ERROR_FRAME_BYTES + 2u];
    write_error(raw + FRAME_HEADER_BYTES, error, about->type, a, b);
    board_write(encoded, frame_encode(raw, MESSAGE_ERROR, about->sequence, about->nonce, ERROR_PAYLOAD_BYTES, encoded));
}

static void execute(dispatch_t *dispatch, const frame_t *request, reply_t *reply) {
    const command_t *command = command_for(request->type);
    if (command == NULL) {
        reply_error(reply, ERROR_UNKNOWN_TYPE, request->type, 0);
    } else if (request->length < command->shortest || request->length > command->longest ||
               request->length % command->unit != 0) {
        reply_error(reply, ERROR_BAD_LENGTH, request->length, command->shortest);
    } else if (command->needs_network && !dispatch->configured) {
        reply_error(reply, ERROR_NOT_CONFIGURED, 0, 0);
    } else {
        command->execute(dispatch, request, reply);
    }
}

static void answer(dispatch_t *dispatch, const frame_t *request) {
    reply_t reply = {.payload = dispatch->raw + FRAME_HEADER_BYTES};
    execute(dispatch, request, &reply);
    uint8_t type = request->type | MESSAGE_REPLY;
    if (reply.error != ERROR_NONE) {
        type = MESSAGE_ERROR;
        write_error(reply.payload, reply.error, request->type, reply.a, reply.b);
        reply.length = ERROR_PAYLOAD_BYTES;
    }
    dispatch->reply_bytes =
        frame_encode(dispatch->raw, type, request->sequence, request->nonce, reply.length, dispatch->reply);
    dispatch->answered = true;
    dispatch->last_type = request->type;
    dispatch->last_sequence = request->sequence;
    board_write(dispatch->reply, dispatch->reply_bytes);
    if (dispatch->reset_requested) {
        board_reset();
    }
}

static void handle_readable(dispatch_t *dispatch, const frame_t *request) {
    ++dispatch->stats.frames;
    bool hello = request->type == MESSAGE_HELLO;
    if (request->nonce == 0 || (!hello && request->nonce != dispatch->nonce)) {
        send_error(request, ERROR_NO_SESSION, request->nonce, 0);
    } else if (!hello && dispatch->answered && request->type == dispatch->last_type &&
               request->sequence == dispatch->last_sequence) {
        board_write(dispatch->reply, dispatch->reply_bytes);
    } else {
        answer(dispatch, request);
    }
}

static void handle_frame(dispatch_t *dispatch) {
    frame_t frame;
    uint32_t received;
    frame_status_t status = frame_receiver_read(&dispatch->receiver, &frame, &received);
    const frame_t unknown = {.nonce = dispatch->nonce}; /* a damaged header is not to be trusted */
    switch (status) {
    case FRAME_OK:
        handle_readable(dispatch, &frame);
        break;
    case FRAME_BAD:
        ++dispatch->stats.bad_frames;
        send_error(&unknown, ERROR_BAD_FRAME, received, 0);
        break;
    case FRAME_BAD_CRC:
        ++dispatch->stats.bad_crcs;
        send_error(&unknown, ERROR_BAD_CRC, frame.crc_computed, frame.crc_received);
        break;
    case FRAME_TOO_LONG:
        ++dispatch->stats.bad_frames;
        send_error(&unknown, ERROR_FRAME_TOO_LONG, received, FRAME_MAX_ENCODED);
        break;
    }
}

void dispatch_receive(dispatch_t *dispatch, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        if (frame_receiver_put(&dispatch->receiver, bytes[i])) {
            handle_frame(dispatch);
        }
    }
}
