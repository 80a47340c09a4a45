#include "proto/build_id.h"

#include "build_id_bytes.h" /* made by cmake/build_id.cmake: BUILD_ID_INITIALIZER */
#include "proto/protocol.h"

_Static_assert(sizeof(gradhil_id_t) == 28, "read by other tools");

__attribute__((section(".gradhil_id"), used)) const gradhil_id_t gradhil_id = {
    .magic = "GRADHIL",
    .protocol_version = PROTOCOL_VERSION,
    .build_id = BUILD_ID_INITIALIZER,
};
