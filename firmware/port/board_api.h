/*
 * What a board gives. proto/ and app/ know a board by these functions only; a new board implements them all.
 *
 * All are called from the main loop, never from an interrupt.
 */
#ifndef PORT_BOARD_API_H
#define PORT_BOARD_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOARD_UID_BYTES 12u

/* Bits of board_reset_cause; as on the wire. */
enum {
    BOARD_RESET_POWER_ON = 1u << 0,
    BOARD_RESET_PIN = 1u << 1,
    BOARD_RESET_SOFTWARE = 1u << 2,
    BOARD_RESET_INDEPENDENT_WATCHDOG = 1u << 3,
    BOARD_RESET_WINDOW_WATCHDOG = 1u << 4,
    BOARD_RESET_LOW_POWER = 1u << 5,
    BOARD_RESET_BROWN_OUT = 1u << 6,
};

/* What board_fault can provoke; as on the wire. */
typedef enum {
    BOARD_FAULT_UNDEFINED_INSTRUCTION = 0,
    BOARD_FAULT_BAD_ADDRESS = 1,
    BOARD_FAULT_STACK_OVERFLOW = 2,
    BOARD_FAULT_ENDLESS_LOOP = 3,
} board_fault_t;

/* How the former run ended; the order of the fields is that on the wire. */
typedef struct {
    uint32_t kind; /* exception number, 0 none */
    uint32_t pc;
    uint32_t lr;
    uint32_t sp;
    uint32_t xpsr;
    uint32_t cfsr;
    uint32_t hfsr;
    uint32_t mmfar;
    uint32_t bfar;
    uint32_t r0;
    uint32_t count; /* crashes since power-on */
} board_crash_t;

typedef struct {
    uint32_t rx_overruns;    /* bytes lost: hardware overrun or full receive buffer */
    uint32_t rx_line_errors; /* framing, noise or parity */
} board_link_errors_t;

/* Clocks, serial port, watchdog. Called once, before all others. */
void board_init(void);

/* The chip's unique ID, zeros where there is none. */
void board_uid(uint8_t uid[BOARD_UID_BYTES]);

/* Cycles of a free-running counter that wraps at 2^32, and its frequency. Always 0 where there is no counter. */
uint32_t board_cycles(void);
uint32_t board_clock_hz(void);

/* Why the board was reset last, how often since power-on, and the record of the last crash (never null). */
uint16_t board_reset_cause(void);
uint32_t board_reset_count(void);
const board_crash_t *board_crash(void);

/* Takes up to `capacity` received bytes without waiting; returns how many. */
size_t board_read(uint8_t *bytes, size_t capacity);

/* Sends all bytes; waits while the transmit buffer is full. */
void board_write(const uint8_t *bytes, size_t count);

/* Size of the receive buffer, and what went wrong since board_clear_link_errors. */
uint32_t board_rx_bytes(void);
board_link_errors_t board_link_errors(void);
void board_clear_link_errors(void);

/* Bits per second of the serial port, 0 where it has no rate; whether it can go at another one (within 2 %), and does
 * so, when everything has been sent. */
uint32_t board_rate(void);
bool board_can_rate(uint32_t baud);
void board_set_rate(uint32_t baud);

/* Waits until a byte may have arrived. May return early, and returns often enough for the watchdog to be fed. */
void board_idle(void);

void board_feed_watchdog(void);

/* Sends what is still in the transmit buffer, then resets. */
_Noreturn void board_reset(void);

/* Does not return if the board can do it; false if it cannot. */
bool board_fault(board_fault_t fault);

/* Bytes reserved for the stack, and the most that were in use since reset (0: not measured). */
uint32_t board_stack_bytes(void);
uint32_t board_stack_high_water(void);

#endif
