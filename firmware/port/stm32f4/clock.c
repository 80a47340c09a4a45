/*
 * 100 MHz from the internal oscillator (RM0383 chapters 3 wait states, 5 voltage scaling, 6 PLL).
 */
#include "port/stm32f4/clock.h"

#include "port/stm32f4/stm32f4.h"

#include <stdbool.h>

#define HSI_HZ 16000000u
#define PLLM 8u   /* HSI / 8 = 2 MHz into the PLL, where its jitter is least */
#define PLLN 100u /* VCO at 200 MHz */
#define PLLQ 5u   /* 40 MHz for the USB and SDIO that nobody uses; at most 48 */
#define PLL_HZ (HSI_HZ / PLLM * PLLN / 2u)

_Static_assert(PLL_HZ == 100000000u, "3 wait states and scale 1 are for up to 100 MHz");

static bool start_pll(void) {
    RCC_APB1ENR |= RCC_APB1ENR_PWREN;
    PWR_CR |= PWR_CR_VOS_SCALE1;
    RCC_PLLCFGR = (RCC_PLLCFGR & RCC_PLLCFGR_RESERVED) | RCC_PLLCFGR_PLLM(PLLM) | RCC_PLLCFGR_PLLN(PLLN) |
                  RCC_PLLCFGR_PLLP_DIV2 | RCC_PLLCFGR_PLLQ(PLLQ);
    RCC_CR |= RCC_CR_PLLON;
    /* The regulator reaches scale 1 only once the PLL runs. */
    return wait_for_bits((uintptr_t)&RCC_CR, RCC_CR_PLLRDY, RCC_CR_PLLRDY) &&
           wait_for_bits((uintptr_t)&PWR_CSR, PWR_CSR_VOSRDY, PWR_CSR_VOSRDY);
}

static bool switch_to_pll(void) {
    FLASH_ACR = FLASH_ACR_LATENCY_3WS | FLASH_ACR_PRFTEN | FLASH_ACR_ICEN | FLASH_ACR_DCEN;
    if (!wait_for_bits((uintptr_t)&FLASH_ACR, FLASH_ACR_LATENCY_3WS, FLASH_ACR_LATENCY_3WS)) {
        return false;
    }
    RCC_CFGR = (RCC_CFGR & ~(RCC_CFGR_PPRE1_MASK | RCC_CFGR_SW_MASK)) | RCC_CFGR_PPRE1_DIV2 | RCC_CFGR_SW_PLL;
    return wait_for_bits((uintptr_t)&RCC_CFGR, RCC_CFGR_SWS_MASK, RCC_CFGR_SWS_PLL);
}

clock_rates_t clock_start(void) {
    if (start_pll() && switch_to_pll()) {
        return (clock_rates_t){.core_hz = PLL_HZ, .apb1_hz = PLL_HZ / 2u};
    }
    RCC_CFGR &= ~(RCC_CFGR_PPRE1_MASK | RCC_CFGR_SW_MASK);
    RCC_CR &= ~RCC_CR_PLLON;
    return (clock_rates_t){.core_hz = HSI_HZ, .apb1_hz = HSI_HZ};
}
