/*
 * board_api.h on an STM32F4. What differs from board to board is in boards/<board>/board.h.
 */
#include "board.h"

#include "port/board_api.h"
#include "port/stm32f4/clock.h"
#include "port/stm32f4/crash.h"
#include "port/stm32f4/startup.h"
#include "port/stm32f4/stm32f4.h"
#include "port/stm32f4/usart.h"
#include "port/stm32f4/watchdog.h"

#define NOTHING_THERE 0x60000000u /* reserved up to 0xDFFFFFFF (RM0383 2.3) */

/* 1 ms: a frame of 1 KiB takes 5 ms at 2 Mbaud, and more than one may be in the receive buffer. */
#define POLLS_PER_SECOND 1000u

static uint32_t core_hz;
static uint16_t reset_cause;

static uint16_t read_reset_cause(void) {
    static const struct {
        uint32_t flag;
        uint16_t cause;
    } causes[] = {
        {RCC_CSR_PORRSTF, BOARD_RESET_POWER_ON},
        {RCC_CSR_PINRSTF, BOARD_RESET_PIN},
        {RCC_CSR_SFTRSTF, BOARD_RESET_SOFTWARE},
        {RCC_CSR_IWDGRSTF, BOARD_RESET_INDEPENDENT_WATCHDOG},
        {RCC_CSR_WWDGRSTF, BOARD_RESET_WINDOW_WATCHDOG},
        {RCC_CSR_LPWRRSTF, BOARD_RESET_LOW_POWER},
        {RCC_CSR_BORRSTF, BOARD_RESET_BROWN_OUT},
    };
    uint32_t flags = RCC_CSR;
    uint16_t cause = 0;
    for (size_t i = 0; i < sizeof causes / sizeof *causes; ++i) {
        cause = (uint16_t)(cause | ((flags & causes[i].flag) != 0 ? causes[i].cause : 0));
    }
    RCC_CSR |= RCC_CSR_RMVF;
    return cause;
}

void board_init(void) {
    reset_cause = read_reset_cause();
    crash_begin((reset_cause & BOARD_RESET_POWER_ON) != 0);
    clock_rates_t rates = clock_start();
    core_hz = rates.core_hz;
    DEMCR |= DEMCR_TRCENA;
    DWT_CTRL |= DWT_CTRL_CYCCNTENA;
    usart_start(rates.apb1_hz, BOARD_BAUD);
    SYST_RVR = usart_wants_polling() ? core_hz / POLLS_PER_SECOND - 1u : 0x00FFFFFFu;
    SYST_CVR = 0;
    SYST_CSR = SYST_CSR_CLKSOURCE | SYST_CSR_TICKINT | SYST_CSR_ENABLE;
    watchdog_start();
}

void board_uid(uint8_t uid[BOARD_UID_BYTES]) {
    bool known = (DBGMCU_IDCODE & DBGMCU_IDCODE_DEV_ID_MASK) == DBGMCU_IDCODE_DEV_ID_F411;
    for (uint32_t i = 0; i < BOARD_UID_BYTES; ++i) {
        uid[i] = known ? UNIQUE_DEVICE_ID[i] : 0; /* elsewhere the address may not exist */
    }
}

uint32_t board_cycles(void) {
    return DWT_CYCCNT;
}

uint32_t board_clock_hz(void) {
    return core_hz;
}

uint16_t board_reset_cause(void) {
    return reset_cause;
}

uint32_t board_reset_count(void) {
    return crash_reset_count();
}

const board_crash_t *board_crash(void) {
    return crash_record();
}

size_t board_read(uint8_t *bytes, size_t capacity) {
    return usart_read(bytes, capacity);
}

void board_write(const uint8_t *bytes, size_t count) {
    usart_write(bytes, count);
}

uint32_t board_rx_bytes(void) {
    return BOARD_RX_BYTES;
}

board_link_errors_t board_link_errors(void) {
    return usart_errors();
}

void board_clear_link_errors(void) {
    usart_clear_errors();
}

uint32_t board_rate(void) {
    return usart_rate();
}

bool board_can_rate(uint32_t baud) {
    return usart_can_rate(baud);
}

void board_set_rate(uint32_t baud) {
    usart_set_rate(baud);
}

/* With interrupts masked a pending one still ends the wait (ARMv7-M B1.5.17), so that a byte that arrives between the
 * question and the wait is not slept over. DMA announces the end of what arrives and not each frame: SysTick ends the
 * wait, too, every ms. Without DMA it does so for the watchdog: every 0.17 s at 100 MHz, 1.05 s at 16 MHz. */
void board_idle(void) {
    disable_interrupts();
    if (!usart_has_received()) {
        wait_for_interrupt();
    }
    enable_interrupts();
}

void board_feed_watchdog(void) {
    watchdog_feed();
}

_Noreturn void board_reset(void) {
    usart_drain();
    system_reset();
}

/* Volatile, so that the compiler can neither see the end nor make a loop of it. */
__attribute__((noinline)) static uint32_t recurse(const volatile uint32_t *depth) {
    volatile uint32_t deeper = *depth + 1;
    return deeper == 0 ? 0 : recurse(&deeper) + deeper;
}

bool board_fault(board_fault_t fault) {
    const volatile uint32_t start = 0;
    switch (fault) {
    case BOARD_FAULT_UNDEFINED_INSTRUCTION:
        __asm volatile("udf #0");
        break;
    case BOARD_FAULT_BAD_ADDRESS:
        (void)REGISTER(NOTHING_THERE);
        break;
    case BOARD_FAULT_STACK_OVERFLOW:
        recurse(&start);
        break;
    case BOARD_FAULT_ENDLESS_LOOP:
        while (watchdog_is_running()) {
        }
        break;
    }
    return false;
}

uint32_t board_stack_bytes(void) {
    return startup_stack_bytes();
}

uint32_t board_stack_high_water(void) {
    return startup_stack_high_water();
}
