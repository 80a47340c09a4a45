/*
 * Codes of 16 bits: BATCH16 and EVALUATE16 give what BATCH and EVALUATE give for the numbers that the codes stand for.
 */
#include "client.h"
#include "vectors.h"

static const char *folder;

static float from_bits(unsigned bits) {
    uint32_t word = bits;
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static void each_vector_has_its_bits(void) {
    FILE *file = open_vectors(folder, "scale.txt");
    char line[LINE_BYTES];
    unsigned count = 0;
    while (next_line(file, line)) {
        unsigned scale, scale_low, offset, offset_low, code, value;
        CHECK(sscanf(line, "%x %x %x %x %u %x", &scale, &scale_low, &offset, &offset_low, &code, &value) == 6);
        scale_t column = {from_bits(scale), from_bits(scale_low), from_bits(offset), from_bits(offset_low)};
        CHECK_EQUAL(bits_of(scale_apply(&column, (uint16_t)code)), value);
        ++count;
    }
    CHECK(count > 100);
}

/* 0.1, -0.2 and so on are not multiples of a power of two; these are: code * 2^-4 - 2. */
static void set_scales(void) {
    uint8_t payload[52] = {0};
    const float column[4] = {0.0625f, 0.0f, -2.0f, 0.0f};
    for (size_t c = 0; c < 3; ++c) {
        memcpy(payload + 4 + 16 * c, column, 16);
    }
    send(MESSAGE_SCALE, payload, sizeof payload);
    expect_ok(MESSAGE_SCALE, 0);
}

static const uint16_t codes[9] = {0, 1, 40, 32, 5, 17, 64, 3, 9};

static void codes_to(float *numbers) {
    for (size_t i = 0; i < 9; ++i) {
        numbers[i] = (float)codes[i] * 0.0625f - 2.0f;
    }
}

static void send_codes(uint8_t type, uint32_t offset, size_t count) {
    uint8_t payload[64];
    wire_put_u32(payload, 3);
    wire_put_u32(payload + 4, offset);
    for (size_t i = 0; i < count; ++i) {
        wire_put_u16(payload + 8 + 2 * i, codes[offset + i]);
    }
    send(type, payload, 8 + 2 * count);
}

static void codes_train_as_their_numbers(void) {
    float numbers[9];
    codes_to(numbers);
    begin_configured();
    stream(MESSAGE_BATCH, 3, 0, numbers, 9);
    float loss = reply_f32(4);
    read_numbers(1, 0, 13);
    static uint8_t gradients[52];
    memcpy(gradients, reply.payload, 52);
    for (size_t piece = 1; piece <= 9; ++piece) {
        begin_configured();
        set_scales();
        for (uint32_t at = 0; at < 9; at += (uint32_t)piece) {
            send_codes(MESSAGE_BATCH16, at, at + piece < 9 ? piece : 9 - at);
            expect_ok(MESSAGE_BATCH16, 8);
        }
        CHECK_BITS(reply_f32(4), loss);
        read_numbers(1, 0, 13);
        CHECK(memcmp(reply.payload, gradients, 52) == 0);
        send_codes(MESSAGE_EVALUATE16, 0, 9);
        expect_ok(MESSAGE_EVALUATE16, 8);
        CHECK_BITS(reply_f32(4), loss);
    }
}

static void both_kinds_of_frames_make_one_batch(void) {
    float numbers[9];
    codes_to(numbers);
    begin_configured();
    set_scales();
    stream(MESSAGE_BATCH, 3, 0, numbers, 9);
    float loss = reply_f32(4);
    stream(MESSAGE_BATCH, 3, 0, numbers, 4);
    send_codes(MESSAGE_BATCH16, 4, 5);
    CHECK_EQUAL(reply_u32(0), 3);
    CHECK_BITS(reply_f32(4), loss);
}

static void scale_checks_its_fields(void) {
    begin_configured();
    uint8_t payload[1024] = {0};
    send(MESSAGE_SCALE, payload, 24);
    expect_error(ERROR_BAD_LENGTH, MESSAGE_SCALE, 24, 20);
    payload[3] = 7;
    send(MESSAGE_SCALE, payload, 20);
    expect_error(ERROR_BAD_VALUE, MESSAGE_SCALE, 3, 7);
    payload[3] = 0;
    wire_put_u16(payload, 32);
    send(MESSAGE_SCALE, payload, 20);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_SCALE, 33, 32);
    wire_put_u16(payload, 31);
    send(MESSAGE_SCALE, payload, 20);
    expect_ok(MESSAGE_SCALE, 0);
}

static void a_sample_wider_than_the_scales_is_refused(void) {
    begin_session();
    uint8_t payload[SMALL_NETWORK_BYTES];
    small_network(payload);
    payload[0] = 1;
    wire_put_u16(payload + 32, 32);
    wire_put_u16(payload + 34, 1);
    send(MESSAGE_CONFIGURE, payload, 38);
    expect_ok(MESSAGE_CONFIGURE, PLAN_BYTES);
    send_codes(MESSAGE_BATCH16, 0, 9);
    expect_error(ERROR_OUT_OF_RANGE, MESSAGE_BATCH16, 33, 32);
}

static void configure_forgets_the_scales(void) {
    begin_configured();
    set_scales();
    configure();
    send_codes(MESSAGE_EVALUATE16, 0, 9);
    float loss = reply_f32(4);
    const float zeros[9] = {0};
    stream(MESSAGE_EVALUATE, 3, 0, zeros, 9);
    CHECK_BITS(reply_f32(4), loss);
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    folder = argv[1];
    RUN(each_vector_has_its_bits);
    RUN(codes_train_as_their_numbers);
    RUN(both_kinds_of_frames_make_one_batch);
    RUN(scale_checks_its_fields);
    RUN(a_sample_wider_than_the_scales_is_refused);
    RUN(configure_forgets_the_scales);
    return EXIT_SUCCESS;
}
