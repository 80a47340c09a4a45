/*
 * Order and repetition: each request is executed once and in order, whatever becomes of the frames.
 */
#include "client.h"
#include "vectors.h"

static uint8_t wire[FRAME_MAX_ENCODED + 1];

/* Delivers an ECHO whose payload is its sequence. */
static void deliver_echo(uint16_t number) {
    static uint8_t raw[FRAME_MAX_BYTES];
    wire_put_u16(raw + FRAME_HEADER_BYTES, number);
    send_encoded(wire, frame_encode(raw, MESSAGE_ECHO, number, NONCE, 2, wire));
}

/* Reads the frame at `*at` of what was sent. */
static void read_frame(size_t *at) {
    const uint8_t *end = memchr(fake_board.sent + *at, 0, fake_board.sent_bytes - *at);
    CHECK(end != NULL);
    size_t count = (size_t)(end - fake_board.sent) - *at;
    memcpy(reply_bytes, fake_board.sent + *at, count);
    CHECK_EQUAL(frame_decode(reply_bytes, count, &reply), FRAME_OK);
    *at += count + 1;
}

static void expect_echoes(uint16_t first, uint16_t last) {
    size_t at = 0;
    for (uint16_t number = first; number != (uint16_t)(last + 1u); ++number) {
        read_frame(&at);
        expect_ok(MESSAGE_ECHO, 2);
        CHECK_EQUAL(reply.sequence, number);
        CHECK_EQUAL(wire_get_u16(reply.payload), number);
    }
    CHECK_EQUAL(at, fake_board.sent_bytes);
}

static void expect_gap(uint16_t about, uint16_t next, uint16_t held) {
    read_reply();
    CHECK_EQUAL(reply.sequence, about);
    expect_error(ERROR_GAP, MESSAGE_ECHO, next, held);
}

static void begin_at(uint16_t hello_sequence) {
    begin();
    const uint8_t payload[] = {PROTOCOL_VERSION, 0, 0, 0};
    send_as(MESSAGE_HELLO, hello_sequence, NONCE, payload, 4);
    expect_ok(MESSAGE_HELLO, HELLO_BYTES);
    sequence = hello_sequence;
}

static void an_early_request_waits_for_those_before_it(void) {
    begin_at(0);
    deliver_echo(2);
    expect_gap(2, 1, 1u << 1);
    deliver_echo(4);
    expect_gap(4, 1, 1u << 1 | 1u << 3);
    deliver_echo(1);
    expect_echoes(1, 2);
    deliver_echo(3);
    expect_echoes(3, 4);
}

static void the_window_wraps_with_the_sequence(void) {
    begin_at(0xFFFB);
    for (uint16_t ahead = 7; ahead > 0; --ahead) {
        deliver_echo((uint16_t)(0xFFFCu + ahead));
        expect_gap((uint16_t)(0xFFFCu + ahead), 0xFFFC, (uint16_t)(0xFFu << ahead & 0xFFu));
    }
    deliver_echo(0xFFFC);
    expect_echoes(0xFFFC, 3);
}

static void a_request_beyond_the_window_is_refused(void) {
    begin_at(0);
    const uint16_t beyond[] = {9, 10, 0x8000};
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; ++i) {
        deliver_echo(beyond[i]);
        read_reply();
        expect_error(ERROR_BEYOND_WINDOW, MESSAGE_ECHO, 1, beyond[i]);
    }
    deliver_echo(8);
    expect_gap(8, 1, 1u << 7);
}

static void a_repeated_request_is_answered_but_not_executed_again(void) {
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, samples, 9);
    uint16_t number = ++sequence;
    send_as(MESSAGE_STEP, number, NONCE, NULL, 0);
    static uint8_t first[64];
    size_t first_bytes = fake_board.sent_bytes;
    memcpy(first, fake_board.sent, first_bytes);
    send(MESSAGE_ECHO, NULL, 0);
    send_as(MESSAGE_STEP, number, NONCE, NULL, 0);
    CHECK_EQUAL(fake_board.sent_bytes, first_bytes);
    CHECK(memcmp(fake_board.sent, first, first_bytes) == 0);
    send(MESSAGE_STEP, NULL, 0);
    expect_error(ERROR_NO_BATCH, MESSAGE_STEP, 0, 0);
}

static void replies_are_kept_until_their_slot_is_needed(void) {
    begin_at(0);
    for (uint16_t number = 1; number <= 8; ++number) {
        deliver_echo(number);
    }
    for (uint16_t number = 1; number <= 8; ++number) {
        deliver_echo(number);
        expect_echoes(number, number);
    }
    deliver_echo(10); /* takes the place of reply 2: the host has it, or it would not have sent this */
    expect_gap(10, 9, 1u << 1);
    deliver_echo(2);
    CHECK_EQUAL(fake_board.sent_bytes, 0);
    deliver_echo(1);
    expect_echoes(1, 1);
    deliver_echo(9);
    expect_echoes(9, 10);
    deliver_echo(1);
    CHECK_EQUAL(fake_board.sent_bytes, 0);
    sequence = 10;
    send(MESSAGE_STATS, NULL, 0);
    expect_ok(MESSAGE_STATS, STATS_BYTES);
    CHECK_EQUAL(reply_u32(52), 9); /* repeated */
    CHECK_EQUAL(reply_u32(56), 1); /* early */
    CHECK_EQUAL(reply_u32(60), 2); /* dropped */
}

static void an_error_is_kept_like_any_reply(void) {
    begin_at(0);
    send_as(MESSAGE_STEP, 1, NONCE, NULL, 0);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_STEP, 0, 0);
    sequence = 1;
    configure();
    send_as(MESSAGE_STEP, 1, NONCE, NULL, 0);
    expect_error(ERROR_NOT_CONFIGURED, MESSAGE_STEP, 0, 0);
}

static void a_large_early_request_survives_other_frames(void) {
    begin_at(0);
    static uint8_t raw[FRAME_MAX_BYTES];
    static uint8_t echoed[1024];
    for (size_t i = 0; i < sizeof echoed; ++i) {
        echoed[i] = (uint8_t)(i * 5);
    }
    memcpy(raw + FRAME_HEADER_BYTES, echoed, sizeof echoed);
    send_encoded(wire, frame_encode(raw, MESSAGE_ECHO, 2, NONCE, sizeof echoed, wire));
    expect_gap(2, 1, 1u << 1);
    const uint8_t damaged[] = {5, 1, 2, 3, 4, 0};
    send_encoded(damaged, sizeof damaged);
    send_as(MESSAGE_SYNC, 77, NONCE, NULL, 0);
    send_as(MESSAGE_ECHO, 3, NONCE + 1, NULL, 0);
    expect_error(ERROR_NO_SESSION, MESSAGE_ECHO, NONCE + 1, 0);
    deliver_echo(1);
    size_t at = 0;
    read_frame(&at);
    read_frame(&at);
    expect_ok(MESSAGE_ECHO, sizeof echoed);
    CHECK(memcmp(reply.payload, echoed, sizeof echoed) == 0);
}

static void sync_says_what_is_there_and_changes_nothing(void) {
    begin_at(0x1234);
    deliver_echo(0x1237);
    for (int repeated = 0; repeated < 2; ++repeated) {
        send_as(MESSAGE_SYNC, 0xFFFF, NONCE, NULL, 0);
        expect_ok(MESSAGE_SYNC, 4);
        CHECK_EQUAL(wire_get_u16(reply.payload), 0x1235);
        CHECK_EQUAL(wire_get_u16(reply.payload + 2), 1u << 2);
    }
    send_as(MESSAGE_SYNC, 1, NONCE + 1, NULL, 0);
    expect_error(ERROR_NO_SESSION, MESSAGE_SYNC, NONCE + 1, 0);
}

static void a_new_session_forgets_what_came_early(void) {
    begin_at(0);
    deliver_echo(2);
    const uint8_t payload[] = {PROTOCOL_VERSION, 0, 0, 0};
    send_as(MESSAGE_HELLO, 0, NONCE + 1, payload, 4);
    send_as(MESSAGE_SYNC, 0, NONCE + 1, NULL, 0);
    CHECK_EQUAL(wire_get_u16(reply.payload), 1);
    CHECK_EQUAL(wire_get_u16(reply.payload + 2), 0);
}

/// Vectors ///

static const char *folder;

/* What was sent, as the vectors say it. */
static void describe(char text[256]) {
    text[0] = '\0';
    if (fake_board.sent_bytes == 0) {
        strcpy(text, "none -");
        return;
    }
    size_t at = 0;
    for (size_t length = 0; at < fake_board.sent_bytes && length < 200; length = strlen(text)) {
        read_frame(&at);
        unsigned code = reply.type == MESSAGE_ERROR ? wire_get_u16(reply.payload) : 0;
        if (code == ERROR_GAP) {
            sprintf(text, "gap %u/%u", (unsigned)reply_u32(4), (unsigned)reply_u32(8));
        } else if (code == ERROR_BEYOND_WINDOW) {
            sprintf(text, "beyond %u", (unsigned)reply_u32(4));
        } else {
            sprintf(text + length, length == 0 ? "run %u" : ",%u", (unsigned)reply.sequence);
        }
    }
}

static void does_what_each_vector_says(void) {
    FILE *file = open_vectors(folder, "window.txt");
    char line[LINE_BYTES];
    unsigned count = 0;
    while (next_line(file, line)) {
        unsigned number;
        char kind[16], detail[128], expected[160], actual[256];
        if (sscanf(line, "session %u", &number) == 1) {
            begin_at((uint16_t)number);
            continue;
        }
        CHECK(sscanf(line, "frame %u %15s %127s", &number, kind, detail) == 3);
        uint32_t repeated = dispatch.stats.repeated;
        deliver_echo((uint16_t)number);
        describe(actual);
        bool again = dispatch.stats.repeated != repeated;
        snprintf(expected, sizeof expected, "%s %s", strcmp(kind, "again") == 0 ? "run" : kind, detail);
        CHECK(strcmp(actual, expected) == 0);
        CHECK_EQUAL(again, strcmp(kind, "again") == 0);
        ++count;
    }
    CHECK(count > 1000);
}

/// RATE ///

static void set_rate(uint32_t baud) {
    uint8_t payload[4];
    wire_put_u32(payload, baud);
    send(MESSAGE_RATE, payload, 4);
}

static void the_rate_changes_after_the_reply(void) {
    begin_session();
    set_rate(1234);
    expect_error(ERROR_BAD_VALUE, MESSAGE_RATE, 0, 1234);
    CHECK_EQUAL(fake_board.rate, 115200);
    set_rate(2000000);
    expect_ok(MESSAGE_RATE, 0);
    CHECK_EQUAL(fake_board.rate, 2000000);
    CHECK_EQUAL(fake_board.rate_after_bytes, fake_board.sent_bytes);
}

static void what_cannot_be_read_brings_the_old_rate_back(void) {
    begin_session();
    set_rate(2000000);
    const uint8_t nothing = 0;
    fake_board.link_errors.rx_line_errors = 15;
    send_encoded(&nothing, 1);
    CHECK_EQUAL(fake_board.rate, 2000000);
    send(MESSAGE_ECHO, NULL, 0); /* readable: counting begins anew */
    fake_board.link_errors.rx_line_errors = 29;
    const uint8_t damaged[] = {5, 1, 2, 3, 4, 0};
    send_encoded(damaged, sizeof damaged);
    CHECK_EQUAL(fake_board.rate, 2000000);
    send_encoded(damaged, sizeof damaged);
    CHECK_EQUAL(fake_board.rate, 115200);
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    folder = argv[1];
    RUN(an_early_request_waits_for_those_before_it);
    RUN(the_window_wraps_with_the_sequence);
    RUN(a_request_beyond_the_window_is_refused);
    RUN(a_repeated_request_is_answered_but_not_executed_again);
    RUN(replies_are_kept_until_their_slot_is_needed);
    RUN(an_error_is_kept_like_any_reply);
    RUN(a_large_early_request_survives_other_frames);
    RUN(sync_says_what_is_there_and_changes_nothing);
    RUN(a_new_session_forgets_what_came_early);
    RUN(does_what_each_vector_says);
    RUN(the_rate_changes_after_the_reply);
    RUN(what_cannot_be_read_brings_the_old_rate_back);
    return EXIT_SUCCESS;
}
