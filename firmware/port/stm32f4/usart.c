/*
 * RM0383 chapters 19 (USART) and 8 (GPIO).
 *
 * A ring is indexed by counters that run on for ever: the bytes from `tail` to `head` (modulo the size, a power of two)
 * are in it. The receiver has one writer (the interrupt) and one reader (the main loop). The transmitter's `tail` has
 * two owners: the interrupt while TXEIE is set, the main loop while it is not.
 */
#include "port/stm32f4/usart.h"

#include "board.h"

#include "port/stm32f4/stm32f4.h"

_Static_assert((BOARD_RX_BYTES & (BOARD_RX_BYTES - 1u)) == 0, "a power of two");
_Static_assert((BOARD_TX_BYTES & (BOARD_TX_BYTES - 1u)) == 0, "a power of two");

static uint8_t rx[BOARD_RX_BYTES];
static volatile uint32_t rx_head;
static volatile uint32_t rx_tail;
static uint8_t tx[BOARD_TX_BYTES];
static volatile uint32_t tx_head;
static volatile uint32_t tx_tail;
static volatile board_link_errors_t errors;
static uint32_t clock_hz;
static uint32_t rate;

/* The divider in 1/16, oversampling by 16 (19.3.4). */
static uint32_t divider(uint32_t baud) {
    return (clock_hz + baud / 2u) / baud;
}

void usart_start(uint32_t apb1_hz, uint32_t baud) {
    RCC_AHB1ENR |= RCC_AHB1ENR_GPIOAEN;
    RCC_APB1ENR |= RCC_APB1ENR_USART2EN;
    /* PA2 and PA3: alternate function 7; PA3 pulled up, so that an open line is idle. */
    GPIOA_AFRL = (GPIOA_AFRL & ~0xFF00u) | 0x7700u;
    GPIOA_PUPDR = (GPIOA_PUPDR & ~0xF0u) | 0x40u;
    GPIOA_MODER = (GPIOA_MODER & ~0xF0u) | 0xA0u;
    clock_hz = apb1_hz;
    rate = baud;
    USART2_BRR = divider(baud);
    USART2_CR1 = USART_CR1_UE | USART_CR1_TE | USART_CR1_RE | USART_CR1_RXNEIE;
    /* Lower than the faults (0), so that a fault in the interrupt is seen as what it is and not as HardFault. */
    NVIC_IPR(USART2_IRQ / 4u) |= 0x80u << (8u * (USART2_IRQ % 4u));
    NVIC_ISER(USART2_IRQ / 32u) = 1u << (USART2_IRQ % 32u);
}

static void receive(void) {
    uint32_t status = USART2_SR;
    if ((status & (USART_SR_RXNE | USART_SR_ORE)) == 0) {
        return;
    }
    uint8_t byte = (uint8_t)USART2_DR; /* after SR: clears RXNE and the errors */
    if ((status & USART_SR_ORE) != 0) {
        ++errors.rx_overruns;
    }
    if ((status & (USART_SR_FE | USART_SR_NF | USART_SR_PE)) != 0) {
        ++errors.rx_line_errors;
    }
    if ((status & USART_SR_RXNE) == 0) {
        return;
    }
    if (rx_head - rx_tail == BOARD_RX_BYTES) {
        ++errors.rx_overruns;
        return;
    }
    rx[rx_head % BOARD_RX_BYTES] = byte; /* a damaged byte too: the frame's CRC tells */
    ++rx_head;
}

/* Hands over as much as the USART takes. */
static void transmit(void) {
    while (tx_tail != tx_head && (USART2_SR & USART_SR_TXE) != 0) {
        USART2_DR = tx[tx_tail % BOARD_TX_BYTES];
        ++tx_tail;
    }
}

void USART2_IRQHandler(void) {
    receive();
    if ((USART2_CR1 & USART_CR1_TXEIE) != 0) {
        transmit();
        if (tx_tail == tx_head) {
            USART2_CR1 &= ~USART_CR1_TXEIE;
        }
    }
}

bool usart_has_received(void) {
    return rx_head != rx_tail;
}

size_t usart_read(uint8_t *bytes, size_t capacity) {
    size_t count = 0;
    while (count < capacity && rx_tail != rx_head) {
        bytes[count++] = rx[rx_tail % BOARD_RX_BYTES];
        ++rx_tail;
    }
    return count;
}

/* The first bytes are handed over here and not by the interrupt: a simulator that knows no TXEIE (QEMU 7.2) but whose
 * TXE is always set sends everything from here. */
void usart_write(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        USART2_CR1 &= ~USART_CR1_TXEIE;
        while (count > 0 && tx_head - tx_tail < BOARD_TX_BYTES) {
            tx[tx_head % BOARD_TX_BYTES] = *bytes++;
            ++tx_head;
            --count;
        }
        transmit();
        if (tx_tail != tx_head) {
            USART2_CR1 |= USART_CR1_TXEIE;
        }
    }
}

/* The watchdog bounds this wait. */
void usart_drain(void) {
    while (tx_tail != tx_head || (USART2_SR & USART_SR_TC) == 0) {
    }
}

uint32_t usart_rate(void) {
    return rate;
}

bool usart_can_rate(uint32_t baud) {
    if (baud < 1200u || baud > clock_hz / 16u) {
        return false;
    }
    uint32_t made = clock_hz / divider(baud);
    uint32_t off = made > baud ? made - baud : baud - made;
    return off <= baud / 50u;
}

void usart_set_rate(uint32_t baud) {
    usart_drain();
    rate = baud;
    USART2_BRR = divider(baud);
}

board_link_errors_t usart_errors(void) {
    return (board_link_errors_t){errors.rx_overruns, errors.rx_line_errors};
}

void usart_clear_errors(void) {
    errors.rx_overruns = 0;
    errors.rx_line_errors = 0;
}
