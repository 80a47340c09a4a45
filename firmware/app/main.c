/*
 * Wiring: bytes from the board to the dispatcher, for ever.
 */
#include "board.h"
#include "port/board_api.h"
#include "proto/dispatch.h"

#include <stdalign.h>

int main(void) {
    static alignas(8) uint8_t arena[BOARD_ARENA_BYTES];
    static nn_network_t network;
    static dispatch_t dispatch;

    board_init();
    dispatch_init(&dispatch, &network, arena, sizeof arena);
    for (;;) {
        uint8_t bytes[64];
        size_t count = board_read(bytes, sizeof bytes);
        board_feed_watchdog();
        if (count > 0) {
            dispatch_receive(&dispatch, bytes, count);
        } else {
            board_idle();
        }
    }
}
