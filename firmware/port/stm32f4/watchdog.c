/*
 * RM0383 chapter 15.
 */
#include "port/stm32f4/watchdog.h"

#include "port/stm32f4/stm32f4.h"

#define RELOAD 2000u /* of 32 kHz / 64 = 500 Hz; the LSI has 17 to 47 kHz */

static bool running;

void watchdog_start(void) {
    RCC_CSR |= RCC_CSR_LSION;
    running = wait_for_bits((uintptr_t)&RCC_CSR, RCC_CSR_LSIRDY, RCC_CSR_LSIRDY);
    IWDG_KR = IWDG_KR_START;
    IWDG_KR = IWDG_KR_ACCESS;
    IWDG_PR = IWDG_PR_DIV64;
    IWDG_RLR = RELOAD;
    wait_for_bits((uintptr_t)&IWDG_SR, IWDG_SR_PVU | IWDG_SR_RVU, 0);
    watchdog_feed();
}

void watchdog_feed(void) {
    IWDG_KR = IWDG_KR_RELOAD;
}

bool watchdog_is_running(void) {
    return running;
}
