/*
 * The host's side of the protocol for tests of the dispatcher: sends requests to it and reads what the fake board sent
 * back.
 */
#ifndef TEST_CLIENT_H
#define TEST_CLIENT_H

#include "check.h"
#include "fake_board.h"
#include "nn/nn.h"
#include "proto/dispatch.h"
#include "proto/wire.h"

#include <stdalign.h>

#define NONCE 0xA1B2C3D4u
#define ARENA_BYTES 4096u
#define HELLO_BYTES 108u
#define STATS_BYTES 64u

static alignas(8) uint8_t arena[ARENA_BYTES];
static nn_network_t network;
static dispatch_t dispatch;
static uint16_t sequence;

/* The last reply. */
static uint8_t reply_bytes[FRAME_MAX_ENCODED];
static frame_t reply;

/// Sending and receiving ///

static inline void send_encoded(const uint8_t *encoded, size_t count) {
    fake_board.sent_bytes = 0;
    dispatch_receive(&dispatch, encoded, count);
}

/* Reads the one reply that was sent. */
static inline void read_reply(void) {
    CHECK(fake_board.sent_bytes > 0 && fake_board.sent_bytes <= FRAME_MAX_ENCODED + 1);
    CHECK(memchr(fake_board.sent, 0, fake_board.sent_bytes) == fake_board.sent + fake_board.sent_bytes - 1);
    memcpy(reply_bytes, fake_board.sent, fake_board.sent_bytes - 1);
    CHECK_EQUAL(frame_decode(reply_bytes, fake_board.sent_bytes - 1, &reply), FRAME_OK);
}

static inline void send_as(uint8_t type, uint16_t number, uint32_t nonce, const void *payload, size_t length) {
    static uint8_t raw[FRAME_MAX_BYTES], encoded[FRAME_MAX_ENCODED + 1];
    if (length > 0) {
        memcpy(raw + FRAME_HEADER_BYTES, payload, length);
    }
    send_encoded(encoded, frame_encode(raw, type, number, nonce, length, encoded));
    read_reply();
    CHECK_EQUAL(reply.sequence, number);
    CHECK_EQUAL(reply.nonce, nonce);
}

static inline void send(uint8_t type, const void *payload, size_t length) {
    send_as(type, ++sequence, NONCE, payload, length);
}

static inline void expect_ok(uint8_t type, size_t length) {
    CHECK_EQUAL(reply.type, type | 0x80u);
    CHECK_EQUAL(reply.length, length);
}

static inline void expect_error(proto_error_t error, uint8_t request_type, uint32_t a, uint32_t b) {
    CHECK_EQUAL(reply.type, 0xFF);
    CHECK_EQUAL(reply.length, 12);
    CHECK_EQUAL(wire_get_u16(reply.payload), error);
    CHECK_EQUAL(reply.payload[2], request_type);
    CHECK_EQUAL(reply.payload[3], 0);
    CHECK_EQUAL(wire_get_u32(reply.payload + 4), a);
    CHECK_EQUAL(wire_get_u32(reply.payload + 8), b);
}

static inline uint32_t reply_u32(size_t offset) {
    return wire_get_u32(reply.payload + offset);
}

static inline float reply_f32(size_t offset) {
    float value;
    memcpy(&value, reply.payload + offset, sizeof value);
    return value;
}

/// Requests ///

static inline void hello(void) {
    const uint8_t payload[] = {PROTOCOL_VERSION, 0, 0, 0};
    send(MESSAGE_HELLO, payload, sizeof payload);
    expect_ok(MESSAGE_HELLO, HELLO_BYTES);
}

static inline void begin(void) {
    memset(&fake_board, 0, sizeof fake_board);
    fake_board.rate = 115200;
    dispatch_init(&dispatch, &network, arena, sizeof arena);
    sequence = 0;
}

static inline void begin_session(void) {
    begin();
    hello();
}

#define SMALL_NETWORK_BYTES 42u
#define PLAN_BYTES 40u

/* Network 2-3-1, tanh and linear, MSE and SGD: 3*3 + 4 = 13 parameters, 3 numbers per sample. */
static inline size_t small_network(uint8_t payload[SMALL_NETWORK_BYTES]) {
    memset(payload, 0, SMALL_NETWORK_BYTES);
    const float learning_rate = 0.25f;
    payload[0] = 2;
    memcpy(payload + 4, &learning_rate, 4);
    wire_put_u16(payload + 32, 2);
    wire_put_u16(payload + 34, 3);
    payload[36] = NN_TANH;
    wire_put_u16(payload + 38, 1);
    return SMALL_NETWORK_BYTES;
}

/* The same with the numbers that each loss and optimizer wants. */
static inline size_t small_network_with(
    uint8_t payload[SMALL_NETWORK_BYTES], nn_loss_t loss, nn_optimizer_t optimizer) {
    const float momentum = 0.75f, beta2 = 0.875f, epsilon = 0.125f, delta = 0.5f;
    small_network(payload);
    payload[1] = (uint8_t)loss;
    payload[2] = (uint8_t)optimizer;
    if (optimizer != NN_SGD) {
        memcpy(payload + 16, &momentum, 4);
    }
    if (optimizer == NN_ADAM) {
        memcpy(payload + 20, &beta2, 4);
        memcpy(payload + 24, &epsilon, 4);
    }
    if (loss == NN_HUBER) {
        memcpy(payload + 28, &delta, 4);
    }
    return SMALL_NETWORK_BYTES;
}

static const float parameters[13] = {
    0.5f, -0.25f, 0.75f, 1.0f, -0.5f, 0.125f, 0.1f, -0.2f, 0.3f, 1.5f, -1.0f, 0.5f, 0.05f};

static inline void write_what(uint8_t what, uint32_t offset, const void *numbers, size_t count) {
    uint8_t payload[1024] = {what};
    wire_put_u32(payload + 4, offset);
    memcpy(payload + 8, numbers, 4 * count);
    send(MESSAGE_WRITE, payload, 8 + 4 * count);
}

static inline void write_numbers(uint32_t offset, const float *numbers, size_t count) {
    write_what(0, offset, numbers, count);
}

static inline void configure(void) {
    uint8_t payload[SMALL_NETWORK_BYTES];
    send(MESSAGE_CONFIGURE, payload, small_network(payload));
    expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
    write_numbers(0, parameters, 13);
    expect_ok(MESSAGE_WRITE, 4);
}

static inline void begin_configured(void) {
    begin_session();
    configure();
}

static inline void read_numbers(uint8_t what, uint32_t offset, uint32_t count) {
    uint8_t payload[12] = {what};
    wire_put_u32(payload + 4, offset);
    wire_put_u32(payload + 8, count);
    send(MESSAGE_READ, payload, sizeof payload);
}

static inline size_t stream_payload(
    uint8_t *payload, uint32_t batch, uint32_t offset, const float *numbers, size_t count) {
    wire_put_u32(payload, batch);
    wire_put_u32(payload + 4, offset);
    memcpy(payload + 8, numbers, 4 * count);
    return 8 + 4 * count;
}

static inline void stream(uint8_t type, uint32_t batch, uint32_t offset, const float *numbers, size_t count) {
    uint8_t payload[1024];
    send(type, payload, stream_payload(payload, batch, offset, numbers, count));
}

/* Three samples for the small network. */
static const float samples[9] = {0.1f, 0.2f, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f, 0.9f};

#endif
