#ifndef PORT_STM32F4_CLOCK_H
#define PORT_STM32F4_CLOCK_H

#include <stdint.h>

typedef struct {
    uint32_t core_hz;
    uint32_t apb1_hz;
} clock_rates_t;

/* Sets the fastest clocks there are and returns them: those of the PLL, or those after reset if it does not start. */
clock_rates_t clock_start(void);

#endif
