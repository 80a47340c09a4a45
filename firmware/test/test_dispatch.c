#include "check.h"
#include "fake_board.h"
#include "nn/nn.h"
#include "proto/build_id.h"
#include "proto/crc32.h"
#include "proto/dispatch.h"
#include "proto/wire.h"

#include <stdalign.h>

#define NONCE 0xA1B2C3D4u
#define ARENA_BYTES 4096u

static alignas(8) uint8_t arena[ARENA_BYTES];
static dispatch_t dispatch;
static uint16_t sequence;

/* The last reply. */
static uint8_t reply_bytes[FRAME_MAX_ENCODED];
static frame_t reply;

/// Sending and receiving ///

static void send_encoded(const uint8_t *encoded, size_t count) {
    fake_board.sent_bytes = 0;
    dispatch_receive(&dispatch, encoded, count);
}

/* Reads the one reply that was sent. */
static void read_reply(void) {
    CHECK(fake_board.sent_bytes > 0 && fake_board.sent_bytes <= FRAME_MAX_ENCODED + 1);
    CHECK(memchr(fake_board.sent, 0, fake_board.sent_bytes) == fake_board.sent + fake_board.sent_bytes - 1);
    memcpy(reply_bytes, fake_board.sent, fake_board.sent_bytes - 1);
    CHECK_EQUAL(frame_decode(reply_bytes, fake_board.sent_bytes - 1, &reply), FRAME_OK);
}

static void send_as(uint8_t type, uint16_t number, uint32_t nonce, const void *payload, size_t length) {
    static uint8_t raw[FRAME_MAX_BYTES], encoded[FRAME_MAX_ENCODED + 1];
    if (length > 0) {
        memcpy(raw + FRAME_HEADER_BYTES, payload, length);
    }
    send_encoded(encoded, frame_encode(raw, type, number, nonce, length, encoded));
    read_reply();
    CHECK_EQUAL(reply.sequence, number);
    CHECK_EQUAL(reply.nonce, nonce);
}

static void send(uint8_t type, const void *payload, size_t length) {
    send_as(type, ++sequence, NONCE, payload, length);
}

static void expect_ok(uint8_t type, size_t length) {
    CHECK_EQUAL(reply.type, type | 0x80u);
    CHECK_EQUAL(reply.length, length);
}

static void expect_error(proto_error_t error, uint8_t request_type, uint32_t a, uint32_t b) {
    CHECK_EQUAL(reply.type, 0xFF);
    CHECK_EQUAL(reply.length, 12);
    CHECK_EQUAL(wire_get_u16(reply.payload), error);
    CHECK_EQUAL(reply.payload[2], request_type);
    CHECK_EQUAL(reply.payload[3], 0);
    CHECK_EQUAL(wire_get_u32(reply.payload + 4), a);
    CHECK_EQUAL(wire_get_u32(reply.payload + 8), b);
}

static uint32_t reply_u32(size_t offset) {
    return wire_get_u32(reply.payload + offset);
}

static float reply_f32(size_t offset) {
    float value;
    memcpy(&value, reply.payload + offset, sizeof value);
    return value;
}

/// Requests ///

static void hello(void) {
    const uint8_t payload[] = {1, 0, 0, 0};
    send(MESSAGE_HELLO, payload, sizeof payload);
    expect_ok(MESSAGE_HELLO, 92);
}

static void begin(void) {
    dispatch_init(&dispatch, arena, sizeof arena);
    memset(&fake_board, 0, sizeof fake_board);
    sequence = 0;
}

static void begin_session(void) {
    begin();
    hello();
}

/* Network 2-3-1, tanh and linear: 3*3 + 4 = 13 parameters, 3 numbers per sample. */
static size_t small_network(uint8_t *payload) {
    memset(payload, 0, 18);
    const float learning_rate = 0.25f;
    payload[0] = 2;
    memcpy(payload + 4, &learning_rate, 4);
    wire_put_u16(payload + 8, 2);
    wire_put_u16(payload + 10, 3);
    payload[12] = NN_TANH;
    wire_put_u16(payload + 14, 1);
    return 18;
}

static const float parameters[13] = {
    0.5f, -0.25f, 0.75f, 1.0f, -0.5f, 0.125f, 0.1f, -0.2f, 0.3f, 1.5f, -1.0f, 0.5f, 0.05f};

static void write_numbers(uint32_t offset, const float *numbers, size_t count) {
    uint8_t payload[1024];
    wire_put_u32(payload, offset);
    memcpy(payload + 4, numbers, 4 * count);
    send(MESSAGE_WRITE, payload, 4 + 4 * count);
}

static void configure(void) {
    uint8_t payload[18];
    send(MESSAGE_CONFIGURE, payload, small_network(payload));
    expect_ok(MESSAGE_CONFIGURE, 32);
    write_numbers(0, parameters, 13);
    expect_ok(MESSAGE_WRITE, 4);
}

static void begin_configured(void) {
    begin_session();
    configure();
}

static void read_numbers(uint8_t what, uint32_t offset, uint32_t count) {
    uint8_t payload[12] = {what};
    wire_put_u32(payload + 4, offset);
    wire_put_u32(payload + 8, count);
    send(MESSAGE_READ, payload, sizeof payload);
}

static size_t stream_payload(uint8_t *payload, uint32_t batch, uint32_t offset, const float *numbers, size_t count) {
    wire_put_u32(payload, batch);
    wire_put_u32(payload + 4, offset);
    memcpy(payload + 8, numbers, 4 * count);
    return 8 + 4 * count;
}

static void stream(uint8_t type, uint32_t batch, uint32_t offset, const float *numbers, size_t count) {
    uint8_t payload[1024];
    send(type, payload, stream_payload(payload, batch, offset, numbers, count));
}

/* Three samples for the small network. */
static const float samples[9] = {0.1f, 0.2f, 0.3f, -0.4f, 0.5f, -0.6f, 0.7f, -0.8f, 0.9f};

/* Loss, gradients and parameters after a step, computed without the protocol. */
typedef struct {
    float loss;
    float gradients[13];
    float stepped[13];
} expected_t;

static expected_t compute_directly(void) {
    static alignas(8) uint8_t memory[ARENA_BYTES];
    nn_spec_t spec = {.inputs = 2, .layer_count = 2, .layers = {{3, NN_TANH}, {1, NN_LINEAR}}, .learning_rate = 0.25f};
    nn_network_t network;
    nn_plan_t plan;
    CHECK_EQUAL(nn_network_init(&network, &spec, memory, sizeof memory, &plan), NN_OK);
    memcpy(network.parameters, parameters, sizeof parameters);
    nn_loss_sum_t sum = {0};
    for (int s = 0; s < 3; ++s) {
        memcpy(network.sample, samples + 3 * s, 12);
        nn_network_forward(&network);
        nn_loss_add(NN_MSE, &sum, nn_network_output(&network), network.sample + 2, 1);
        nn_network_backward(&network, 3);
    }
    expected_t expected = {.loss = nn_loss_mean(&sum, 3, 1)};
    memcpy(expected.gradients, network.gradients, sizeof expected.gradients);
    nn_network_step(&network);
    memcpy(expected.stepped, network.parameters, sizeof expected.stepped);
    return expected;
}

static void expect_gradients(const float *expected) {
    read_numbers(1, 0, 13);
    expect_ok(MESSAGE_READ, 52);
    CHECK(memcmp(reply.payload, expected, 52) == 0);
}

/// HELLO and sessions ///

static void hello_says_who_is_there(void) {
    begin();
    fake_board.crash = (board_crash_t){3, 0x08001234, 0x08005679, 0x20000F00, 0x61000000, 1, 2, 4, 8, 16};
    hello();
    CHECK_EQUAL(wire_get_u16(reply.payload), PROTOCOL_VERSION);
    CHECK_EQUAL(wire_get_u16(reply.payload + 2), 1024);
    CHECK(memcmp(reply.payload + 4, gradhil_id.build_id, 16) == 0);
    CHECK_EQUAL(reply.payload[20], 0xA0);
    CHECK_EQUAL(reply.payload[31], 0xAB);
    CHECK_EQUAL(reply_u32(32), 100000000);
    CHECK_EQUAL(reply_u32(36), ARENA_BYTES);
    CHECK_EQUAL(reply_u32(40), 4096);
    CHECK_EQUAL(wire_get_u16(reply.payload + 44), NN_MAX_LAYERS);
    CHECK_EQUAL(wire_get_u16(reply.payload + 46), 6);
    CHECK_EQUAL(reply_u32(48), 3);
    CHECK_EQUAL(reply_u32(52), 3);
    CHECK_EQUAL(reply_u32(56), 0x08001234);
    CHECK_EQUAL(reply_u32(68), 0x61000000);
    CHECK_EQUAL(reply_u32(88), 16);
    CHECK(memcmp(gradhil_id.magic, "GRADHIL", 8) == 0);
}

static void hello_is_answered_whatever_the_version(void) {
    begin();
    const uint8_t other_version[] = {99, 0, 0, 0};
    send(MESSAGE_HELLO, other_version, 4);
    expect_ok(MESSAGE_HELLO, 92);
    const uint8_t longer[] = {99, 0, 0, 0, 1, 2, 3};
    send(MESSAGE_HELLO, longer, 7);
    expect_ok(MESSAGE_HELLO, 92);
    send(MESSAGE_HELLO, longer, 3);
    expect_error(ERROR_BAD_LENGTH, MESSAGE_HELLO, 3, 4);
}

static void nothing_works_without_a_session(void) {
    begin();
    send(MESSAGE_ECHO, NULL, 0);
    expect_error(ERROR_NO_SESSION, MESSAGE_ECHO, NONCE, 0);
    send_as(MESSAGE_ECHO, 1, 0, NULL, 0);
    expect_error(ERROR_NO_SESSION, MESSAGE_ECHO, 0, 0);
    const uint8_t payload[] = {1, 0, 0, 0};
    send_as(MESSAGE_HELLO, 1, 0, payload, 4);
    expect_error(ERROR_NO_SESSION, MESSAGE_HELLO, 0, 0);
    hello();
    send_as(MESSAGE_ECHO, 1, NONCE + 1, NULL, 0);
    expect_error(ERROR_NO_SESSION, MESSAGE_ECHO, NONCE + 1, 0);
    send_as(0x77, 1, NONCE + 1, NULL, 0);
    expect_error(ERROR_NO_SESSION, 0x77, NONCE + 1, 0);
    send(MESSAGE_ECHO, NULL, 0);
    expect_ok(MESSAGE_ECHO, 0);
}

static void hello_forgets_network_and_counters(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 1, 0, samples, 3);
    fake_board.link_errors = (board_link_errors_t){5, 6};
    hello();
    read_numbers(0, 0, 1);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_READ, 0, 0);
    send(MESSAGE_STATS, NULL, 0);
    expect_ok(MESSAGE_STATS, 52);
    CHECK_EQUAL(reply_u32(0), 0);
    CHECK_EQUAL(reply_u32(32), 2); /* READ and STATS */
    CHECK_EQUAL(reply_u32(44), 0);
}

static void hello_is_never_a_repetition(void) {
    begin();
    const uint8_t payload[] = {1, 0, 0, 0};
    send_as(MESSAGE_HELLO, 5, NONCE, payload, 4);
    configure();
    send_as(MESSAGE_HELLO, 5, NONCE, payload, 4);
    send_as(MESSAGE_HELLO, 5, NONCE, payload, 4);
    expect_ok(MESSAGE_HELLO, 92);
    read_numbers(0, 0, 1);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_READ, 0, 0);
}

/// Repetition ///

static void a_repeated_request_is_answered_but_not_executed_again(void) {
    begin_configured();
    uint8_t payload[64];
    size_t length = stream_payload(payload, 3, 0, samples, 3);
    send_as(MESSAGE_BATCH, 100, NONCE, payload, length);
    CHECK_EQUAL(reply_u32(0), 1);
    send_as(MESSAGE_BATCH, 100, NONCE, payload, length);
    expect_ok(MESSAGE_BATCH, 8);
    CHECK_EQUAL(reply_u32(0), 1);
    stream(MESSAGE_BATCH, 3, 3, samples + 3, 6);
    CHECK_EQUAL(reply_u32(0), 3);

    send_as(MESSAGE_STEP, 200, NONCE, NULL, 0);
    uint32_t crc = reply_u32(4);
    send_as(MESSAGE_STEP, 200, NONCE, NULL, 0);
    expect_ok(MESSAGE_STEP, 8);
    CHECK_EQUAL(reply_u32(0), 1);
    CHECK_EQUAL(reply_u32(4), crc);
    send_as(MESSAGE_STEP, 201, NONCE, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
}

static void a_repeated_error_is_answered_again(void) {
    begin_session();
    send_as(MESSAGE_STEP, 7, NONCE, NULL, 0);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_STEP, 0, 0);
    configure();
    send_as(MESSAGE_STEP, 7, NONCE, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0); /* others came in between: a new request */
    send_as(MESSAGE_STEP, 7, NONCE, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
}

static void the_reply_is_kept_over_frames_that_cannot_be_read_or_have_no_session(void) {
    begin_configured();
    uint8_t payload[64];
    size_t length = stream_payload(payload, 3, 0, samples, 3);
    send_as(MESSAGE_BATCH, 100, NONCE, payload, length);
    const uint8_t damaged[] = {5, 1, 2, 3, 4, 0};
    send_encoded(damaged, sizeof damaged);
    send_as(MESSAGE_BATCH, 100, NONCE + 1, payload, length);
    expect_error(ERROR_NO_SESSION, MESSAGE_BATCH, NONCE + 1, 0);
    send_as(MESSAGE_BATCH, 100, NONCE, payload, length);
    expect_ok(MESSAGE_BATCH, 8);
    CHECK_EQUAL(reply_u32(0), 1);
}

static void same_sequence_but_other_type_is_a_new_request(void) {
    begin_session();
    send_as(MESSAGE_ECHO, 9, NONCE, "x", 1);
    send_as(MESSAGE_STATS, 9, NONCE, NULL, 0);
    expect_ok(MESSAGE_STATS, 52);
}

/// Frames that cannot be read ///

static void expect_unreadable(proto_error_t error, uint32_t nonce, uint32_t a, uint32_t b) {
    read_reply();
    CHECK_EQUAL(reply.sequence, 0);
    CHECK_EQUAL(reply.nonce, nonce);
    expect_error(error, 0, a, b);
}

static void unreadable_frames_are_answered_and_counted(void) {
    begin();
    const uint8_t eleven[] = {12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0};
    send_encoded(eleven, sizeof eleven);
    expect_unreadable(ERROR_BAD_FRAME, 0, 12, 0);
    hello();
    send_encoded(eleven, sizeof eleven);
    expect_unreadable(ERROR_BAD_FRAME, NONCE, 12, 0);

    uint8_t twelve[] = {13, '1', '2', '3', '4', '5', '6', '7', '8', 0x78, 0x56, 0x34, 0x12, 0};
    send_encoded(twelve, sizeof twelve);
    expect_unreadable(ERROR_BAD_CRC, NONCE, 0x9AE0DAAF, 0x12345678); /* zlib's crc32("12345678") */

    static uint8_t longest[FRAME_MAX_ENCODED + 2];
    memset(longest, 9, FRAME_MAX_ENCODED + 1);
    send_encoded(longest, sizeof longest);
    expect_unreadable(ERROR_FRAME_TOO_LONG, NONCE, 1042, 1041);

    send(MESSAGE_STATS, NULL, 0);
    CHECK_EQUAL(reply_u32(32), 1);
    CHECK_EQUAL(reply_u32(36), 2);
    CHECK_EQUAL(reply_u32(40), 1);
}

static void frames_may_arrive_in_any_pieces(void) {
    begin_session();
    uint8_t raw[FRAME_MAX_BYTES] = {0};
    uint8_t encoded[FRAME_MAX_ENCODED + 1];
    size_t count = frame_encode(raw, MESSAGE_ECHO, 50, NONCE, 300, encoded);
    fake_board.sent_bytes = 0;
    const uint8_t delimiter = 0;
    dispatch_receive(&dispatch, &delimiter, 1);
    for (size_t i = 0; i < count; ++i) {
        CHECK_EQUAL(fake_board.sent_bytes, 0);
        dispatch_receive(&dispatch, encoded + i, 1);
    }
    read_reply();
    expect_ok(MESSAGE_ECHO, 300);

    /* Two frames in one piece: two replies. */
    uint8_t both[40];
    size_t first = frame_encode(raw, MESSAGE_ECHO, 51, NONCE, 0, both);
    size_t second = frame_encode(raw, MESSAGE_ECHO, 52, NONCE, 0, both + first);
    send_encoded(both, first + second);
    unsigned delimiters = 0;
    for (size_t i = 0; i < fake_board.sent_bytes; ++i) {
        delimiters += fake_board.sent[i] == 0 ? 1 : 0;
    }
    CHECK_EQUAL(delimiters, 2);
}

/// Table ///

static void unknown_types_are_refused(void) {
    begin_session();
    const uint8_t types[] = {0x00, 0x0C, 0x7F, 0x81, 0xFF};
    for (size_t i = 0; i < sizeof types; ++i) {
        send(types[i], NULL, 0);
        expect_error(ERROR_UNKNOWN_TYPE, types[i], types[i], 0);
    }
}

static void lengths_are_checked_first(void) {
    static const struct {
        uint8_t type;
        uint16_t length;
        uint16_t shortest;
    } wrong[] = {
        {MESSAGE_HELLO, 3, 4},
        {MESSAGE_CONFIGURE, 0, 14},
        {MESSAGE_CONFIGURE, 13, 14},
        {MESSAGE_WRITE, 4, 8},
        {MESSAGE_WRITE, 7, 8},
        {MESSAGE_WRITE, 9, 8},
        {MESSAGE_READ, 11, 12},
        {MESSAGE_READ, 13, 12},
        {MESSAGE_BATCH, 8, 12},
        {MESSAGE_BATCH, 13, 12},
        {MESSAGE_EVALUATE, 11, 12},
        {MESSAGE_EVALUATE, 1023, 12},
        {MESSAGE_STEP, 1, 0},
        {MESSAGE_STATS, 1, 0},
        {MESSAGE_RESET, 1, 0},
        {MESSAGE_FAULT, 0, 1},
        {MESSAGE_FAULT, 2, 1},
    };
    static const uint8_t payload[1024] = {1};
    begin_session();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
        send(wrong[i].type, payload, wrong[i].length);
        expect_error(ERROR_BAD_LENGTH, wrong[i].type, wrong[i].length, wrong[i].shortest);
    }
}

static void a_network_is_needed(void) {
    begin_session();
    const uint8_t payload[12] = {0};
    const uint8_t types[] = {MESSAGE_WRITE, MESSAGE_READ, MESSAGE_BATCH, MESSAGE_EVALUATE};
    for (size_t i = 0; i < sizeof types; ++i) {
        send(types[i], payload, 12);
        expect_error(ERROR_NOT_CONFIGURED, types[i], 0, 0);
    }
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_STEP, 0, 0);
}

/// ECHO ///

static void echo_gives_back_up_to_1024_bytes(void) {
    begin_session();
    static uint8_t payload[1024];
    for (size_t i = 0; i < sizeof payload; ++i) {
        payload[i] = (uint8_t)(i * 3);
    }
    const size_t lengths[] = {0, 1, 253, 254, 255, 1024};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; ++i) {
        send(MESSAGE_ECHO, payload, lengths[i]);
        expect_ok(MESSAGE_ECHO, lengths[i]);
        CHECK(memcmp(reply.payload, payload, lengths[i]) == 0);
    }
}

/// CONFIGURE ///

static void configure_answers_with_the_plan(void) {
    begin_session();
    uint8_t payload[18];
    send(MESSAGE_CONFIGURE, payload, small_network(payload));
    expect_ok(MESSAGE_CONFIGURE, 32);
    const uint32_t expected[] = {13, 52, 52, 16, 16, 12, 148, ARENA_BYTES};
    for (size_t i = 0; i < 8; ++i) {
        CHECK_EQUAL(reply_u32(4 * i), expected[i]);
    }
    read_numbers(0, 0, 13);
    for (size_t i = 0; i < 13; ++i) {
        CHECK_EQUAL(reply_u32(4 * i), 0);
    }
}

static void configure_with(size_t offset, uint8_t value) {
    uint8_t payload[18];
    size_t length = small_network(payload);
    payload[offset] = value;
    send(MESSAGE_CONFIGURE, payload, length);
}

static void configure_with_rate(uint32_t bits) {
    uint8_t payload[18];
    size_t length = small_network(payload);
    wire_put_u32(payload + 4, bits);
    send(MESSAGE_CONFIGURE, payload, length);
}

static void configure_names_the_bad_field(void) {
    begin_session();
    configure_with(0, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 0, 0);
    configure_with(0, NN_MAX_LAYERS + 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 0, NN_MAX_LAYERS + 1);
    configure_with(0, 3);
    expect_error(ERROR_BAD_LENGTH, MESSAGE_CONFIGURE, 18, 22);
    configure_with(0, 1);
    expect_error(ERROR_BAD_LENGTH, MESSAGE_CONFIGURE, 18, 14);
    configure_with(1, NN_LOSSES);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 1, NN_LOSSES);
    configure_with(2, NN_OPTIMIZERS);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 2, NN_OPTIMIZERS);
    configure_with(3, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 3, 1);
    configure_with(8, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 8, 0);
    configure_with(10, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 10, 0);
    configure_with(14, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 14, 0);
    configure_with(16, NN_ACTIVATIONS);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 16, NN_ACTIVATIONS);
    configure_with(17, 255);
    expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 17, 255);
}

static void configure_wants_a_finite_learning_rate_above_zero(void) {
    begin_session();
    const uint32_t bad[] = {0, 0x80000000, 0xBF800000, 0x7F800000, 0xFF800000, 0x7FC00000, 0xFFC00000};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
        configure_with_rate(bad[i]);
        expect_error(ERROR_BAD_VALUE, MESSAGE_CONFIGURE, 4, bad[i]);
    }
    const uint32_t good[] = {1, 0x7F7FFFFF, 0x3F800000};
    for (size_t i = 0; i < sizeof good / sizeof *good; ++i) {
        configure_with_rate(good[i]);
        expect_ok(MESSAGE_CONFIGURE, 32);
    }
}

/* One linear layer with 1 output: total = 4 * (2 (n + 1) + 1 + 1 + n + 1) = 12 n + 20 bytes for n inputs. */
static void send_wide(uint16_t inputs) {
    uint8_t payload[18];
    small_network(payload);
    payload[0] = 1;
    wire_put_u16(payload + 8, inputs);
    wire_put_u16(payload + 10, 1);
    payload[12] = NN_LINEAR;
    send(MESSAGE_CONFIGURE, payload, 14);
}

static void a_plan_that_does_not_fit_is_refused_with_both_numbers(void) {
    begin_session();
    send_wide(339);
    expect_ok(MESSAGE_CONFIGURE, 32);
    CHECK_EQUAL(reply_u32(24), 12 * 339 + 20);
    send_wide(340);
    expect_error(ERROR_OUT_OF_MEMORY, MESSAGE_CONFIGURE, 12 * 340 + 20, ARENA_BYTES);

    uint8_t payload[18];
    size_t length = small_network(payload);
    memset(payload + 8, 0xFF, 4);
    send(MESSAGE_CONFIGURE, payload, length);
    expect_error(ERROR_OUT_OF_MEMORY, MESSAGE_CONFIGURE, 0xFFFFFFFF, ARENA_BYTES);
}

static void a_refused_configure_forgets_the_former_network(void) {
    begin_configured();
    configure_with(0, 0);
    read_numbers(0, 0, 1);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_READ, 0, 0);
    configure();
    send(MESSAGE_CONFIGURE, NULL, 0);
    read_numbers(0, 0, 1);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_READ, 0, 0);
}

static void configure_zeroes_and_ends_batches(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    uint8_t payload[18];
    send(MESSAGE_CONFIGURE, payload, small_network(payload));
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
    read_numbers(2, 0, 1);
    expect_error(ERROR_NO_BATCH, MESSAGE_READ, 0, 0);
    static const float zeros[13];
    expect_gradients(zeros);
}

/// WRITE and READ ///

static void parameters_come_back_as_written(void) {
    begin_configured();
    read_numbers(0, 0, 13);
    expect_ok(MESSAGE_READ, 52);
    CHECK(memcmp(reply.payload, parameters, 52) == 0);
    const float pair[] = {7.0f, NAN};
    write_numbers(11, pair, 2);
    expect_ok(MESSAGE_WRITE, 4);
    CHECK_EQUAL(reply_u32(0), 2);
    read_numbers(0, 12, 1);
    CHECK_BITS(reply_f32(0), pair[1]);
}

static void write_stays_within_the_parameters(void) {
    begin_configured();
    const float pair[] = {7.0f, 8.0f};
    write_numbers(12, pair, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_WRITE, 14, 13);
    write_numbers(0xFFFFFFFF, pair, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_WRITE, 0xFFFFFFFF, 13);
    read_numbers(0, 12, 1);
    CHECK_BITS(reply_f32(0), parameters[12]);
}

static void read_checks_its_fields(void) {
    begin_configured();
    read_numbers(3, 0, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 0, 3);
    read_numbers(0, 0, 0);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 8, 0);
    read_numbers(0, 0, 257);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 8, 257);
    read_numbers(0, 0, 256);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 256, 13);
    read_numbers(1, 13, 1);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 14, 13);
    read_numbers(1, 0xFFFFFFFF, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 0xFFFFFFFF, 13);
    read_numbers(2, 0, 1);
    expect_error(ERROR_NO_BATCH, MESSAGE_READ, 0, 0);
    uint8_t payload[12] = {0};
    payload[2] = 1;
    wire_put_u32(payload + 8, 1);
    send(MESSAGE_READ, payload, 12);
    expect_error(ERROR_BAD_VALUE, MESSAGE_READ, 2, 1);
}

static void read_gives_256_numbers_at_once(void) {
    begin_session();
    send_wide(300);
    read_numbers(0, 45, 256);
    expect_ok(MESSAGE_READ, 1024);
    read_numbers(0, 46, 256);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 302, 301);
}

/// BATCH, STEP, EVALUATE ///

static void batch_trains_on_samples_as_they_arrive(void) {
    expected_t expected = compute_directly();
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    expect_ok(MESSAGE_BATCH, 8);
    CHECK_EQUAL(reply_u32(0), 3);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
    send(MESSAGE_STEP, NULL, 0);
    expect_ok(MESSAGE_STEP, 8);
    CHECK_EQUAL(reply_u32(0), 1);
    CHECK_EQUAL(reply_u32(4), crc32(expected.stepped, sizeof expected.stepped));
    read_numbers(0, 0, 13);
    CHECK(memcmp(reply.payload, expected.stepped, 52) == 0);
    expect_gradients(expected.gradients); /* stay until the next batch */
}

static void batch_may_be_split_anywhere(void) {
    expected_t expected = compute_directly();
    for (uint32_t piece = 1; piece <= 9; ++piece) {
        begin_configured();
        for (uint32_t offset = 0; offset < 9; offset += piece) {
            uint32_t count = offset + piece < 9 ? piece : 9 - offset;
            stream(MESSAGE_BATCH, 3, offset, samples + offset, count);
            expect_ok(MESSAGE_BATCH, 8);
            CHECK_EQUAL(reply_u32(0), (offset + count) / 3);
            CHECK_BITS(reply_f32(4), offset + count == 9 ? expected.loss : 0.0f);
        }
        expect_gradients(expected.gradients);
    }
}

static void a_new_batch_begins_with_zero_gradients(void) {
    expected_t expected = compute_directly();
    begin_configured();
    stream(MESSAGE_BATCH, 5, 0, samples, 7);
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
}

static void batch_names_what_is_wrong(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 0, 0, samples, 3);
    expect_error(ERROR_BAD_VALUE, MESSAGE_BATCH, 0, 0);
    stream(MESSAGE_BATCH, 0x55555556, 0, samples, 3); /* 3 * that is above 2^32 */
    expect_error(ERROR_BAD_VALUE, MESSAGE_BATCH, 0, 0x55555556);
    stream(MESSAGE_BATCH, 3, 3, samples, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 0, 3);
    stream(MESSAGE_BATCH, 2, 0, samples, 7);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_BATCH, 7, 6);

    stream(MESSAGE_BATCH, 3, 0, samples, 4);
    stream(MESSAGE_BATCH, 3, 5, samples, 1);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 4, 5);
    stream(MESSAGE_BATCH, 3, 3, samples, 1);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 4, 3);
    stream(MESSAGE_BATCH, 4, 4, samples, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_BATCH, 0, 4);
    stream(MESSAGE_BATCH, 3, 4, samples, 6);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_BATCH, 10, 9);

    /* None of these had an effect. */
    expected_t expected = compute_directly();
    stream(MESSAGE_BATCH, 3, 4, samples + 4, 5);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
    stream(MESSAGE_BATCH, 3, 9, samples, 1);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 0, 9);
}

static void the_largest_batch_is_the_one_whose_end_has_a_number(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 0x55555555, 0, samples, 9); /* 2^32 - 1 numbers */
    expect_ok(MESSAGE_BATCH, 8);
    CHECK_EQUAL(reply_u32(0), 3);
}

static void step_needs_a_complete_batch(void) {
    begin_configured();
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
    stream(MESSAGE_BATCH, 3, 0, samples, 8);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 2, 3);
    stream(MESSAGE_BATCH, 3, 8, samples + 8, 1);
    send(MESSAGE_STEP, NULL, 0);
    expect_ok(MESSAGE_STEP, 8);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
}

static void evaluate_computes_the_loss_only(void) {
    expected_t expected = compute_directly();
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    stream(MESSAGE_EVALUATE, 3, 0, samples, 5);
    expect_ok(MESSAGE_EVALUATE, 8);
    CHECK_EQUAL(reply_u32(0), 1);
    CHECK_BITS(reply_f32(4), 0.0f);
    stream(MESSAGE_EVALUATE, 3, 5, samples + 5, 4);
    CHECK_EQUAL(reply_u32(0), 3);
    CHECK_BITS(reply_f32(4), expected.loss);
    expect_gradients(expected.gradients);
    send(MESSAGE_STEP, NULL, 0);
    expect_ok(MESSAGE_STEP, 8); /* the batch was complete before */
}

static void evaluate_and_batch_end_each_other(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 3);
    stream(MESSAGE_EVALUATE, 3, 3, samples, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_EVALUATE, 0, 3); /* refused: the batch goes on */
    stream(MESSAGE_BATCH, 3, 3, samples + 3, 3);
    expect_ok(MESSAGE_BATCH, 8);
    stream(MESSAGE_EVALUATE, 3, 0, samples, 3);
    expect_ok(MESSAGE_EVALUATE, 8);
    stream(MESSAGE_BATCH, 3, 6, samples + 6, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_BATCH, 0, 6);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 2, 3);
    stream(MESSAGE_BATCH, 3, 0, samples, 3);
    stream(MESSAGE_EVALUATE, 3, 3, samples + 3, 3);
    expect_error(ERROR_OUT_OF_ORDER, MESSAGE_EVALUATE, 0, 3);
}

static void outputs_are_those_of_the_last_sample(void) {
    begin_configured();
    stream(MESSAGE_EVALUATE, 1, 0, samples, 3);
    read_numbers(2, 0, 1);
    expect_ok(MESSAGE_READ, 4);
    float y = reply_f32(0);
    CHECK_BITS(dispatch.network.layers[1].a[0], y);
    double error = (double)y - (double)samples[2];
    CHECK(fabs(error) > 0.01);
    stream(MESSAGE_EVALUATE, 1, 0, samples, 3);
    CHECK_NEAR(reply_f32(4), error * error, 4 * 0x1p-24 * error * error + 0x1p-25); /* y - t is rounded by 2^-25 */
    read_numbers(2, 0, 2);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_READ, 2, 1);
}

/// STATS, RESET, FAULT ///

static void stats_report_cycles_per_phase(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    stream(MESSAGE_EVALUATE, 2, 0, samples, 6);
    send(MESSAGE_STEP, NULL, 0);
    fake_board.link_errors = (board_link_errors_t){11, 12};
    send(MESSAGE_STATS, NULL, 0);
    expect_ok(MESSAGE_STATS, 52);
    /* The fake counter grows by 1 with each question. */
    CHECK_EQUAL(reply_u32(0), 5); /* forward: 3 + 2 samples */
    CHECK_EQUAL(reply_u32(4), 0);
    CHECK_EQUAL(reply_u32(8), 3);  /* backward */
    CHECK_EQUAL(reply_u32(16), 1); /* update */
    CHECK_EQUAL(reply_u32(24), 4096);
    CHECK_EQUAL(reply_u32(28), 777);
    CHECK_EQUAL(reply_u32(32), 6);
    CHECK_EQUAL(reply_u32(44), 11);
    CHECK_EQUAL(reply_u32(48), 12);
}

static void reset_replies_first(void) {
    begin_session();
    if (setjmp(fake_board.on_reset) == 0) {
        send(MESSAGE_RESET, NULL, 0);
        CHECK(!"reset returned");
    }
    read_reply();
    expect_ok(MESSAGE_RESET, 0);
}

static void faults_are_the_boards(void) {
    begin_session();
    uint8_t kind = 3;
    send(MESSAGE_FAULT, &kind, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_FAULT, 0, 3); /* the fake board cannot do it */
    CHECK_EQUAL(fake_board.faults, 1);
    CHECK_EQUAL(fake_board.last_fault, BOARD_FAULT_ENDLESS_LOOP);
    kind = 4;
    send(MESSAGE_FAULT, &kind, 1);
    expect_error(ERROR_BAD_VALUE, MESSAGE_FAULT, 0, 4);
    CHECK_EQUAL(fake_board.faults, 1);
}

int main(void) {
    RUN(hello_says_who_is_there);
    RUN(hello_is_answered_whatever_the_version);
    RUN(nothing_works_without_a_session);
    RUN(hello_forgets_network_and_counters);
    RUN(hello_is_never_a_repetition);
    RUN(a_repeated_request_is_answered_but_not_executed_again);
    RUN(a_repeated_error_is_answered_again);
    RUN(the_reply_is_kept_over_frames_that_cannot_be_read_or_have_no_session);
    RUN(same_sequence_but_other_type_is_a_new_request);
    RUN(unreadable_frames_are_answered_and_counted);
    RUN(frames_may_arrive_in_any_pieces);
    RUN(unknown_types_are_refused);
    RUN(lengths_are_checked_first);
    RUN(a_network_is_needed);
    RUN(echo_gives_back_up_to_1024_bytes);
    RUN(configure_answers_with_the_plan);
    RUN(configure_names_the_bad_field);
    RUN(configure_wants_a_finite_learning_rate_above_zero);
    RUN(a_plan_that_does_not_fit_is_refused_with_both_numbers);
    RUN(a_refused_configure_forgets_the_former_network);
    RUN(configure_zeroes_and_ends_batches);
    RUN(parameters_come_back_as_written);
    RUN(write_stays_within_the_parameters);
    RUN(read_checks_its_fields);
    RUN(read_gives_256_numbers_at_once);
    RUN(batch_trains_on_samples_as_they_arrive);
    RUN(batch_may_be_split_anywhere);
    RUN(a_new_batch_begins_with_zero_gradients);
    RUN(batch_names_what_is_wrong);
    RUN(the_largest_batch_is_the_one_whose_end_has_a_number);
    RUN(step_needs_a_complete_batch);
    RUN(evaluate_computes_the_loss_only);
    RUN(evaluate_and_batch_end_each_other);
    RUN(outputs_are_those_of_the_last_sample);
    RUN(stats_report_cycles_per_phase);
    RUN(reset_replies_first);
    RUN(faults_are_the_boards);
    return EXIT_SUCCESS;
}
