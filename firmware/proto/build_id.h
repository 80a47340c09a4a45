/*
 * Which sources an image was built from. It lies in the ELF section .gradhil_id, so that a tool can read it from the
 * file, and is reported by HELLO.
 */
#ifndef PROTO_BUILD_ID_H
#define PROTO_BUILD_ID_H

#include <stdint.h>

#define BUILD_ID_BYTES 16u

typedef struct {
    char magic[8]; /* "GRADHIL" and a zero */
    uint16_t protocol_version;
    uint16_t reserved;
    uint8_t build_id[BUILD_ID_BYTES]; /* see README.md, "Build id" */
} gradhil_id_t;

extern const gradhil_id_t gradhil_id;

#endif
