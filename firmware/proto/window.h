/*
 * The order of requests, PROTOCOL.md section 2: which is to be executed now, which came early, and the replies that are
 * kept for repetition. Bookkeeping only: executes and sends nothing.
 */
#ifndef PROTO_WINDOW_H
#define PROTO_WINDOW_H

#include "proto/frame.h"

#include <stddef.h>
#include <stdint.h>

#define WINDOW_SLOTS 8u

typedef enum {
    WINDOW_NEXT,     /* to be executed now */
    WINDOW_EARLY,    /* others are missing before it */
    WINDOW_REPEATED, /* executed; its slot holds the reply */
    WINDOW_OLD,      /* executed so long ago that the reply is gone */
    WINDOW_BEYOND,   /* more than a window ahead */
} window_place_t;

typedef enum { SLOT_EMPTY = 0, SLOT_REQUEST, SLOT_REPLY } slot_content_t;

/* A request that came early (its payload), later the reply to it (encoded, with delimiter). */
typedef struct {
    slot_content_t content;
    uint16_t sequence;
    uint8_t type; /* of the request */
    size_t length;
    uint8_t bytes[FRAME_MAX_ENCODED + 1u];
} slot_t;

typedef struct {
    uint16_t next; /* sequence of the request to execute next */
    slot_t slots[WINDOW_SLOTS];
} window_t;

/* Forgets everything; the request with sequence `next` is the first. */
void window_begin(window_t *window, uint16_t next);

/* Where a request stands. */
window_place_t window_place(const window_t *window, uint16_t sequence);

/* The slot of a sequence. */
slot_t *window_slot(window_t *window, uint16_t sequence);

/* Keeps a request that is WINDOW_EARLY. */
void window_keep(window_t *window, const frame_t *request);

/* Bit i: the request next + i is kept. */
uint16_t window_held(const window_t *window);

/* Gives the kept request that is to be executed now; false if there is none. Its payload lies in its slot. */
bool window_take(window_t *window, frame_t *request);

#endif
