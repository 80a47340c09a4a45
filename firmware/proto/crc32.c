#include "proto/crc32.h"

uint32_t crc32(const void *bytes, size_t count) {
    /* Half a byte at a time: 64 bytes of table instead of 1 KiB, and about 12 cycles per byte on a Cortex-M4. Entry n
     * is the remainder of n after four shifts with the reflected polynomial. */
    static const uint32_t remainder_of[16] = {0x00000000u, 0x1DB71064u, 0x3B6E20C8u, 0x26D930ACu, 0x76DC4190u,
        0x6B6B51F4u, 0x4DB26158u, 0x5005713Cu, 0xEDB88320u, 0xF00F9344u, 0xD6D6A3E8u, 0xCB61B38Cu, 0x9B64C2B0u,
        0x86D3D2D4u, 0xA00AE278u, 0xBDBDF21Cu};
    const uint8_t *byte = bytes;
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < count; ++i) {
        crc ^= byte[i];
        crc = (crc >> 4) ^ remainder_of[crc & 15u];
        crc = (crc >> 4) ^ remainder_of[crc & 15u];
    }
    return ~crc;
}
