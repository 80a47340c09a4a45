/*
 * Executes blocks of instructions, each on a state of its own, and reports what became of the state. The same image runs on QEMU and on
 * the core under test. The host appends to this program, at PARAMETERS, what to execute; results leave by semihosting.
 *
 * Each block starts from a pseudo-random state, and a hash of the state after it is reported; of one run the whole state can be.
 */
#include <stddef.h>
#include <stdint.h>

#define REGISTERS 14u /* r0 to r12, lr */
#define SINGLES 32u
#define MEMORY_WORDS 128u
#define SCRATCH 0x20000400u
#define HASHES 1024u

typedef struct {
    uint32_t s[SINGLES];
    uint32_t fpscr;
    uint32_t apsr;
    uint32_t r[REGISTERS];
} state_t;

typedef struct {
    uint32_t blocks;     /* how many */
    uint32_t seed;
    uint32_t report; /* run whose state is reported instead of its hash; 0xFFFFFFFF: none */
    uint32_t first; /* run to begin with */
    uint32_t last;  /* run to end before */
    uint32_t fpscr_mask; /* bits of FPSCR that random states may set */
    uint32_t addresses[]; /* of blocks, bit 0 set */
} parameters_t;

#define PARAMETERS ((const parameters_t *)0x08002000u)

/* Known to the assembly below. */
__attribute__((used)) static state_t state;
__attribute__((used)) static uint32_t driver_sp;
__attribute__((used)) static uint32_t faults;

static uint32_t hashes[HASHES];
static uint32_t hash_count;
static uint32_t random_state;
static int file;

extern uint32_t initial_sp[];

static uint32_t semihosting(uint32_t operation, const void *argument) {
    register uint32_t r0 __asm("r0") = operation;
    register const void *r1 __asm("r1") = argument;
    __asm volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

static void write_out(const void *bytes, uint32_t count) {
    const struct {
        int file;
        const void *bytes;
        uint32_t count;
    } argument = {file, bytes, count};
    (void)semihosting(5, &argument);
}

static void flush(void) {
    write_out(hashes, hash_count * 4u);
    hash_count = 0;
}

static uint32_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

static const uint32_t special[] = {
    0x00000000, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFF, 0x00000001, 0x80000001, 0x00007FFF, 0x00008000,
    0xFFFF8000, 0x0000FFFF, 0x7F800000, 0xFF800000, 0x7FC00000, 0xFFC00001, 0x7F800001, 0xFFA00000,
    0x00800000, 0x007FFFFF, 0x80800000, 0x807FFFFF, 0x7F7FFFFF, 0xFF7FFFFF, 0x3F800000, 0xBF800000,
    0x3F000000, 0x40000000, 0x4B000000, 0x4F000000, 0xCF000000, 0x4EFFFFFF, 0x33800000, 0x477FE000,
};

/* Plain bits, special values, and floats that are near each other or near the ends of their range. */
static uint32_t random_word(void) {
    uint32_t kind = next_random() >> 7;
    uint32_t bits = next_random();
    switch (kind & 7u) {
    case 0:
        return special[bits >> 8 & 31u];
    case 1:
        return (bits & 0x807FFFFFu) | (0x3F000000u + ((bits & 3u) << 23));
    case 2:
        return bits & 0xFFu;
    case 3:
        return bits & 0x80FFFFFFu;
    case 4:
        return (bits & 0x80FFE000u) + 0x38000000u + ((kind & 0xF8u) << 20);
    default:
        return bits;
    }
}

static void random_words(uint32_t *words, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
        words[i] = random_word();
    }
}

static void prepare(uint32_t run) {
    random_state = (PARAMETERS->seed ^ run * 0x9E3779B9u) | 1u;
    next_random();
    random_words((uint32_t *)&state, sizeof state / 4u);
    random_words((uint32_t *)SCRATCH, MEMORY_WORDS);
    state.apsr = next_random() & 0xF80F0000u;
    state.fpscr = next_random() & PARAMETERS->fpscr_mask;
    faults = 0;
}

static uint32_t hash_words(uint32_t hash, const uint32_t *words, uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) {
        hash = (hash ^ words[i]) * 0x9E3779B1u;
        hash ^= hash >> 15;
    }
    return hash;
}

static void report(uint32_t run) {
    if (PARAMETERS->report == run) {
        write_out(&state, sizeof state);
        write_out((const void *)SCRATCH, MEMORY_WORDS * 4u);
        write_out(&faults, sizeof faults);
    } else if (PARAMETERS->report == 0xFFFFFFFFu) {
        uint32_t hash = hash_words(faults, (const uint32_t *)&state, sizeof state / 4u);
        hashes[hash_count++] = hash_words(hash, (const uint32_t *)SCRATCH, MEMORY_WORDS);
        if (hash_count == HASHES) {
            flush();
        }
    }
}

/*
 * Loads the state and enters the block by popping its address, which leaves SP at 0x20000500, in the middle of the scratch memory. The block ends in a branch to block_end, which lies at a fixed
 * address and finds all registers as the block left them.
 */
__attribute__((naked, noinline)) static void execute(uint32_t block) {
    __asm volatile(".fpu fpv4-sp-d16\n\t"
                   "push {r4-r11, lr}\n\t"
                   "vpush {s16-s31}\n\t"
                   "ldr r1, =driver_sp\n\t"
                   "str sp, [r1]\n\t"
                   "ldr r1, =0x200004FC\n\t"
                   "str r0, [r1]\n\t"
                   "mov sp, r1\n\t"
                   "ldr lr, =state\n\t"
                   "vldmia lr!, {s0-s31}\n\t"
                   "ldmia lr!, {r2, r3}\n\t"
                   "vmsr fpscr, r2\n\t"
                   "msr apsr_nzcvqg, r3\n\t"
                   "ldm lr, {r0-r12, lr}\n\t"
                   "pop {pc}\n\t"
                   ".ltorg\n\t"
                   ".section .block_end, \"ax\"\n\t"
                   "ldr sp, =state + 192\n\t"
                   "push {r0-r12, lr}\n\t"
                   "vmrs r0, fpscr\n\t"
                   "mrs r1, apsr\n\t"
                   "push {r0, r1}\n\t"
                   "vpush {s0-s31}\n\t"
                   "ldr r1, =driver_sp\n\t"
                   "ldr sp, [r1]\n\t"
                   "vpop {s16-s31}\n\t"
                   "pop {r4-r11, pc}\n\t"
                   ".ltorg\n\t"
                   ".text\n\t");
    (void)block;
}

#define WORD(address) (*(volatile uint32_t *)(address))
#define ICSR WORD(0xE000ED04u)
#define SHCSR WORD(0xE000ED24u)
#define CFSR WORD(0xE000ED28u)
#define HFSR WORD(0xE000ED2Cu)
#define MMFAR WORD(0xE000ED34u)
#define BFAR WORD(0xE000ED38u)
#define CPACR WORD(0xE000ED88u)
#define HARD_FAULT 3u
#define LAST_FAULT 6u
#define FRAME_PC 6u
#define FRAME_XPSR 7u

/* Notes what happened; steps over an instruction that faulted. */
__attribute__((used)) static void note_exception(uint32_t *frame) {
    uint32_t number = ICSR & 0x1FFu;
    uint32_t cfsr = CFSR;
    /* HardFault by BKPT: HFSR.DEBUGEVT on the chip (B3.2.16), FORCED on QEMU. */
    int breakpoint = number == HARD_FAULT && (*(const uint16_t *)frame[FRAME_PC] & 0xFF00u) == 0xBE00u;
    uint32_t facts[] = {number, cfsr, breakpoint ? 0 : HFSR, (cfsr & 0x80u) != 0 ? MMFAR : 0, (cfsr & 0x8000u) != 0 ? BFAR : 0,
                        frame[FRAME_PC], frame[FRAME_XPSR]};
    faults = hash_words(faults, facts, sizeof facts / 4u);
    CFSR = cfsr;
    HFSR = HFSR;
    if (number <= LAST_FAULT) {
        frame[FRAME_PC] += *(const uint16_t *)frame[FRAME_PC] >= 0xE800u ? 4u : 2u;
    }
}

__attribute__((naked)) static void exception(void) {
    __asm volatile("mov r0, sp\n\t"
                   "push {r4, lr}\n\t"
                   "bl note_exception\n\t"
                   "pop {r4, pc}\n\t");
}

__attribute__((noreturn)) static void start(void) {
    CPACR |= 0xFu << 20;
    SHCSR |= 7u << 16;
    static const char name[] = "result.bin";
    const struct {
        const char *name;
        uint32_t mode;
        uint32_t length;
    } open = {name, 5, sizeof name - 1}; /* "wb" */
    file = (int)semihosting(1, &open);
    for (uint32_t run = PARAMETERS->first; run < PARAMETERS->last; ++run) {
        uint32_t block = run % PARAMETERS->blocks;
        prepare(run);
        execute(PARAMETERS->addresses[block]);
        report(run);
    }
    flush();
    (void)semihosting(0x18, (const void *)0x20026);
    for (;;) {
    }
}

__attribute__((section(".vectors"), used)) static const void *const vectors[16] = {
    initial_sp, start, exception, exception, exception, exception, exception, NULL,
    NULL,       NULL,  NULL,      exception, exception, NULL,      exception, exception,
};
