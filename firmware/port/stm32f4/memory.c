/*
 * The two functions of the C library that the compiler and the core call. Built with
 * -fno-tree-loop-distribute-patterns, or the compiler would recognise each loop and call the function from within
 * itself.
 */
#include <stdint.h>
#include <string.h>

static int is_aligned(const void *address) {
    return ((uintptr_t)address & 3u) == 0;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
    uint8_t *out = to;
    const uint8_t *in = from;
    if (is_aligned(to) && is_aligned(from)) {
        for (; count >= 4; count -= 4, out += 4, in += 4) {
            *(uint32_t *)(void *)out = *(const uint32_t *)(const void *)in;
        }
    }
    while (count-- > 0) {
        *out++ = *in++;
    }
    return to;
}

void *memset(void *to, int value, size_t count) {
    uint8_t *out = to;
    uint8_t byte = (uint8_t)value;
    if (is_aligned(to)) {
        uint32_t word = byte * 0x01010101u;
        for (; count >= 4; count -= 4, out += 4) {
            *(uint32_t *)(void *)out = word;
        }
    }
    while (count-- > 0) {
        *out++ = byte;
    }
    return to;
}
