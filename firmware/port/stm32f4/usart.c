/*
 * RM0383 chapters 19 (USART), 9 (DMA) and 8 (GPIO).
 *
 * A ring is indexed by counters that run on for ever: the bytes from `tail` to `head` (modulo the size, a power of two)
 * are in it. The receiver has one writer and one reader (the main loop).
 *
 * The receiver's ring is filled by DMA, round and round; `head` follows when somebody looks: the interrupts at its half
 * and its end and when the line falls idle, and the main loop. Unread bytes are never more than the ring holds as long
 * as the host keeps to its credit. Where there is no DMA (QEMU 7.2) the USART's interrupt fills it byte by byte.
 *
 * The transmitter's ring is emptied by DMA, `in_flight` bytes at a time: while that is above 0, `tail` and `in_flight`
 * are the stream's interrupt's, else the main loop's. Where there is no DMA (QEMU 7.2) the USART's interrupt empties
 * it: `tail` is the interrupt's while TXEIE is set, else the main loop's.
 */
#include "port/stm32f4/usart.h"

#include <string.h>

#include "board.h"

#include "port/stm32f4/stm32f4.h"

_Static_assert((BOARD_RX_BYTES & (BOARD_RX_BYTES - 1u)) == 0, "a power of two");
_Static_assert((BOARD_TX_BYTES & (BOARD_TX_BYTES - 1u)) == 0, "a power of two");

static volatile uint8_t rx[BOARD_RX_BYTES];
static volatile uint32_t rx_head;
static volatile uint32_t rx_tail;
static uint8_t tx[BOARD_TX_BYTES];
static volatile uint32_t tx_head;
static volatile uint32_t tx_tail;
static volatile uint32_t in_flight;
static bool by_dma;
static volatile board_link_errors_t errors;
static uint32_t clock_hz;
static uint32_t rate;

/* The divider in 1/16, oversampling by 16 (19.3.4). */
static uint32_t divider(uint32_t baud) {
    return (clock_hz + baud / 2u) / baud;
}

/* Lower than the faults (0), so that a fault in the interrupt is seen as what it is and not as HardFault. */
static void enable_interrupt(uint32_t irq) {
    NVIC_IPR(irq / 4u) |= 0x80u << (8u * (irq % 4u));
    NVIC_ISER(irq / 32u) = 1u << (irq % 32u);
}

/* A register that does not keep what is written belongs to no DMA controller. */
static void dma_start(void) {
    DMA1_S6PAR = (uint32_t)(uintptr_t)&USART2_DR;
    by_dma = DMA1_S6PAR == (uint32_t)(uintptr_t)&USART2_DR;
    if (by_dma) {
        DMA1_S5PAR = (uint32_t)(uintptr_t)&USART2_DR;
        DMA1_S5M0AR = (uint32_t)(uintptr_t)rx;
        DMA1_S5NDTR = BOARD_RX_BYTES;
        DMA1_S5CR = DMA_SCR_CHANNEL4 | DMA_SCR_MINC | DMA_SCR_CIRC | DMA_SCR_HTIE | DMA_SCR_TCIE | DMA_SCR_EN;
        USART2_CR3 = USART_CR3_DMAT | USART_CR3_DMAR | USART_CR3_EIE;
        enable_interrupt(DMA1_STREAM5_IRQ);
        enable_interrupt(DMA1_STREAM6_IRQ);
    }
}

void usart_start(uint32_t apb1_hz, uint32_t baud) {
    RCC_AHB1ENR |= RCC_AHB1ENR_GPIOAEN | RCC_AHB1ENR_DMA1EN;
    RCC_APB1ENR |= RCC_APB1ENR_USART2EN;
    /* PA2 and PA3: alternate function 7; PA3 pulled up, so that an open line is idle. */
    GPIOA_AFRL = (GPIOA_AFRL & ~0xFF00u) | 0x7700u;
    GPIOA_PUPDR = (GPIOA_PUPDR & ~0xF0u) | 0x40u;
    GPIOA_MODER = (GPIOA_MODER & ~0xF0u) | 0xA0u;
    clock_hz = apb1_hz;
    rate = baud;
    USART2_BRR = divider(baud);
    dma_start();
    USART2_CR1 = USART_CR1_UE | USART_CR1_TE | USART_CR1_RE | (by_dma ? USART_CR1_IDLEIE : USART_CR1_RXNEIE);
    enable_interrupt(USART2_IRQ);
}

bool usart_wants_polling(void) {
    return by_dma;
}

static void count_errors(uint32_t status) {
    if ((status & USART_SR_ORE) != 0) {
        ++errors.rx_overruns;
    }
    if ((status & (USART_SR_FE | USART_SR_NF | USART_SR_PE)) != 0) {
        ++errors.rx_line_errors;
    }
}

/* The stream counts down from the ring's size, and begins anew. Not to be interrupted by itself. */
static void follow_dma(void) {
    uint32_t at = BOARD_RX_BYTES - DMA1_S5NDTR;
    rx_head += (at - rx_head) % BOARD_RX_BYTES;
}

/* The line has fallen idle, or a byte was damaged; DMA has taken it by now. */
static void receive_by_dma(void) {
    uint32_t status = USART2_SR;
    (void)USART2_DR; /* after SR: clears the flags */
    count_errors(status);
    follow_dma();
}

void DMA1_Stream5_IRQHandler(void) {
    DMA1_HIFCR = DMA_HIFCR_STREAM5;
    follow_dma();
}

static void receive_by_interrupt(void) {
    uint32_t status = USART2_SR;
    if ((status & (USART_SR_RXNE | USART_SR_ORE)) == 0) {
        return;
    }
    uint8_t byte = (uint8_t)USART2_DR; /* after SR: clears RXNE and the errors */
    count_errors(status);
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
    if (by_dma) {
        receive_by_dma();
        return;
    }
    receive_by_interrupt();
    if ((USART2_CR1 & USART_CR1_TXEIE) != 0) {
        transmit();
        if (tx_tail == tx_head) {
            USART2_CR1 &= ~USART_CR1_TXEIE;
        }
    }
}

/* Sends what is in the ring, up to its end (9.3.17 and 19.3.13). */
static void dma_send(void) {
    uint32_t start = tx_tail % BOARD_TX_BYTES;
    uint32_t count = tx_head - tx_tail;
    in_flight = count < BOARD_TX_BYTES - start ? count : BOARD_TX_BYTES - start;
    if (in_flight > 0) {
        memory_barrier();
        DMA1_HIFCR = DMA_HIFCR_STREAM6;
        DMA1_S6M0AR = (uint32_t)(uintptr_t)&tx[start];
        DMA1_S6NDTR = in_flight;
        USART2_SR = ~USART_SR_TC; /* cleared by a zero; the DMA does not clear it */
        DMA1_S6CR = DMA_SCR_CHANNEL4 | DMA_SCR_MINC | DMA_SCR_DIR_FROM_MEMORY | DMA_SCR_TCIE | DMA_SCR_EN;
    }
}

void DMA1_Stream6_IRQHandler(void) {
    DMA1_HIFCR = DMA_HIFCR_STREAM6;
    tx_tail += in_flight;
    dma_send();
}

/* Asked with interrupts masked. */
bool usart_has_received(void) {
    if (by_dma) {
        follow_dma();
    }
    return rx_head != rx_tail;
}

/* What DMA has overwritten is lost, and what it has not is no use without it. */
static void drop_overwritten(void) {
    uint32_t unread = rx_head - rx_tail;
    if (unread > BOARD_RX_BYTES) {
        errors.rx_overruns += unread;
        rx_tail = rx_head;
    }
}

size_t usart_read(uint8_t *bytes, size_t capacity) {
    if (by_dma) {
        disable_interrupts();
        follow_dma();
        drop_overwritten();
        enable_interrupts();
    }
    size_t count = 0;
    while (count < capacity && rx_tail != rx_head) {
        bytes[count++] = rx[rx_tail % BOARD_RX_BYTES];
        ++rx_tail;
    }
    return count;
}

/* Puts as many bytes into the ring as there is room for, up to its end and from its start on; returns how many. */
static size_t enqueue(const uint8_t *bytes, size_t count) {
    uint32_t head = tx_head;
    uint32_t start = head % BOARD_TX_BYTES;
    size_t room = BOARD_TX_BYTES - (head - tx_tail);
    size_t taken = count < room ? count : room;
    size_t to_end = taken < BOARD_TX_BYTES - start ? taken : BOARD_TX_BYTES - start;
    memcpy(&tx[start], bytes, to_end);
    memcpy(tx, bytes + to_end, taken - to_end);
    memory_barrier(); /* the bytes before the head that shows them to the interrupt */
    tx_head = head + taken;
    return taken;
}

static size_t write_by_dma(const uint8_t *bytes, size_t count) {
    size_t taken = enqueue(bytes, count);
    if (in_flight == 0) {
        dma_send();
    }
    return taken;
}

/* The first bytes are handed over here and not by the interrupt: a simulator that knows no TXEIE (QEMU 7.2) but whose
 * TXE is always set sends everything from here. */
static size_t write_by_interrupt(const uint8_t *bytes, size_t count) {
    USART2_CR1 &= ~USART_CR1_TXEIE;
    size_t taken = enqueue(bytes, count);
    transmit();
    if (tx_tail != tx_head) {
        USART2_CR1 |= USART_CR1_TXEIE;
    }
    return taken;
}

/* Sleeps while the ring is full; the stream's interrupt makes room. */
static void await_room(void) {
    disable_interrupts();
    if (tx_head - tx_tail == BOARD_TX_BYTES) {
        wait_for_interrupt();
    }
    enable_interrupts();
}

void usart_write(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        size_t taken = by_dma ? write_by_dma(bytes, count) : write_by_interrupt(bytes, count);
        bytes += taken;
        count -= taken;
        if (by_dma && count > 0) {
            await_room();
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
