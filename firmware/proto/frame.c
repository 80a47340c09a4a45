#include "proto/frame.h"

#include "proto/crc32.h"
#include "proto/wire.h"

bool frame_receiver_put(frame_receiver_t *receiver, uint8_t byte) {
    if (byte == 0) {
        return receiver->count > 0;
    }
    if (receiver->count < FRAME_MAX_ENCODED) {
        receiver->bytes[receiver->count] = byte;
    }
    if (receiver->count < UINT32_MAX) {
        ++receiver->count;
    }
    return false;
}

frame_status_t frame_receiver_read(frame_receiver_t *receiver, frame_t *frame, uint32_t *received) {
    *received = receiver->count;
    receiver->count = 0;
    return frame_decode(receiver->bytes, *received, frame);
}

/* Undoes COBS in place (the output never overtakes the input). Returns the length, or 0 for bytes that are not COBS: a
 * code that points past the end, or no byte at all. */
static size_t cobs_decode(uint8_t *bytes, size_t count) {
    size_t in = 0;
    size_t out = 0;
    while (in < count) {
        size_t code = bytes[in++];
        if (code == 0 || code - 1 > count - in) {
            return 0;
        }
        for (size_t i = 1; i < code; ++i) {
            bytes[out++] = bytes[in++];
        }
        if (code < 255 && in < count) {
            bytes[out++] = 0;
        }
    }
    return out;
}

frame_status_t frame_decode(uint8_t *bytes, size_t count, frame_t *frame) {
    if (count > FRAME_MAX_ENCODED) {
        return FRAME_TOO_LONG;
    }
    size_t length = cobs_decode(bytes, count);
    if (length < FRAME_MIN_BYTES) {
        return FRAME_BAD;
    }
    if (length > FRAME_MAX_BYTES) {
        return FRAME_TOO_LONG;
    }
    frame->type = bytes[0];
    frame->sequence = wire_get_u16(bytes + 2);
    frame->nonce = wire_get_u32(bytes + 4);
    frame->payload = bytes + FRAME_HEADER_BYTES;
    frame->length = (uint32_t)(length - FRAME_MIN_BYTES);
    frame->crc_computed = crc32(bytes, length - FRAME_CRC_BYTES);
    frame->crc_received = wire_get_u32(bytes + length - FRAME_CRC_BYTES);
    return frame->crc_computed == frame->crc_received ? FRAME_OK : FRAME_BAD_CRC;
}

/* Blocks of at most 254 bytes without a zero, each behind its length plus one; a shorter block stands for its bytes and
 * a zero, and the zero at the very end is not meant. A full block at the very end needs no empty block behind it. */
static size_t cobs_encode(const uint8_t *bytes, size_t count, uint8_t *encoded) {
    size_t code_at = 0;
    size_t out = 1;
    for (size_t i = 0; i < count; ++i) {
        if (bytes[i] != 0) {
            encoded[out++] = bytes[i];
        }
        bool full = out - code_at == 255;
        if (bytes[i] == 0 || (full && i + 1 < count)) {
            encoded[code_at] = (uint8_t)(out - code_at);
            code_at = out++;
        }
    }
    encoded[code_at] = (uint8_t)(out - code_at);
    return out;
}

size_t frame_encode(
    uint8_t *raw, uint8_t type, uint16_t sequence, uint32_t nonce, size_t payload_length, uint8_t *encoded) {
    raw[0] = type;
    raw[1] = 0;
    wire_put_u16(raw + 2, sequence);
    wire_put_u32(raw + 4, nonce);
    size_t length = FRAME_HEADER_BYTES + payload_length;
    wire_put_u32(raw + length, crc32(raw, length));
    size_t count = cobs_encode(raw, length + FRAME_CRC_BYTES, encoded);
    encoded[count] = 0;
    return count + 1;
}
