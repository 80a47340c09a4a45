#ifndef PORT_STM32F4_STARTUP_H
#define PORT_STM32F4_STARTUP_H

#include <stdint.h>

/* First code after reset: memory, FPU, faults, then main. */
_Noreturn void Reset_Handler(void);

/* Bytes reserved for the stack, and the most in use since reset: the stack is painted before main. */
uint32_t startup_stack_bytes(void);
uint32_t startup_stack_high_water(void);

#endif
