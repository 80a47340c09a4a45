/*
 * Sessions, unreadable frames, and the messages that need no network.
 */
#include "client.h"
#include "proto/build_id.h"

/// HELLO and sessions ///

static void hello_says_who_is_there(void) {
    begin();
    fake_board.crash = (board_crash_t){3, 0x08001234, 0x08005679, 0x20000F00, 0x61000000, 1, 2, 4, 8, 16, 7};
    hello();
    CHECK_EQUAL(wire_get_u16(reply.payload), 4);
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
    CHECK_EQUAL(reply_u32(92), 7);
    CHECK_EQUAL(wire_get_u16(reply.payload + 96), 8);
    CHECK_EQUAL(wire_get_u16(reply.payload + 98), 32);
    CHECK_EQUAL(reply_u32(100), 4096 - 256);
    CHECK_EQUAL(reply_u32(104), 115200);
    CHECK(memcmp(gradhil_id.magic, "GRADHIL", 8) == 0);
}

static void hello_is_answered_whatever_the_version(void) {
    begin();
    const uint8_t other_version[] = {99, 0, 0, 0};
    send(MESSAGE_HELLO, other_version, 4);
    expect_ok(MESSAGE_HELLO, HELLO_BYTES);
    const uint8_t longer[] = {99, 0, 0, 0, 1, 2, 3};
    send(MESSAGE_HELLO, longer, 7);
    expect_ok(MESSAGE_HELLO, HELLO_BYTES);
    send(MESSAGE_HELLO, longer, 3);
    expect_error(ERROR_BAD_LENGTH, MESSAGE_HELLO, 3, 4);
}

static void nothing_works_without_a_session(void) {
    begin();
    send(MESSAGE_ECHO, NULL, 0);
    expect_error(ERROR_NO_SESSION, MESSAGE_ECHO, NONCE, 0);
    send_as(MESSAGE_ECHO, 1, 0, NULL, 0);
    expect_error(ERROR_NO_SESSION, MESSAGE_ECHO, 0, 0);
    const uint8_t payload[] = {PROTOCOL_VERSION, 0, 0, 0};
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
    expect_ok(MESSAGE_STATS, STATS_BYTES);
    CHECK_EQUAL(reply_u32(0), 0);
    CHECK_EQUAL(reply_u32(32), 2); /* READ and STATS */
    CHECK_EQUAL(reply_u32(44), 0);
}

static void hello_that_comes_twice_begins_one_session(void) {
    begin();
    const uint8_t payload[] = {PROTOCOL_VERSION, 0, 0, 0};
    send_as(MESSAGE_HELLO, 0, NONCE, payload, 4);
    configure();
    send_as(MESSAGE_HELLO, 0, NONCE, payload, 4);
    expect_ok(MESSAGE_HELLO, HELLO_BYTES);
    read_numbers(0, 0, 1);
    expect_ok(MESSAGE_READ, 4);
    send_as(MESSAGE_HELLO, 0, NONCE + 1, payload, 4);
    send_as(MESSAGE_READ, 1, NONCE + 1, (const uint8_t[12]){[8] = 1}, 12);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_READ, 0, 0);
}

/// Frames that cannot be read ///

static void expect_unreadable(proto_error_t error, uint32_t nonce, uint32_t a, uint32_t b) {
    read_reply();
    CHECK_EQUAL(reply.sequence, dispatch.window.next);
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
    size_t count = frame_encode(raw, MESSAGE_ECHO, ++sequence, NONCE, 300, encoded);
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
    size_t first = frame_encode(raw, MESSAGE_ECHO, ++sequence, NONCE, 0, both);
    size_t second = frame_encode(raw, MESSAGE_ECHO, ++sequence, NONCE, 0, both + first);
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
    const uint8_t types[] = {0x00, 0x12, 0x7F, 0x81, 0xFF};
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
        {MESSAGE_CONFIGURE, 0, 38},
        {MESSAGE_CONFIGURE, 37, 38},
        {MESSAGE_WRITE, 8, 12},
        {MESSAGE_WRITE, 11, 12},
        {MESSAGE_WRITE, 13, 12},
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
        {MESSAGE_SYNC, 1, 0},
        {MESSAGE_RATE, 3, 4},
        {MESSAGE_RATE, 5, 4},
        {MESSAGE_SCALE, 4, 20},
        {MESSAGE_BATCH16, 8, 10},
        {MESSAGE_BATCH16, 11, 10},
        {MESSAGE_EVALUATE16, 9, 10},
        {MESSAGE_DIGEST, 3, 4},
        {MESSAGE_DIGEST, 5, 4},
    };
    static const uint8_t payload[1024] = {1};
    begin_session();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
        bool in_order = wrong[i].type != MESSAGE_HELLO && wrong[i].type != MESSAGE_SYNC;
        send_as(wrong[i].type, in_order ? ++sequence : 0, NONCE, payload, wrong[i].length);
        expect_error(ERROR_BAD_LENGTH, wrong[i].type, wrong[i].length, wrong[i].shortest);
    }
}

static void a_network_is_needed(void) {
    begin_session();
    const uint8_t payload[12] = {0};
    const uint8_t types[] = {
        MESSAGE_WRITE, MESSAGE_READ, MESSAGE_BATCH, MESSAGE_EVALUATE, MESSAGE_BATCH16, MESSAGE_EVALUATE16};
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

/// STATS, RESET, FAULT ///

static void stats_report_cycles_per_phase(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    stream(MESSAGE_EVALUATE, 2, 0, samples, 6);
    send(MESSAGE_STEP, NULL, 0);
    fake_board.link_errors = (board_link_errors_t){11, 12};
    send(MESSAGE_STATS, NULL, 0);
    expect_ok(MESSAGE_STATS, STATS_BYTES);
    /* The fake counter grows by 1 with each question. */
    CHECK_EQUAL(reply_u32(0), 2); /* forward: a group of 3 and one of 2 */
    CHECK_EQUAL(reply_u32(4), 0);
    CHECK_EQUAL(reply_u32(8), 1);  /* backward */
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
    RUN(hello_that_comes_twice_begins_one_session);
    RUN(unreadable_frames_are_answered_and_counted);
    RUN(frames_may_arrive_in_any_pieces);
    RUN(unknown_types_are_refused);
    RUN(lengths_are_checked_first);
    RUN(a_network_is_needed);
    RUN(echo_gives_back_up_to_1024_bytes);
    RUN(stats_report_cycles_per_phase);
    RUN(reset_replies_first);
    RUN(faults_are_the_boards);
    return EXIT_SUCCESS;
}
