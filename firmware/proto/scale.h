/*
 * Codes of 16 bits to f32, PROTOCOL.md SCALE: the same bits on every machine.
 */
#ifndef PROTO_SCALE_H
#define PROTO_SCALE_H

#include <stdint.h>

#define SCALE_COLUMNS 32u

/* A column's numbers are offset + code * scale; each of the two is the sum of two f32, the second what rounding took
 * from the first. */
typedef struct {
    float scale;
    float scale_low;
    float offset;
    float offset_low;
} scale_t;

/* The number that a code stands for. */
float scale_apply(const scale_t *column, uint16_t code);

#endif
