/*
 * What STATS reports; counted since HELLO.
 */
#ifndef PROTO_STATS_H
#define PROTO_STATS_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint64_t forward_cycles;
    uint64_t backward_cycles; /* loss and its derivative included */
    uint64_t update_cycles;
    uint32_t frames; /* read without error */
    uint32_t bad_frames;
    uint32_t bad_crcs;
    uint32_t repeated; /* replies sent again */
    uint32_t early;    /* requests kept until others came */
    uint32_t dropped;  /* requests too old to be answered */
} stats_t;

/* Zeroes all counters, the board's link errors included. */
void stats_clear(stats_t *stats);

/* Adds the cycles since `start` (a value of board_cycles) and returns now. A phase must be shorter than 2^32 cycles. */
uint32_t stats_add_cycles(uint64_t *phase, uint32_t start);

/* Writes the payload of the STATS reply; returns its length. */
size_t stats_write(const stats_t *stats, uint8_t *payload);

#endif
