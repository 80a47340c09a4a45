/*
 * Answers frames: sessions, order and the command table of PROTOCOL.md.
 */
#ifndef PROTO_DISPATCH_H
#define PROTO_DISPATCH_H

#include "nn/nn.h"
#include "proto/frame.h"
#include "proto/protocol.h"
#include "proto/scale.h"
#include "proto/stats.h"
#include "proto/stream.h"
#include "proto/window.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    frame_receiver_t receiver;
    uint32_t nonce;          /* of the session, 0 without one */
    uint16_t hello_sequence; /* of the HELLO that began it */
    window_t window;

    uint8_t raw[FRAME_MAX_BYTES]; /* the reply while it is made */

    /* What a command wants done when its reply has been handed over. */
    bool reset_requested;
    uint32_t rate_requested; /* 0: none */

    uint32_t rate_after_reset;
    uint32_t unreadable_before; /* line errors and unreadable frames up to the last readable frame */

    bool configured;
    nn_network_t *network;
    stream_t stream;
    uint32_t steps;
    scale_t scales[SCALE_COLUMNS];

    stats_t stats;
    void *arena;
    size_t arena_bytes;
} dispatch_t;

/* After board_init. `arena` (aligned to 8 bytes) is the memory for `network`; both stay with `dispatch`. */
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
