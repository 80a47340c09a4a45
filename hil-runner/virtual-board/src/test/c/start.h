#ifndef START_H
#define START_H

#include <stddef.h>
#include <stdint.h>

#define OUTPUT_BYTES 40960u

/* The program. */
void run(void);

/* Keeps bytes for the output; what does not fit is dropped. */
void emit(const void *bytes, size_t count);

/* Hands the output to the host and ends. */
__attribute__((noreturn)) void finish(void);

/* Handler of every exception but reset; a program may have its own. */
void exception(void);

#endif
