/*
 * Frames of PROTOCOL.md section 1: COBS, CRC-32, header. Pure: no board, no state but the caller's.
 */
#ifndef PROTO_FRAME_H
#define PROTO_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_HEADER_BYTES 8u
#define FRAME_CRC_BYTES 4u
#define FRAME_MAX_PAYLOAD 1024u
#define FRAME_MIN_BYTES (FRAME_HEADER_BYTES + FRAME_CRC_BYTES)
#define FRAME_MAX_BYTES (FRAME_MIN_BYTES + FRAME_MAX_PAYLOAD)
/* COBS adds one byte for each 254 begun; the delimiter is not counted. */
#define FRAME_MAX_ENCODED (FRAME_MAX_BYTES + (FRAME_MAX_BYTES + 253u) / 254u)

typedef enum {
    FRAME_OK = 0,
    FRAME_BAD = -1,      /* not COBS, or too short for header and CRC */
    FRAME_BAD_CRC = -2,  /* readable, but damaged */
    FRAME_TOO_LONG = -3, /* more bytes than the longest frame has */
} frame_status_t;

typedef struct {
    uint8_t type;
    uint16_t sequence;
    uint32_t nonce;
    const uint8_t *payload; /* inside the buffer that was decoded */
    uint32_t length;        /* of the payload */
    uint32_t crc_computed;  /* these two are set for FRAME_OK and FRAME_BAD_CRC */
    uint32_t crc_received;
} frame_t;

/* Collects the bytes between two delimiters. Zero-initialised it is ready. */
typedef struct {
    uint8_t bytes[FRAME_MAX_ENCODED];
    uint32_t count; /* bytes since the last delimiter, more than fit when the frame is too long */
} frame_receiver_t;

/* Takes one byte; true if it ended a frame that is not empty. The frame is then to be read with frame_receiver_read. */
bool frame_receiver_put(frame_receiver_t *receiver, uint8_t byte);

/* Decodes the collected frame in place and begins the next one. `frame` points into the receiver and is good until the
 * next byte is put; `received` is the number of encoded bytes. */
frame_status_t frame_receiver_read(frame_receiver_t *receiver, frame_t *frame, uint32_t *received);

/* Decodes `count` encoded bytes (without delimiter) in place. `frame` is set only for FRAME_OK and FRAME_BAD_CRC. */
frame_status_t frame_decode(uint8_t *bytes, size_t count, frame_t *frame);

/* Encodes header, payload, CRC and delimiter into `encoded` (FRAME_MAX_ENCODED + 1 bytes). The payload stands ready at
 * raw + FRAME_HEADER_BYTES and `raw` has FRAME_MAX_BYTES bytes, so that nothing is copied. Returns the bytes to send.
 */
size_t frame_encode(
    uint8_t *raw, uint8_t type, uint16_t sequence, uint32_t nonce, size_t payload_length, uint8_t *encoded);

#endif
