#ifndef PORT_STM32F4_WATCHDOG_H
#define PORT_STM32F4_WATCHDOG_H

#include <stdbool.h>

/* Starts the independent watchdog: it resets the chip when it is not fed for 4 s (2.7 to 7.5 s, as exact as the LSI
 * is). */
void watchdog_start(void);
void watchdog_feed(void);

/* False if there is none: the oscillator that drives it did not start (a simulator without IWDG). */
bool watchdog_is_running(void);

#endif
