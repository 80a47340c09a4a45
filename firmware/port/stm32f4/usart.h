/*
 * USART2 on PA2 (TX) and PA3 (RX), 8N1, with a ring buffer in each direction.
 */
#ifndef PORT_STM32F4_USART_H
#define PORT_STM32F4_USART_H

#include "port/board_api.h"

/* Whether what has arrived is looked for and not announced byte by byte. */
bool usart_wants_polling(void);

void usart_start(uint32_t apb1_hz, uint32_t baud);
size_t usart_read(uint8_t *bytes, size_t capacity);
bool usart_has_received(void);
void usart_write(const uint8_t *bytes, size_t count);

/* Waits until the last stop bit has left. */
void usart_drain(void);

/* The rate, whether another is possible within 2 %, and the change to it when everything has been sent. */
uint32_t usart_rate(void);
bool usart_can_rate(uint32_t baud);
void usart_set_rate(uint32_t baud);

board_link_errors_t usart_errors(void);
void usart_clear_errors(void);

void USART2_IRQHandler(void);
void DMA1_Stream5_IRQHandler(void);
void DMA1_Stream6_IRQHandler(void);

#endif
