/*
 * A board for tests: keeps what is sent, and can be told what to answer.
 */
#ifndef TEST_FAKE_BOARD_H
#define TEST_FAKE_BOARD_H

#include "port/board_api.h"

#include <setjmp.h>

typedef struct {
    uint8_t sent[8192];
    size_t sent_bytes;
    uint32_t cycles; /* grows by 1 with every question */
    board_crash_t crash;
    board_link_errors_t link_errors;
    uint32_t rate;
    size_t rate_after_bytes; /* what had been sent when the rate was set last */
    jmp_buf on_reset;        /* board_reset jumps here */
    int faults;              /* how often board_fault was called */
    board_fault_t last_fault;
} fake_board_t;

extern fake_board_t fake_board;

#endif
