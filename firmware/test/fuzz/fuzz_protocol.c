/*
 * libFuzzer target for proto/: whatever bytes arrive, the board stays up, and what it sends are frames.
 *
 * An input is a list of items. An item whose first byte has bit 7 set is bytes as they come over the wire (their
 * number, then the bytes); any other is a frame that is made sound, or the fuzzer would have to guess CRCs: message
 * type, how far its sequence is from the one that is expected, payload length in units of 4 and a rest, payload.
 */
#include "fake_board.h"
#include "proto/dispatch.h"
#include "proto/wire.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define NONCE 0xA1B2C3D4u
#define OTHER_NONCE 1u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    const uint8_t *at;
    size_t left;
} input_t;

static uint8_t next_byte(input_t *input) {
    if (input->left == 0) {
        return 0;
    }
    --input->left;
    return *input->at++;
}

static size_t next_bytes(input_t *input, uint8_t *to, size_t count) {
    size_t taken = count < input->left ? count : input->left;
    memcpy(to, input->at, taken);
    memset(to + taken, 0, count - taken);
    input->at += taken;
    input->left -= taken;
    return count;
}

static alignas(8) uint8_t arena[4096];
static nn_network_t network;
static dispatch_t dispatch;

/* What the board sends must be whole frames with sound CRCs. */
static void check_sent(void) {
    size_t begin = 0;
    for (size_t i = 0; i < fake_board.sent_bytes; ++i) {
        if (fake_board.sent[i] == 0) {
            frame_t frame;
            if (i - begin > FRAME_MAX_ENCODED || frame_decode(fake_board.sent + begin, i - begin, &frame) != FRAME_OK) {
                abort();
            }
            begin = i + 1;
        }
    }
    if (begin != fake_board.sent_bytes) {
        abort();
    }
    fake_board.sent_bytes = 0;
}

static void deliver(const uint8_t *bytes, size_t count) {
    uint16_t before = dispatch.window.next;
    uint32_t nonce = dispatch.nonce;
    /* One frame may release all that came early. */
    for (size_t i = 0; i < count; ++i) {
        dispatch_receive(&dispatch, bytes + i, 1);
        check_sent();
    }
    uint16_t executed = (uint16_t)(dispatch.window.next - before);
    if (nonce == dispatch.nonce && nonce != 0 && count == 1 && executed > WINDOW_SLOTS) {
        abort();
    }
}

static void deliver_frame(input_t *input, uint8_t type) {
    static uint8_t raw[FRAME_MAX_BYTES];
    static uint8_t encoded[FRAME_MAX_ENCODED + 1];
    uint16_t sequence = (uint16_t)(dispatch.window.next + (int8_t)next_byte(input));
    uint8_t units = next_byte(input);
    uint8_t rest = next_byte(input);
    size_t length = (size_t)units * 4u + (rest & 3u);
    next_bytes(input, raw + FRAME_HEADER_BYTES, length);
    uint32_t nonce = (rest & 0xF0u) == 0xF0u ? OTHER_NONCE : (rest & 0xF0u) == 0xE0u ? 0 : NONCE;
    deliver(encoded, frame_encode(raw, type, sequence, nonce, length, encoded));
}

static void deliver_raw(input_t *input, size_t count) {
    uint8_t bytes[128];
    deliver(bytes, next_bytes(input, bytes, count));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input_t input = {data, size};
    memset(&fake_board, 0, sizeof fake_board);
    fake_board.rate = 115200;
    dispatch_init(&dispatch, &network, arena, sizeof arena);
    while (input.left > 0) {
        if (setjmp(fake_board.on_reset) != 0) {
            check_sent();
            dispatch_init(&dispatch, &network, arena, sizeof arena);
        }
        uint8_t kind = next_byte(&input);
        if ((kind & 0x80u) != 0) {
            deliver_raw(&input, kind & 0x7Fu);
        } else {
            deliver_frame(&input, kind);
        }
        fake_board.link_errors.rx_line_errors += (kind & 0x40u) != 0 ? 20u : 0u;
    }
    return 0;
}
