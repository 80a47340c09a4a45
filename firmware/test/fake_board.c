#include "fake_board.h"

#include <stdlib.h>
#include <string.h>

fake_board_t fake_board;

void board_init(void) {
}

void board_uid(uint8_t uid[BOARD_UID_BYTES]) {
    for (uint8_t i = 0; i < BOARD_UID_BYTES; ++i) {
        uid[i] = (uint8_t)(0xA0u + i);
    }
}

uint32_t board_cycles(void) {
    return fake_board.cycles++;
}

uint32_t board_clock_hz(void) {
    return 100000000u;
}

uint16_t board_reset_cause(void) {
    return BOARD_RESET_PIN | BOARD_RESET_SOFTWARE;
}

uint32_t board_reset_count(void) {
    return 3;
}

const board_crash_t *board_crash(void) {
    return &fake_board.crash;
}

size_t board_read(uint8_t *bytes, size_t capacity) {
    (void)bytes;
    (void)capacity;
    return 0;
}

void board_write(const uint8_t *bytes, size_t count) {
    if (count > sizeof fake_board.sent - fake_board.sent_bytes) {
        abort();
    }
    memcpy(fake_board.sent + fake_board.sent_bytes, bytes, count);
    fake_board.sent_bytes += count;
}

uint32_t board_rx_bytes(void) {
    return 4096;
}

board_link_errors_t board_link_errors(void) {
    return fake_board.link_errors;
}

void board_clear_link_errors(void) {
    fake_board.link_errors = (board_link_errors_t){0};
}

uint32_t board_rate(void) {
    return fake_board.rate;
}

bool board_can_rate(uint32_t baud) {
    return baud == 115200 || baud == 2000000;
}

void board_set_rate(uint32_t baud) {
    fake_board.rate = baud;
    fake_board.rate_after_bytes = fake_board.sent_bytes;
}

void board_idle(void) {
}

void board_feed_watchdog(void) {
}

_Noreturn void board_reset(void) {
    longjmp(fake_board.on_reset, 1);
}

bool board_fault(board_fault_t fault) {
    ++fake_board.faults;
    fake_board.last_fault = fault;
    return false;
}

uint32_t board_stack_bytes(void) {
    return 4096;
}

uint32_t board_stack_high_water(void) {
    return 777;
}
