#include "check.h"
#include "proto/crc32.h"
#include "proto/frame.h"
#include "proto/wire.h"
#include "vectors.h"

static const char *vector_folder;

/// Tests ///

static void crc_is_that_of_zlib(void) {
    CHECK_EQUAL(crc32("123456789", 9), 0xCBF43926u);
    CHECK_EQUAL(crc32("", 0), 0);
    CHECK_EQUAL(crc32("\0", 1), 0xD202EF8Du);
}

static void limits_are_those_of_the_protocol(void) {
    CHECK_EQUAL(FRAME_MIN_BYTES, 12);
    CHECK_EQUAL(FRAME_MAX_BYTES, 1036);
    CHECK_EQUAL(FRAME_MAX_ENCODED, 1041);
}

static void encodes_and_decodes_each_vector(void) {
    FILE *file = open_vectors(vector_folder, "frames.txt");
    char line[LINE_BYTES];
    unsigned count = 0;
    while (next_line(file, line)) {
        static char name[64], payload_hex[2 * 1024 + 1], encoded_hex[2 * 1100];
        unsigned type, sequence, nonce;
        CHECK(
            sscanf(line, "%63s %x %x %x %2048s %2199s", name, &type, &sequence, &nonce, payload_hex, encoded_hex) == 6);
        static uint8_t payload[1024], expected[1100], raw[FRAME_MAX_BYTES], encoded[FRAME_MAX_ENCODED + 1];
        size_t payload_bytes = from_hex(payload_hex, payload);
        size_t expected_bytes = from_hex(encoded_hex, expected);
        check_running = name;

        memcpy(raw + FRAME_HEADER_BYTES, payload, payload_bytes);
        size_t bytes = frame_encode(raw, (uint8_t)type, (uint16_t)sequence, nonce, payload_bytes, encoded);
        CHECK_EQUAL(bytes, expected_bytes);
        CHECK(memcmp(encoded, expected, bytes) == 0);

        frame_t frame;
        CHECK_EQUAL(frame_decode(expected, expected_bytes - 1, &frame), FRAME_OK);
        CHECK_EQUAL(frame.type, type);
        CHECK_EQUAL(frame.sequence, sequence);
        CHECK_EQUAL(frame.nonce, nonce);
        CHECK_EQUAL(frame.length, payload_bytes);
        CHECK(memcmp(frame.payload, payload, payload_bytes) == 0);
        ++count;
    }
    CHECK(count >= 20);
}

static frame_status_t status_named(const char *name) {
    if (strcmp(name, "BAD_FRAME") == 0) {
        return FRAME_BAD;
    }
    return strcmp(name, "BAD_CRC") == 0 ? FRAME_BAD_CRC : FRAME_TOO_LONG;
}

static void refuses_each_malformed_vector(void) {
    FILE *file = open_vectors(vector_folder, "malformed.txt");
    char line[LINE_BYTES];
    unsigned count = 0;
    while (next_line(file, line)) {
        static char name[64], error[32], encoded_hex[2 * 1100];
        CHECK(sscanf(line, "%63s %31s %2199s", name, error, encoded_hex) == 3);
        static uint8_t encoded[1100];
        size_t bytes = from_hex(encoded_hex, encoded);
        check_running = name;

        static frame_receiver_t receiver;
        frame_t frame;
        uint32_t received;
        for (size_t i = 0; i + 1 < bytes; ++i) {
            CHECK(!frame_receiver_put(&receiver, encoded[i]));
        }
        CHECK(frame_receiver_put(&receiver, 0));
        CHECK_EQUAL(frame_receiver_read(&receiver, &frame, &received), status_named(error));
        CHECK_EQUAL(received, bytes - 1);
        ++count;
    }
    CHECK(count >= 10);
}

static size_t encode_ramp(size_t payload_bytes, uint8_t *encoded) {
    static uint8_t raw[FRAME_MAX_BYTES];
    for (size_t i = 0; i < payload_bytes; ++i) {
        raw[FRAME_HEADER_BYTES + i] = (uint8_t)(i * 5 + i / 251);
    }
    return frame_encode(raw, 2, 7, 9, payload_bytes, encoded);
}

static void every_length_comes_back_and_holds_no_zero(void) {
    static uint8_t encoded[FRAME_MAX_ENCODED + 1];
    for (size_t length = 0; length <= FRAME_MAX_PAYLOAD; ++length) {
        size_t bytes = encode_ramp(length, encoded);
        CHECK(memchr(encoded, 0, bytes) == encoded + bytes - 1);
        frame_t frame;
        CHECK_EQUAL(frame_decode(encoded, bytes - 1, &frame), FRAME_OK);
        CHECK_EQUAL(frame.length, length);
        for (size_t i = 0; i < length; ++i) {
            CHECK_EQUAL(frame.payload[i], (uint8_t)(i * 5 + i / 251));
        }
    }
}

static void a_byte_dropped_anywhere_is_noticed(void) {
    static uint8_t encoded[FRAME_MAX_ENCODED + 1], damaged[FRAME_MAX_ENCODED + 1];
    size_t bytes = encode_ramp(300, encoded) - 1;
    for (size_t lost = 0; lost < bytes; ++lost) {
        memcpy(damaged, encoded, lost);
        memcpy(damaged + lost, encoded + lost + 1, bytes - lost - 1);
        frame_t frame;
        CHECK(frame_decode(damaged, bytes - 1, &frame) != FRAME_OK);
    }
}

static void a_bit_flipped_anywhere_is_noticed(void) {
    static uint8_t encoded[FRAME_MAX_ENCODED + 1], damaged[FRAME_MAX_ENCODED + 1];
    size_t bytes = encode_ramp(300, encoded) - 1;
    for (size_t bit = 0; bit < 8 * bytes; ++bit) {
        memcpy(damaged, encoded, bytes);
        damaged[bit / 8] ^= (uint8_t)(1u << bit % 8);
        frame_t frame;
        CHECK(frame_decode(damaged, bytes, &frame) != FRAME_OK);
    }
}

static void noise_never_reads_as_a_frame(void) {
    static frame_receiver_t receiver;
    uint32_t seed = 1;
    for (unsigned i = 0; i < 2000000; ++i) {
        if (frame_receiver_put(&receiver, (uint8_t)(random_float(&seed) * 256.0f))) {
            frame_t frame;
            uint32_t received;
            CHECK(frame_receiver_read(&receiver, &frame, &received) != FRAME_OK);
        }
    }
}

static void empty_frames_are_ignored(void) {
    static frame_receiver_t receiver;
    CHECK(!frame_receiver_put(&receiver, 0));
    CHECK(!frame_receiver_put(&receiver, 0));
}

static void reads_a_good_frame_after_one_that_is_too_long(void) {
    static frame_receiver_t receiver;
    static uint8_t encoded[FRAME_MAX_ENCODED + 1];
    frame_t frame;
    uint32_t received;
    for (unsigned i = 0; i < 5000; ++i) {
        CHECK(!frame_receiver_put(&receiver, 1));
    }
    CHECK(frame_receiver_put(&receiver, 0));
    CHECK_EQUAL(frame_receiver_read(&receiver, &frame, &received), FRAME_TOO_LONG);
    CHECK_EQUAL(received, 5000);

    size_t bytes = encode_ramp(1024, encoded);
    for (size_t i = 0; i + 1 < bytes; ++i) {
        CHECK(!frame_receiver_put(&receiver, encoded[i]));
    }
    CHECK(frame_receiver_put(&receiver, 0));
    CHECK_EQUAL(frame_receiver_read(&receiver, &frame, &received), FRAME_OK);
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    vector_folder = argv[1];
    RUN(crc_is_that_of_zlib);
    RUN(limits_are_those_of_the_protocol);
    RUN(encodes_and_decodes_each_vector);
    RUN(refuses_each_malformed_vector);
    RUN(every_length_comes_back_and_holds_no_zero);
    RUN(a_byte_dropped_anywhere_is_noticed);
    RUN(a_bit_flipped_anywhere_is_noticed);
    RUN(noise_never_reads_as_a_frame);
    RUN(empty_frames_are_ignored);
    RUN(reads_a_good_frame_after_one_that_is_too_long);
    return EXIT_SUCCESS;
}
