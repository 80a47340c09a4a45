/*
 * NUCLEO-F411RE: USART2 goes to the ST-LINK's virtual serial port.
 */
#ifndef PORT_STM32F4_NUCLEO_F411RE_BOARD_H
#define PORT_STM32F4_NUCLEO_F411RE_BOARD_H

#define BOARD_BAUD 115200u

/* Of 128 KiB of RAM: stack 4, arena 104, receive buffer 4, transmit buffer 2, window 8, frames and state about 4. */
#define BOARD_ARENA_BYTES (104u * 1024u)
#define BOARD_RX_BYTES 4096u /* three full frames in flight */
#define BOARD_TX_BYTES 2048u /* one full reply leaves while the next is made */

#endif
