#include "proto/scale.h"

/*
 * p + e = c * scale and s + t = offset + p without error (Dekker's product with one fma, Knuth's sum); what is rounded
 * is of the size of the low parts, 2^-48 of the value, and then once in the last sum.
 */
float scale_apply(const scale_t *column, uint16_t code) {
    float c = code;
    float p = c * column->scale;
    float e = __builtin_fmaf(c, column->scale, -p);
    e = __builtin_fmaf(c, column->scale_low, e);
    float s = column->offset + p;
    float b = s - column->offset;
    float t = (column->offset - (s - b)) + (p - b);
    t = t + (e + column->offset_low);
    return s + t;
}
