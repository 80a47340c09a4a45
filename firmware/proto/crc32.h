/*
 * CRC-32 as in zlib: polynomial 0xEDB88320 reflected, start and final XOR 0xFFFFFFFF.
 */
#ifndef PROTO_CRC32_H
#define PROTO_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* The CRC-32 of `count` bytes; 0 for none. */
uint32_t crc32(const void *bytes, size_t count);

#endif
