/* Start-up of a test program, its output by semihosting, and what newlib wants of a system. */
#include "start.h"

#include <stddef.h>
#include <string.h>

extern uint32_t initial_sp[];
extern uint32_t data_load[];
extern uint32_t data_start[];
extern uint32_t data_end[];
extern uint32_t bss_start[];
extern uint32_t bss_end[];
extern char heap_start[];
extern char heap_end[];

static char output[OUTPUT_BYTES];
static size_t output_count;

static int semihosting(uint32_t operation, const void *argument) {
    register uint32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return (int)r0;
}

void emit(const void *bytes, size_t count) {
    if (count > sizeof output - output_count) {
        count = sizeof output - output_count;
    }
    memcpy(output + output_count, bytes, count);
    output_count += count;
}

__attribute__((noreturn)) void finish(void) {
    static const char name[] = "result.bin";
    const struct {
        const char *name;
        uint32_t mode;
        uint32_t length;
    } open = {name, 5, sizeof name - 1}; /* "wb" */
    const struct {
        int file;
        const void *bytes;
        uint32_t count;
    } write = {semihosting(1, &open), output, output_count};
    (void)semihosting(5, &write);
    (void)semihosting(0x18, (const void *)0x20026);
    for (;;) {
    }
}

__attribute__((noreturn)) void reset(void) {
    *(volatile uint32_t *)0xE000ED88u |= 0xFu << 20;
    __asm volatile("dsb\n\tisb" ::: "memory");
    const uint32_t *load = data_load;
    for (uint32_t *word = data_start; word < data_end; ++word) {
        *word = *load++;
    }
    for (uint32_t *word = bss_start; word < bss_end; ++word) {
        *word = 0;
    }
    run();
    finish();
}

void *_sbrk(ptrdiff_t increment) {
    static char *end = heap_start;
    if (end + increment > heap_end) {
        return (void *)-1;
    }
    char *before = end;
    end += increment;
    return before;
}

/* Never called: nothing is read, written or killed. */
int _write(int file, const char *bytes, int count) {
    (void)file;
    (void)bytes;
    return count;
}

int _read(int file, char *bytes, int count) {
    (void)file;
    (void)bytes;
    return count - count;
}

int _close(int file) {
    return file - file;
}

int _lseek(int file, int offset, int whence) {
    return file - file + offset - offset + whence - whence;
}

int _fstat(int file, void *status) {
    (void)status;
    return file - file;
}

int _isatty(int file) {
    return file - file + 1;
}

int _getpid(void) {
    return 1;
}

int _kill(int process, int signal) {
    return process - process + signal - signal;
}

__attribute__((noreturn)) void _exit(int status) {
    (void)status;
    finish();
}

__attribute__((weak)) void exception(void) {
    emit("unexpected exception\n", 21);
    finish();
}

__attribute__((section(".vectors"), used)) static const void *const vectors[48] = {
    initial_sp, reset, [2 ... 47] = exception,
};
