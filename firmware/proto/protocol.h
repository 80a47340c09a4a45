/*
 * The numbers of PROTOCOL.md.
 */
#ifndef PROTO_PROTOCOL_H
#define PROTO_PROTOCOL_H

#define PROTOCOL_VERSION 4u

enum {
    MESSAGE_HELLO = 0x01,
    MESSAGE_ECHO = 0x02,
    MESSAGE_CONFIGURE = 0x03,
    MESSAGE_WRITE = 0x04,
    MESSAGE_READ = 0x05,
    MESSAGE_BATCH = 0x06,
    MESSAGE_STEP = 0x07,
    MESSAGE_EVALUATE = 0x08,
    MESSAGE_STATS = 0x09,
    MESSAGE_RESET = 0x0A,
    MESSAGE_FAULT = 0x0B,
    MESSAGE_SYNC = 0x0C,
    MESSAGE_RATE = 0x0D,
    MESSAGE_SCALE = 0x0E,
    MESSAGE_BATCH16 = 0x0F,
    MESSAGE_EVALUATE16 = 0x10,
    MESSAGE_DIGEST = 0x11,
    MESSAGE_REPLY = 0x80, /* set in the type of a reply */
    MESSAGE_ERROR = 0xFF,
};

typedef enum {
    ERROR_NONE = 0,
    ERROR_BAD_FRAME = 1,      /* not COBS, or too short */
    ERROR_BAD_CRC = 2,        /* damaged on the way */
    ERROR_FRAME_TOO_LONG = 3, /* longer than the longest frame */
    ERROR_UNKNOWN_TYPE = 4,   /* no such message */
    ERROR_BAD_LENGTH = 5,     /* payload too short, too long, or not whole numbers */
    ERROR_NO_SESSION = 6,     /* the nonce is not that of the last HELLO */
    ERROR_NOT_CONFIGURED = 7, /* there is no network yet */
    ERROR_BAD_VALUE = 8,      /* a field is outside of its range */
    ERROR_OUT_OF_MEMORY = 9,  /* the network does not fit the arena */
    ERROR_OUT_OF_ORDER = 10,  /* a piece of the stream is missing or came twice */
    ERROR_OUT_OF_RANGE = 11,  /* past the last of the numbers, or past the end of the batch */
    ERROR_NO_BATCH = 12,      /* nothing computed that could be applied or read */
    ERROR_GAP = 13,           /* requests before this one are missing; it is kept */
    ERROR_BEYOND_WINDOW = 14, /* too far ahead to be kept */
} proto_error_t;

#endif
