/*
 * What survives a reset: the number of resets and the record of the last crash. It lies in .noinit, which neither
 * startup nor a loader writes.
 */
#ifndef PORT_STM32F4_CRASH_H
#define PORT_STM32F4_CRASH_H

#include "port/board_api.h"

/* Vector of every exception that nobody expects: records it and resets. */
void crash_entry(void);

/* To be called once after reset. Forgets everything after power-on or if the memory makes no sense, else counts. */
void crash_begin(bool power_on);

uint32_t crash_reset_count(void);
const board_crash_t *crash_record(void);

#endif
