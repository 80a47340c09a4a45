/*
 * Registers of the Cortex-M4 that this port uses. Names and addresses: ARMv7-M Architecture Reference Manual (DDI
 * 0403E), B3.2 system control, B3.3 SysTick, B3.4 NVIC, C1.6 debug, C1.8 DWT.
 */
#ifndef PORT_STM32F4_CORTEX_M4_H
#define PORT_STM32F4_CORTEX_M4_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define DWT_CTRL REGISTER(0xE0001000u)
#define DWT_CTRL_CYCCNTENA (1u << 0)
#define DWT_CYCCNT REGISTER(0xE0001004u)

#define SYST_CSR REGISTER(0xE000E010u)
#define SYST_CSR_ENABLE (1u << 0)
#define SYST_CSR_TICKINT (1u << 1)
#define SYST_CSR_CLKSOURCE (1u << 2)
#define SYST_RVR REGISTER(0xE000E014u)
#define SYST_CVR REGISTER(0xE000E018u)

#define NVIC_ISER(n) REGISTER(0xE000E100u + 4u * (n))
#define NVIC_IPR(n) REGISTER(0xE000E400u + 4u * (n))

#define VTOR REGISTER(0xE000ED08u)
#define AIRCR REGISTER(0xE000ED0Cu)
#define AIRCR_VECTKEY (0x05FAu << 16)
#define AIRCR_SYSRESETREQ (1u << 2)
#define CCR REGISTER(0xE000ED14u)
#define CCR_DIV_0_TRP (1u << 4)
#define SHCSR REGISTER(0xE000ED24u)
#define SHCSR_MEMFAULTENA (1u << 16)
#define SHCSR_BUSFAULTENA (1u << 17)
#define SHCSR_USGFAULTENA (1u << 18)
#define CFSR REGISTER(0xE000ED28u)
#define CFSR_MSTKERR (1u << 4)
#define CFSR_STKERR (1u << 12)
#define HFSR REGISTER(0xE000ED2Cu)
#define MMFAR REGISTER(0xE000ED34u)
#define BFAR REGISTER(0xE000ED38u)
#define CPACR REGISTER(0xE000ED88u)
#define CPACR_CP10_CP11_FULL (0xFu << 20)

#define DEMCR REGISTER(0xE000EDFCu)
#define DEMCR_TRCENA (1u << 24)

/* What was written is in memory before anything that follows. */
static inline void memory_barrier(void) {
    __asm volatile("dmb" ::: "memory");
}

static inline void instruction_barrier(void) {
    __asm volatile("dsb\n\tisb" ::: "memory");
}

static inline void disable_interrupts(void) {
    __asm volatile("cpsid i" ::: "memory");
}

static inline void enable_interrupts(void) {
    __asm volatile("cpsie i" ::: "memory");
}

static inline void wait_for_interrupt(void) {
    __asm volatile("dsb\n\twfi" ::: "memory");
}

/* Requests a system reset and waits for it (B1.5.16). */
static inline _Noreturn void system_reset(void) {
    instruction_barrier();
    AIRCR = AIRCR_VECTKEY | AIRCR_SYSRESETREQ;
    instruction_barrier();
    for (;;) {
    }
}

#endif
