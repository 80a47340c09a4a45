/*
 * Answers frames: sessions, repetition and the command table of PROTOCOL.md.
 */
#ifndef PROTO_DISPATCH_H
#define PROTO_DISPATCH_H

#include "nn/nn.h"
#include "proto/frame.h"
#include "proto/protocol.h"
#include "proto/stats.h"
#include "proto/stream.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    frame_receiver_t receiver;
    uint32_t nonce; /* of the session, 0 without one */

    /* The request answered last, and the answer as it was sent. */
    bool answered;
    uint8_t last_type;
    uint16_t last_sequence;
    size_t reply_bytes;
    uint8_t reply[FRAME_MAX_ENCODED + 1u];

    uint8_t raw[FRAME_MAX_BYTES]; /* the reply while it is made */
    bool reset_requested;

    bool configured;
    nn_network_t *network;
    stream_t stream;
    uint32_t steps;

    stats_t stats;
    void *arena;
    size_t arena_bytes;
} dispatch_t;

/* `arena` (aligned to 4 bytes) is the memory for `network`; both stay with `dispatch`. */
void dispatch_init(dispatch_t *dispatch, nn_network_t *network, void *arena, size_t arena_bytes);

/* Takes received bytes and answers each frame that they complete. */
void dispatch_receive(dispatch_t *dispatch, const uint8_t *bytes, size_t count);

/// For the commands (commands.c) ///

typedef struct {
    uint8_t *payload; /* FRAME_MAX_PAYLOAD bytes */
    size_t length;
    proto_error_t error; /* if not ERROR_NONE, a and b are the reply */
    uint32_t a;
    uint32_t b;
} reply_t;

/* Makes the reply an error. */
void reply_error(reply_t *reply, proto_error_t error, uint32_t a, uint32_t b);

typedef struct {
    void (*execute)(dispatch_t *dispatch, const frame_t *request, reply_t *reply); /* null: no such message */
    uint16_t shortest;                                                             /* payload, bytes */
    uint16_t longest;
    uint8_t unit; /* the payload is a multiple of it */
    bool needs_network;
} command_t;

/* The command for a message type, or null. */
const command_t *command_for(uint8_t type);

#endif
