#include "proto/dispatch.h"

#include "port/board_api.h"
#include "proto/wire.h"

#include <string.h>

#define ERROR_PAYLOAD_BYTES 12u

/* Longest payload outside of the window: that of HELLO. COBS adds one byte to so few, the delimiter is another. */
#define ASIDE_PAYLOAD_BYTES 108u
#define ASIDE_FRAME_BYTES (FRAME_MIN_BYTES + ASIDE_PAYLOAD_BYTES + 2u)

/* So much that cannot be read, with nothing readable between it, means that the host sends at another rate. */
#define UNREADABLE_LIMIT 16u

void dispatch_init(dispatch_t *dispatch, nn_network_t *network, void *arena, size_t arena_bytes) {
    memset(dispatch, 0, sizeof *dispatch); /* a compound literal may take 10 KiB of stack */
    dispatch->network = network;
    dispatch->arena = arena;
    dispatch->arena_bytes = arena_bytes;
    dispatch->rate_after_reset = board_rate();
}

void reply_error(reply_t *reply, proto_error_t error, uint32_t a, uint32_t b) {
    reply->error = error;
    reply->a = a;
    reply->b = b;
}

static uint8_t finish(reply_t *reply, uint8_t request_type) {
    if (reply->error == ERROR_NONE) {
        return request_type | MESSAGE_REPLY;
    }
    wire_put_u16(reply->payload, (uint16_t)reply->error);
    reply->payload[2] = request_type;
    reply->payload[3] = 0;
    wire_put_u32(reply->payload + 4, reply->a);
    wire_put_u32(reply->payload + 8, reply->b);
    reply->length = ERROR_PAYLOAD_BYTES;
    return MESSAGE_ERROR;
}

/* Sends what is no reply to a request of the window, and is not kept. Not inlined: its frame would be on the stack
 * while requests are executed. */
__attribute__((noinline)) static void send_aside(dispatch_t *dispatch, const frame_t *about, reply_t *reply) {
    uint8_t encoded[ASIDE_FRAME_BYTES];
    uint8_t type = finish(reply, about->type);
    board_write(encoded, frame_encode(dispatch->raw, type, about->sequence, about->nonce, reply->length, encoded));
}

static void send_error(dispatch_t *dispatch, const frame_t *about, proto_error_t error, uint32_t a, uint32_t b) {
    reply_t reply = {.payload = dispatch->raw + FRAME_HEADER_BYTES, .error = error, .a = a, .b = b};
    send_aside(dispatch, about, &reply);
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

/* Executes HELLO or SYNC. */
static void execute_aside(dispatch_t *dispatch, const frame_t *request) {
    reply_t reply = {.payload = dispatch->raw + FRAME_HEADER_BYTES};
    execute(dispatch, request, &reply);
    send_aside(dispatch, request, &reply);
}

/* Executes the next request. It may lie in the slot that then takes the reply: the reply is made elsewhere. */
static void execute_next(dispatch_t *dispatch, const frame_t *request) {
    reply_t reply = {.payload = dispatch->raw + FRAME_HEADER_BYTES};
    execute(dispatch, request, &reply);
    uint8_t type = finish(&reply, request->type);
    slot_t *slot = window_slot(&dispatch->window, request->sequence);
    slot->length = frame_encode(dispatch->raw, type, request->sequence, dispatch->nonce, reply.length, slot->bytes);
    slot->sequence = request->sequence;
    slot->content = SLOT_REPLY;
    ++dispatch->window.next;
    board_write(slot->bytes, slot->length);
    if (dispatch->reset_requested) {
        board_reset();
    }
    if (dispatch->rate_requested != 0) {
        board_set_rate(dispatch->rate_requested);
        dispatch->rate_requested = 0;
    }
}

static void take_request(dispatch_t *dispatch, const frame_t *request) {
    window_t *window = &dispatch->window;
    const slot_t *slot = window_slot(window, request->sequence);
    switch (window_place(window, request->sequence)) {
    case WINDOW_NEXT:
        execute_next(dispatch, request);
        for (frame_t kept; window_take(window, &kept);) {
            execute_next(dispatch, &kept);
        }
        break;
    case WINDOW_EARLY:
        ++dispatch->stats.early;
        window_keep(window, request);
        send_error(dispatch, request, ERROR_GAP, window->next, window_held(window));
        break;
    case WINDOW_REPEATED:
        ++dispatch->stats.repeated;
        board_write(slot->bytes, slot->length);
        break;
    case WINDOW_OLD:
        ++dispatch->stats.dropped;
        break;
    case WINDOW_BEYOND:
        send_error(dispatch, request, ERROR_BEYOND_WINDOW, window->next, request->sequence);
        break;
    }
}

static uint32_t unreadable(const dispatch_t *dispatch) {
    return board_link_errors().rx_line_errors + dispatch->stats.bad_frames + dispatch->stats.bad_crcs;
}

static void handle_readable(dispatch_t *dispatch, const frame_t *request) {
    ++dispatch->stats.frames;
    bool hello = request->type == MESSAGE_HELLO;
    if (request->nonce == 0 || (!hello && request->nonce != dispatch->nonce)) {
        send_error(dispatch, request, ERROR_NO_SESSION, request->nonce, 0);
    } else if (hello || request->type == MESSAGE_SYNC) {
        execute_aside(dispatch, request);
    } else {
        take_request(dispatch, request);
    }
    dispatch->unreadable_before = unreadable(dispatch);
}

static void handle_frame(dispatch_t *dispatch) {
    frame_t frame;
    uint32_t received;
    frame_status_t status = frame_receiver_read(&dispatch->receiver, &frame, &received);
    /* A damaged header is not to be trusted. */
    const frame_t unknown = {.nonce = dispatch->nonce, .sequence = dispatch->window.next};
    switch (status) {
    case FRAME_OK:
        handle_readable(dispatch, &frame);
        break;
    case FRAME_BAD:
        ++dispatch->stats.bad_frames;
        send_error(dispatch, &unknown, ERROR_BAD_FRAME, received, 0);
        break;
    case FRAME_BAD_CRC:
        ++dispatch->stats.bad_crcs;
        send_error(dispatch, &unknown, ERROR_BAD_CRC, frame.crc_computed, frame.crc_received);
        break;
    case FRAME_TOO_LONG:
        ++dispatch->stats.bad_frames;
        send_error(dispatch, &unknown, ERROR_FRAME_TOO_LONG, received, FRAME_MAX_ENCODED);
        break;
    }
}

/* Comes back to the rate that every host knows when nothing can be read at another one. */
static void watch_rate(dispatch_t *dispatch) {
    if (board_rate() != dispatch->rate_after_reset &&
        unreadable(dispatch) - dispatch->unreadable_before >= UNREADABLE_LIMIT) {
        board_set_rate(dispatch->rate_after_reset);
    }
}

void dispatch_receive(dispatch_t *dispatch, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        if (frame_receiver_put(&dispatch->receiver, bytes[i])) {
            handle_frame(dispatch);
        }
    }
    watch_rate(dispatch);
}
