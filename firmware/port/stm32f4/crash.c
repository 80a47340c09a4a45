#include "port/stm32f4/crash.h"

#include "port/stm32f4/cortex_m4.h"

#define MAGIC 0x47524843u /* "GRHC" */
#define EMERGENCY_STACK_WORDS 64u

/* Words of an exception stack frame (ARMv7-M B1.5.6). */
enum { FRAME_R0 = 0, FRAME_LR = 5, FRAME_PC = 6, FRAME_XPSR = 7, FRAME_WORDS = 8, FRAME_WORDS_WITH_FP = 26 };

#define EXC_RETURN_NO_FP (1u << 4)
#define XPSR_ALIGNED (1u << 9) /* a word was added to align the stack */

typedef struct {
    uint32_t magic;
    uint32_t reset_count;
    board_crash_t crash;
    uint32_t checksum;
} survivor_t;

__attribute__((section(".noinit"))) static survivor_t survivor;

__attribute__((used, aligned(8))) static uint32_t emergency_stack[EMERGENCY_STACK_WORDS];

extern uint32_t ram_start[]; /* from sections.ld */
extern uint32_t ram_end[];

/* Position-dependent, so that zeros, swapped and repeated words do not pass. */
static uint32_t checksum(void) {
    const uint32_t *word = &survivor.magic;
    uint32_t sum = 0;
    for (; word < &survivor.checksum; ++word) {
        sum = (sum << 5 | sum >> 27) + *word;
    }
    return ~sum;
}

void crash_begin(bool power_on) {
    if (power_on || survivor.magic != MAGIC || survivor.checksum != checksum()) {
        survivor = (survivor_t){.magic = MAGIC};
    } else {
        ++survivor.reset_count;
    }
    survivor.checksum = checksum();
}

uint32_t crash_reset_count(void) {
    return survivor.reset_count;
}

const board_crash_t *crash_record(void) {
    return &survivor.crash;
}

static bool is_readable(const uint32_t *frame) {
    return (CFSR & (CFSR_STKERR | CFSR_MSTKERR)) == 0 && ((uintptr_t)frame & 3u) == 0 && frame >= ram_start &&
           frame + FRAME_WORDS <= ram_end;
}

/*
 * `frame` is where the processor stacked registers. After a stack overflow it could not: the frame lies below the RAM,
 * and only `sp` is known of the program that overflowed.
 */
__attribute__((used, noreturn)) static void crash_save(const uint32_t *frame, uint32_t exc_return) {
    uint32_t number;
    __asm volatile("mrs %0, ipsr" : "=r"(number));
    board_crash_t crash = {.kind = number,
        .count = survivor.crash.count + 1,
        .sp = (uintptr_t)frame,
        .cfsr = CFSR,
        .hfsr = HFSR,
        .mmfar = MMFAR,
        .bfar = BFAR};
    if (is_readable(frame)) {
        uint32_t words = (exc_return & EXC_RETURN_NO_FP) != 0 ? FRAME_WORDS : FRAME_WORDS_WITH_FP;
        words += (frame[FRAME_XPSR] & XPSR_ALIGNED) != 0 ? 1u : 0u;
        crash.pc = frame[FRAME_PC];
        crash.lr = frame[FRAME_LR];
        crash.sp = (uintptr_t)(frame + words);
        crash.xpsr = frame[FRAME_XPSR];
        crash.r0 = frame[FRAME_R0];
    }
    survivor.magic = MAGIC;
    survivor.crash = crash;
    survivor.checksum = checksum();
    system_reset();
}

/*
 * The stack may be the very thing that is broken, so nothing may be pushed before there is another one.
 */
__attribute__((naked)) void crash_entry(void) {
    __asm volatile("cpsid i\n\t"
                   "mrs r0, msp\n\t"
                   "mov r1, lr\n\t"
                   "movw r2, #:lower16:emergency_stack\n\t"
                   "movt r2, #:upper16:emergency_stack\n\t"
                   "add r2, r2, %0\n\t"
                   "msr msp, r2\n\t"
                   "b crash_save" ::"i"(sizeof emergency_stack));
}
