/*
 * Registers of the STM32F411 that this port uses. Names and addresses: RM0383 Rev 3, 2.3 memory map, 3.8 FLASH, 5.4
 * PWR, 6.3 RCC, 8.4 GPIO, 9.5 DMA, 15.4 IWDG, 19.6 USART, 23.6 DBGMCU, 24.1 unique device ID.
 */
#ifndef PORT_STM32F4_STM32F4_H
#define PORT_STM32F4_STM32F4_H

#include "port/stm32f4/cortex_m4.h"

#define IWDG_KR REGISTER(0x40003000u)
#define IWDG_KR_RELOAD 0xAAAAu
#define IWDG_KR_ACCESS 0x5555u
#define IWDG_KR_START 0xCCCCu
#define IWDG_PR REGISTER(0x40003004u)
#define IWDG_PR_DIV64 4u
#define IWDG_RLR REGISTER(0x40003008u)
#define IWDG_SR REGISTER(0x4000300Cu)
#define IWDG_SR_PVU (1u << 0)
#define IWDG_SR_RVU (1u << 1)

#define USART2_SR REGISTER(0x40004400u)
#define USART_SR_PE (1u << 0)
#define USART_SR_FE (1u << 1)
#define USART_SR_NF (1u << 2)
#define USART_SR_ORE (1u << 3)
#define USART_SR_IDLE (1u << 4)
#define USART_SR_RXNE (1u << 5)
#define USART_SR_TC (1u << 6)
#define USART_SR_TXE (1u << 7)
#define USART2_DR REGISTER(0x40004404u)
#define USART2_BRR REGISTER(0x40004408u)
#define USART2_CR1 REGISTER(0x4000440Cu)
#define USART_CR1_RE (1u << 2)
#define USART_CR1_TE (1u << 3)
#define USART_CR1_IDLEIE (1u << 4)
#define USART_CR1_RXNEIE (1u << 5)
#define USART_CR1_TXEIE (1u << 7)
#define USART_CR1_UE (1u << 13)
#define USART2_CR3 REGISTER(0x40004414u)
#define USART_CR3_EIE (1u << 0)
#define USART_CR3_DMAR (1u << 6)
#define USART_CR3_DMAT (1u << 7)
#define USART2_IRQ 38u

#define PWR_CR REGISTER(0x40007000u)
#define PWR_CR_VOS_SCALE1 (3u << 14)
#define PWR_CSR REGISTER(0x40007004u)
#define PWR_CSR_VOSRDY (1u << 14)

#define GPIOA_MODER REGISTER(0x40020000u)
#define GPIOA_PUPDR REGISTER(0x4002000Cu)
#define GPIOA_AFRL REGISTER(0x40020020u)

#define RCC_CR REGISTER(0x40023800u)
#define RCC_CR_PLLON (1u << 24)
#define RCC_CR_PLLRDY (1u << 25)
#define RCC_PLLCFGR REGISTER(0x40023804u)
#define RCC_PLLCFGR_PLLM(m) ((uint32_t)(m) << 0)
#define RCC_PLLCFGR_PLLN(n) ((uint32_t)(n) << 6)
#define RCC_PLLCFGR_PLLP_DIV2 (0u << 16)
#define RCC_PLLCFGR_PLLQ(q) ((uint32_t)(q) << 24)
#define RCC_PLLCFGR_RESERVED 0xF0BC8000u /* keep at reset value; PLLSRC (bit 22) = 0 is the HSI */
#define RCC_CFGR REGISTER(0x40023808u)
#define RCC_CFGR_SW_MASK (3u << 0)
#define RCC_CFGR_SW_PLL (2u << 0)
#define RCC_CFGR_SWS_MASK (3u << 2)
#define RCC_CFGR_SWS_PLL (2u << 2)
#define RCC_CFGR_PPRE1_MASK (7u << 10)
#define RCC_CFGR_PPRE1_DIV2 (4u << 10)
#define RCC_AHB1ENR REGISTER(0x40023830u)
#define RCC_AHB1ENR_GPIOAEN (1u << 0)
#define RCC_AHB1ENR_DMA1EN (1u << 21)
#define RCC_APB1ENR REGISTER(0x40023840u)
#define RCC_APB1ENR_USART2EN (1u << 17)
#define RCC_APB1ENR_PWREN (1u << 28)
#define RCC_CSR REGISTER(0x40023874u)
#define RCC_CSR_LSION (1u << 0)
#define RCC_CSR_LSIRDY (1u << 1)
#define RCC_CSR_RMVF (1u << 24)
#define RCC_CSR_BORRSTF (1u << 25)
#define RCC_CSR_PINRSTF (1u << 26)
#define RCC_CSR_PORRSTF (1u << 27)
#define RCC_CSR_SFTRSTF (1u << 28)
#define RCC_CSR_IWDGRSTF (1u << 29)
#define RCC_CSR_WWDGRSTF (1u << 30)
#define RCC_CSR_LPWRRSTF (1u << 31)

#define FLASH_ACR REGISTER(0x40023C00u)
#define FLASH_ACR_LATENCY_3WS (3u << 0)
#define FLASH_ACR_PRFTEN (1u << 8)
#define FLASH_ACR_ICEN (1u << 9)
#define FLASH_ACR_DCEN (1u << 10)

/* Channel 4 of stream 5 is USART2_RX, that of stream 6 USART2_TX (table 27). */
#define DMA1_HIFCR REGISTER(0x4002600Cu)
#define DMA_HIFCR_STREAM5 (0x3Du << 6)
#define DMA_HIFCR_STREAM6 (0x3Du << 16)
#define DMA1_S5CR REGISTER(0x40026088u)
#define DMA1_S5NDTR REGISTER(0x4002608Cu)
#define DMA1_S5PAR REGISTER(0x40026090u)
#define DMA1_S5M0AR REGISTER(0x40026094u)
#define DMA1_STREAM5_IRQ 16u
#define DMA1_S6CR REGISTER(0x400260A0u)
#define DMA_SCR_EN (1u << 0)
#define DMA_SCR_HTIE (1u << 3)
#define DMA_SCR_TCIE (1u << 4)
#define DMA_SCR_DIR_FROM_MEMORY (1u << 6)
#define DMA_SCR_CIRC (1u << 8)
#define DMA_SCR_MINC (1u << 10)
#define DMA_SCR_CHANNEL4 (4u << 25)
#define DMA1_S6NDTR REGISTER(0x400260A4u)
#define DMA1_S6PAR REGISTER(0x400260A8u)
#define DMA1_S6M0AR REGISTER(0x400260ACu)
#define DMA1_STREAM6_IRQ 17u

#define DBGMCU_IDCODE REGISTER(0xE0042000u)
#define DBGMCU_IDCODE_DEV_ID_MASK 0xFFFu
#define DBGMCU_IDCODE_DEV_ID_F411 0x431u

#define UNIQUE_DEVICE_ID ((const volatile uint8_t *)0x1FFF7A10u)

/* Reads `address` until the bits of `mask` are `value`; gives up after WAIT_READS and returns 0. A simulator whose
 * register never changes must not stop the firmware. */
#define WAIT_READS 20000u

static inline int wait_for_bits(uint32_t address, uint32_t mask, uint32_t value) {
    for (uint32_t i = 0; i < WAIT_READS; ++i) {
        if ((REGISTER(address) & mask) == value) {
            return 1;
        }
    }
    return 0;
}

#endif
