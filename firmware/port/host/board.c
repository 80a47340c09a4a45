/*
 * The firmware's logic as a Linux process: serial port = standard input and output, cycle counter = nanoseconds.
 *
 * Ends with exit code 0 at the end of its input. A reset executes the program anew, with the cause and the number of
 * resets as arguments. There are no exceptions to provoke and no stack to measure.
 */
#define _POSIX_C_SOURCE 200809L

#include "board.h"

#include "port/board_api.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define WATCHDOG_SECONDS 4u

static uint8_t rx_buffer[BOARD_RX_BYTES];
static size_t rx_begin;
static size_t rx_end;
static uint32_t reset_count;
static uint32_t reset_cause = BOARD_RESET_POWER_ON;

/* Linux only: the arguments of this process, which need not be handed down from main. */
static void read_arguments(void) {
    FILE *file = fopen("/proc/self/cmdline", "rb");
    if (file == NULL) {
        return;
    }
    char line[256];
    size_t count = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[count] = '\0';
    const char *argument = line;
    for (unsigned n = 0; argument < line + count; ++n, argument += strlen(argument) + 1) {
        if (n == 1) {
            reset_cause = (uint32_t)strtoul(argument, NULL, 10);
        } else if (n == 2) {
            reset_count = (uint32_t)strtoul(argument, NULL, 10);
        }
    }
}

static _Noreturn void restart(uint32_t cause) {
    char cause_text[16];
    char count_text[16];
    snprintf(cause_text, sizeof cause_text, "%u", (unsigned)cause);
    snprintf(count_text, sizeof count_text, "%u", (unsigned)(reset_count + 1));
    execl("/proc/self/exe", "gradhil-host", cause_text, count_text, (char *)NULL);
    perror("gradhil-host: cannot restart");
    exit(EXIT_FAILURE);
}

void board_init(void) {
    read_arguments();
}

void board_uid(uint8_t uid[BOARD_UID_BYTES]) {
    memset(uid, 0, BOARD_UID_BYTES);
}

uint32_t board_cycles(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec);
}

uint32_t board_clock_hz(void) {
    return 1000000000u;
}

uint16_t board_reset_cause(void) {
    return (uint16_t)reset_cause;
}

uint32_t board_reset_count(void) {
    return reset_count;
}

const board_crash_t *board_crash(void) {
    static const board_crash_t none;
    return &none;
}

size_t board_read(uint8_t *bytes, size_t capacity) {
    size_t available = rx_end - rx_begin;
    size_t count = available < capacity ? available : capacity;
    memcpy(bytes, rx_buffer + rx_begin, count);
    rx_begin += count;
    return count;
}

void board_write(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, count);
        if (written < 0 && errno != EINTR) {
            exit(EXIT_FAILURE); /* nobody listens any more */
        }
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
        }
    }
}

uint32_t board_rx_bytes(void) {
    return BOARD_RX_BYTES;
}

board_link_errors_t board_link_errors(void) {
    return (board_link_errors_t){0}; /* a pipe loses nothing */
}

void board_clear_link_errors(void) {
}

uint32_t board_rate(void) {
    return 0; /* a pipe has none */
}

bool board_can_rate(uint32_t baud) {
    (void)baud;
    return false;
}

void board_set_rate(uint32_t baud) {
    (void)baud;
}

void board_idle(void) {
    ssize_t count = read(STDIN_FILENO, rx_buffer, sizeof rx_buffer);
    if (count == 0) {
        exit(EXIT_SUCCESS);
    }
    if (count < 0 && errno != EINTR) {
        exit(EXIT_FAILURE);
    }
    rx_begin = 0;
    rx_end = count > 0 ? (size_t)count : 0;
}

void board_feed_watchdog(void) {
}

_Noreturn void board_reset(void) {
    restart(BOARD_RESET_SOFTWARE);
}

bool board_fault(board_fault_t fault) {
    if (fault == BOARD_FAULT_ENDLESS_LOOP) {
        sleep(WATCHDOG_SECONDS); /* stands for the loop and the watchdog that ends it */
        restart(BOARD_RESET_INDEPENDENT_WATCHDOG);
    }
    return false;
}

uint32_t board_stack_bytes(void) {
    return 0;
}

uint32_t board_stack_high_water(void) {
    return 0;
}
