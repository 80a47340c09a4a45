/*
 * The host as a board: sizes as on the NUCLEO-F411RE, so that a plan that is refused there is refused here.
 */
#ifndef PORT_HOST_BOARD_H
#define PORT_HOST_BOARD_H

#define BOARD_ARENA_BYTES (104u * 1024u)
#define BOARD_RX_BYTES 4096u

#endif
