/*
 * Vector table and reset handler (ARMv7-M B1.5.3, RM0383 chapter 10).
 */
#include "port/stm32f4/startup.h"

#include "port/stm32f4/crash.h"
#include "port/stm32f4/stm32f4.h"
#include "port/stm32f4/usart.h"

#define STACK_PAINT 0x5AC0FFEEu

/* From sections.ld. */
extern uint32_t stack_bottom[];
extern uint32_t stack_top[];
extern const uint32_t data_load[];
extern uint32_t data_start[];
extern uint32_t data_end[];
extern uint32_t bss_start[];
extern uint32_t bss_end[];

int main(void);

static void fill(uint32_t *from, const uint32_t *to, uint32_t value) {
    while (from < to) {
        *from++ = value;
    }
}

_Noreturn void Reset_Handler(void) {
    uint32_t *sp;
    __asm volatile("mov %0, sp" : "=r"(sp));
    fill(stack_bottom, sp, STACK_PAINT);
    const uint32_t *load = data_load;
    for (uint32_t *data = data_start; data < data_end; ++data) {
        *data = *load++;
    }
    fill(bss_start, bss_end, 0);

    CPACR |= CPACR_CP10_CP11_FULL;
    CCR |= CCR_DIV_0_TRP;
    SHCSR |= SHCSR_MEMFAULTENA | SHCSR_BUSFAULTENA | SHCSR_USGFAULTENA;
    instruction_barrier();
    main();
    system_reset();
}

uint32_t startup_stack_bytes(void) {
    return (uint32_t)((uintptr_t)stack_top - (uintptr_t)stack_bottom);
}

uint32_t startup_stack_high_water(void) {
    const uint32_t *word = stack_bottom;
    while (word < stack_top && *word == STACK_PAINT) {
        ++word;
    }
    return (uint32_t)((uintptr_t)stack_top - (uintptr_t)word);
}

/* Only ends a wait_for_interrupt. */
static void SysTick_Handler(void) {
}

typedef union {
    void (*handler)(void);
    uint32_t *stack;
} vector_t;

#define EXCEPTIONS 16
#define INTERRUPTS 86                                   /* the last one is SPI5 */
#define DMA_VECTOR (EXCEPTIONS + (int)DMA1_STREAM5_IRQ) /* stream 6 is the next one */
#define USART2_VECTOR (EXCEPTIONS + (int)USART2_IRQ)

/* Whatever is not used leads to the crash handler, which records its number. */
__attribute__((section(".vectors"), used)) static const vector_t vectors[EXCEPTIONS + INTERRUPTS] = {
    [0] = {.stack = stack_top},
    [1] = {.handler = Reset_Handler},
    [2 ... 14] = {.handler = crash_entry},
    [15] = {.handler = SysTick_Handler},
    [16 ... DMA_VECTOR - 1] = {.handler = crash_entry},
    [DMA_VECTOR] = {.handler = DMA1_Stream5_IRQHandler},
    [DMA_VECTOR + 1] = {.handler = DMA1_Stream6_IRQHandler},
    [DMA_VECTOR + 2 ... USART2_VECTOR - 1] = {.handler = crash_entry},
    [USART2_VECTOR] = {.handler = USART2_IRQHandler},
    [USART2_VECTOR + 1 ... EXCEPTIONS + INTERRUPTS - 1] = {.handler = crash_entry},
};
