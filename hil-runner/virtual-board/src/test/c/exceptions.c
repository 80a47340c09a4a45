/* Raises exceptions of every kind and reports what handlers see: frames, status registers, order. */
#include "start.h"

#include <stdbool.h>
#include <string.h>

#define WORD(address) (*(volatile uint32_t *)(address))
#define ICSR WORD(0xE000ED04u)
#define AIRCR WORD(0xE000ED0Cu)
#define CCR WORD(0xE000ED14u)
#define SHPR2 WORD(0xE000ED1Cu)
#define SHPR3 WORD(0xE000ED20u)
#define SHCSR WORD(0xE000ED24u)
#define CFSR WORD(0xE000ED28u)
#define HFSR WORD(0xE000ED2Cu)
#define MMFAR WORD(0xE000ED34u)
#define BFAR WORD(0xE000ED38u)
#define CPACR WORD(0xE000ED88u)
#define FPCCR WORD(0xE000EF34u)
#define FPCAR WORD(0xE000EF38u)
#define FPDSCR WORD(0xE000EF3Cu)
#define NVIC_ISER WORD(0xE000E100u)
#define NVIC_ICER WORD(0xE000E180u)
#define NVIC_ISPR WORD(0xE000E200u)
#define NVIC_ICPR WORD(0xE000E280u)
#define NVIC_IABR WORD(0xE000E300u)
#define NVIC_IPR(n) WORD(0xE000E400u + 4u * (n))
#define STIR WORD(0xE000EF00u)
#define MPU_CTRL WORD(0xE000ED94u)
#define MPU_RBAR WORD(0xE000ED9Cu)
#define MPU_RASR WORD(0xE000EDA0u)
#define NOWHERE 0x60000000u
#define CCR_UNALIGN_TRP (1u << 3)
#define CCR_DIV_0_TRP (1u << 4)
#define CCR_NONBASETHRDENA 1u
#define FAULTS_ENABLED (7u << 16)
#define PEND_PENDSV (1u << 28)
#define PEND_NMI (1u << 31)
#define FPCCR_UFRDY (1u << 10) /* ARMv8-M's, which QEMU 7.2 sets here too */
#define FP_FRAME_BIT 16u
#define FRAME_PC 6u
#define FRAME_XPSR 7u
#define HARD_FAULT 3u
#define LAST_FAULT 6u
#define CFSR_INVPC (1u << 18)
#define IRQ 16u

static uint32_t resume;          /* where a fault goes on; 0: behind the instruction */
static void (*nested)(uint32_t); /* called by handlers */
static uint32_t forced_return;   /* EXC_RETURN to use once */
static uint32_t process_stack[128] __attribute__((aligned(8)));

static void word(uint32_t value) {
    emit(&value, sizeof value);
}

static void mark(const char name[8]) {
    emit(name, 8);
}

static uint32_t read_control(void) {
    uint32_t value;
    __asm volatile("mrs %0, control" : "=r"(value));
    return value;
}

/* Called by every handler. Returns the EXC_RETURN to use. */
__attribute__((used)) static uint32_t handle(uint32_t *frame, uint32_t exc_return, uint32_t sp) {
    uint32_t number = ICSR & 0x1FFu;
    uint32_t cfsr = CFSR;
    mark("handler ");
    word(number);
    word(exc_return);
    word(sp);
    word((uint32_t)frame);
    word(cfsr);
    word(HFSR);
    word((cfsr & 0x80u) != 0 ? MMFAR : 0);
    word((cfsr & 0x8000u) != 0 ? BFAR : 0);
    word(ICSR & ~(1u << 23));
    word(SHCSR);
    word(NVIC_IABR);
    word(NVIC_ISPR);
    word(read_control());
    CFSR = cfsr;
    HFSR = HFSR;
    if ((cfsr & 0x1010u) == 0) {
        bool asynchronous = number == 2 || number >= 14; /* where exactly it comes is not compared */
        emit(frame + (asynchronous ? FRAME_XPSR : 0), asynchronous ? 4 : 32);
        if (number >= HARD_FAULT && number <= LAST_FAULT && cfsr != 0) {
            uint32_t size = resume == 0 && *(const uint16_t *)frame[FRAME_PC] >= 0xE800u ? 4u : 2u;
            frame[FRAME_PC] = resume != 0 ? resume & ~1u : frame[FRAME_PC] + size;
            frame[FRAME_XPSR] |= 1u << 24;
        }
    }
    if ((cfsr & 0x1010u) != 0) {
        uint32_t *good = process_stack + 64;
        memset(good, 0, 32);
        good[FRAME_PC] = resume & ~1u;
        good[FRAME_XPSR] = 1u << 24;
        __asm volatile("msr psp, %0" ::"r"(good));
    }
    resume = 0;
    if (nested != NULL) {
        nested(number);
    }
    uint32_t legal = (cfsr & CFSR_INVPC) != 0 ? 0xFFFFFFE9u | (exc_return & FP_FRAME_BIT) : exc_return;
    uint32_t result = forced_return != 0 ? (forced_return & ~FP_FRAME_BIT) | (exc_return & FP_FRAME_BIT) : legal;
    forced_return = 0;
    return result;
}

__attribute__((naked)) void exception(void) {
    __asm volatile("mov r1, lr\n\t"
                   "mov r2, sp\n\t"
                   "tst r1, #4\n\t"
                   "ite eq\n\t"
                   "moveq r0, sp\n\t"
                   "mrsne r0, psp\n\t"
                   "push {r4, lr}\n\t"
                   "bl handle\n\t"
                   "pop {r4, lr}\n\t"
                   "bx r0\n\t");
}

static void supervisor_calls(void) {
    mark("svc     ");
    __asm volatile("svc 1");
    __asm volatile("sub sp, #4\n\tsvc 2\n\tadd sp, #4");
    __asm volatile("movs r0, #1\n\tcmp r0, #1\n\titete eq\n\tsvceq 3\n\tmovne r0, #2\n\tsvceq 4\n\tsvcne 5" ::: "r0", "cc");
    __asm volatile("msr psp, %0\n\tmsr control, %1\n\tisb\n\tsvc 6\n\tmov r3, #0\n\tmsr control, r3\n\tisb" ::"r"(
                       process_stack + 100),
                   "r"(2)
                   : "r3", "memory");
    __asm volatile("msr psp, %0\n\tmsr control, %1\n\tisb\n\tsvc 7\n\tmov r3, #0\n\tmsr control, r3\n\tisb" ::"r"(
                       process_stack + 101),
                   "r"(2)
                   : "r3", "memory");
    word(read_control());
}

static void pend_from_handler(uint32_t number) {
    if (number == IRQ + 3) {
        NVIC_ISPR = 1u << 1 | 1u << 2 | 1u << 4;
        __asm volatile("dsb\n\tisb");
        ICSR = PEND_PENDSV;
        __asm volatile("dsb\n\tisb");
        mark("end of 3");
    }
}

static void interrupts(void) {
    mark("irq     ");
    NVIC_IPR(0) = 0x40204080u; /* 0: 0x80, 1: 0x40, 2: 0x20, 3: 0x40 */
    NVIC_IPR(1) = 0x00000060u;
    SHPR3 = 0x00F00000u;
    NVIC_ISER = 0x1Fu;
    NVIC_ISPR = 0x1Fu;
    __asm volatile("isb");
    __asm volatile("cpsid i");
    NVIC_ISPR = 0x1Fu;
    ICSR = PEND_PENDSV;
    __asm volatile("isb");
    word(ICSR & ~(1u << 23));
    mark("enable  ");
    __asm volatile("cpsie i\n\tisb");
    nested = pend_from_handler;
    STIR = 3;
    __asm volatile("isb");
    nested = NULL;
    __asm volatile("msr basepri, %0\n\tisb" ::"r"(0x40u));
    NVIC_ISPR = 0x1Fu;
    __asm volatile("isb");
    mark("basepri ");
    __asm volatile("msr basepri_max, %0\n\tmsr basepri_max, %1\n\tisb" ::"r"(0x80u), "r"(0x20u));
    NVIC_ISPR = 1u << 2;
    __asm volatile("isb");
    mark("lower   ");
    __asm volatile("msr basepri, %0\n\tisb" ::"r"(0u));
    AIRCR = 0x05FA0600u; /* only bit 7 is group priority */
    nested = pend_from_handler;
    NVIC_ISPR = 1u << 3;
    __asm volatile("isb");
    nested = NULL;
    AIRCR = 0x05FA0000u;
    NVIC_ICER = 1u << 1;
    NVIC_ISPR = 1u << 1;
    __asm volatile("isb");
    word(NVIC_ISPR);
    word(NVIC_ISER);
    NVIC_ICPR = 1u << 1;
    word(NVIC_ISPR);
    __asm volatile("cpsid f");
    ICSR = PEND_NMI;
    __asm volatile("isb");
    mark("faultmsk");
    NVIC_ISPR = 1;
    __asm volatile("isb\n\tcpsie f\n\tisb");
    ICSR = 1u << 26;
    __asm volatile("isb");
}

static void provoke(const char name[8], uint32_t kind) {
    mark(name);
    uint32_t nowhere = NOWHERE;
    uint32_t odd = 0x20000002u;
    switch (kind) {
    case 0:
        __asm volatile("udf #1");
        break;
    case 1:
        __asm volatile("ldr r3, [%0]" ::"r"(nowhere) : "r3");
        break;
    case 2:
        __asm volatile("str r3, [%0, #8]" ::"r"(nowhere));
        break;
    case 3:
        __asm volatile("ldmia %0, {r3, r4}" ::"r"(odd) : "r3", "r4");
        break;
    case 4:
        CCR |= CCR_UNALIGN_TRP;
        __asm volatile("svc 0"); /* QEMU 7.2 looks at the bit after the next exception only */
        __asm volatile("ldr r3, [%0]" ::"r"(odd) : "r3");
        CCR &= ~CCR_UNALIGN_TRP;
        __asm volatile("svc 0");
        break;
    case 5:
        CCR |= CCR_DIV_0_TRP; /* QEMU 7.2 needs the barriers: it stacks r3 as it was at the beginning of its block */
        __asm volatile("mov r3, #0\n\tisb\n\tudiv r3, r3, r3\n\tisb\n\tsdiv r3, r3, r3" ::: "r3");
        CCR &= ~CCR_DIV_0_TRP;
        break;
    case 6:
        CPACR = 0;
        __asm volatile("dsb\n\tisb\n\tvadd.f32 s0, s0, s0\n\tvmrs r3, fpscr" ::: "r3");
        CPACR = 0xFu << 20;
        __asm volatile("dsb\n\tisb");
        break;
    case 7:
        __asm volatile("adr r3, 1f\n\tadds r3, #1\n\tstr r3, [%0]\n\tldr r3, =0x08000200\n\tbx r3\n\t.ltorg\n\t.align 2\n1:\n\tnop" ::"r"(
                           &resume)
                       : "r3", "memory");
        break;
    case 8:
        __asm volatile("adr r3, 1f\n\tadds r3, #1\n\tstr r3, [%0]\n\tldr r3, =0x40000001\n\tbx r3\n\t.ltorg\n\t.align 2\n1:\n\tnop" ::"r"(
                           &resume)
                       : "r3", "memory");
        break;
    case 9:
        __asm volatile("adr r3, 1f\n\tadds r3, #1\n\tstr r3, [%0]\n\tldr r3, =0x60000001\n\tbx r3\n\t.ltorg\n\t.align 2\n1:\n\tnop" ::"r"(
                           &resume)
                       : "r3", "memory");
        break;
    case 10:
        __asm volatile("mrc p0, 0, r3, c0, c0, 0" ::: "r3");
        break;
    case 11:
        __asm volatile("ldrd r3, r4, [%0]" ::"r"(odd) : "r3", "r4");
        __asm volatile("vldr s0, [%0]" ::"r"(odd));
        __asm volatile("ldrex r3, [%0]" ::"r"(odd) : "r3");
        break;
    default:
        __asm volatile("mov r3, #0xF0000000\n\tmov lr, r3\n\tadr r4, 1f\n\tadds r4, #1\n\tstr r4, [%0]\n\tbx lr\n\t.align 2\n1:\n\tnop" ::"r"(
                           &resume)
                       : "r3", "r4", "lr", "memory");
        break;
    }
}

static void faults(void) {
    static const char names[13][9] = {"udf     ", "read    ", "write   ", "ldm     ", "unalign ", "divide  ", "no fpu  ",
                                      "state   ", "xn      ", "fetch   ", "coproc  ", "ldrd    ", "bx lr   "};
    for (uint32_t enabled = 0; enabled < 2; ++enabled) {
        SHCSR = enabled != 0 ? FAULTS_ENABLED : 0;
        for (uint32_t kind = 0; kind < 13; ++kind) {
            provoke(names[kind], kind);
        }
    }
}

static void bad_returns(uint32_t number) {
    static const uint32_t values[] = {0xFFFFFFF5u, 0xFFFFFFF1u, 0xFFFFFFF0u};
    static uint32_t next;
    if (number == 11 && next < sizeof values / sizeof *values) {
        forced_return = values[next++];
    }
}

static void returns(void) {
    mark("return  ");
    SHCSR = FAULTS_ENABLED;
    nested = bad_returns;
    for (uint32_t k = 0; k < 3; ++k) {
        __asm volatile("adr r3, 1f\n\tadds r3, #1\n\tstr r3, [%0]\n\tsvc 9\n\tnop\n\t.align 2\n1:\n\tnop" ::"r"(&resume)
                       : "r3", "memory");
    }
    nested = NULL;
}

__attribute__((noinline)) static void use_fpu(uint32_t number) {
    (void)number;
    word(FPCCR & ~FPCCR_UFRDY);
    word(FPCAR);
    __asm volatile("vmov s0, %0\n\tvmov s15, %0\n\tvmov s31, %0" ::"r"(0x12345678u));
    word(FPCCR & ~FPCCR_UFRDY);
    word(read_control());
    uint32_t fpscr;
    __asm volatile("vmrs %0, fpscr" : "=r"(fpscr));
    word(fpscr & ~0x1Fu); /* QEMU 7.2 takes all of FPSCR from FPDSCR, not only bits 26 to 22 (B1.5.7) */
    emit((const void *)FPCAR, 68);
}

static void floating_point(void) {
    mark("fp      ");
    FPDSCR = 3u << 22;
    for (uint32_t mode = 0; mode < 4; ++mode) {
        FPCCR = mode == 0 ? 0 : mode == 1 ? 1u << 31 : mode == 2 ? 1u << 30 : 3u << 30;
        uint32_t control = read_control();
        word(control);
        __asm volatile("msr control, %0\n\tisb" ::"r"(control & ~4u));
        __asm volatile("svc 1");
        __asm volatile("vmov s0, %0\n\tvmov s1, %1\n\tvmsr fpscr, %2" ::"r"(0x3F800000u), "r"(0x40000000u), "r"(0x01000003u));
        word(read_control());
        __asm volatile("svc 2");
        nested = use_fpu;
        __asm volatile("svc 3");
        nested = NULL;
        uint32_t after[3];
        __asm volatile("vmov %0, s0\n\tvmov %1, s1\n\tvmrs %2, fpscr" : "=r"(after[0]), "=r"(after[1]), "=r"(after[2]));
        emit(after, sizeof after);
    }
    FPDSCR = 0;
    __asm volatile("vmsr fpscr, %0" ::"r"(0));
}

static void unprivileged(void) {
    mark("user    ");
    SHCSR = FAULTS_ENABLED;
    uint32_t seen[5] = {0};
    __asm volatile("msr psp, %1\n\tmsr control, %2\n\tisb\n\t"
                   "ldr r4, =0xE000ED00\n\tldr r5, [r4]\n\t"
                   "cpsid i\n\tmrs r5, primask\n\tstr r5, [%0]\n\t"
                   "mov r5, #0x80\n\tmsr basepri, r5\n\tmrs r5, basepri\n\tstr r5, [%0, #4]\n\t"
                   "mrs r5, control\n\tstr r5, [%0, #8]\n\t"
                   "mrs r5, msp\n\tstr r5, [%0, #12]\n\t"
                   "mov r5, #0\n\tmsr control, r5\n\tisb\n\tmrs r5, control\n\tstr r5, [%0, #16]\n\t"
                   "ldr r4, =0xE000EF00\n\tmov r5, #2\n\tstr r5, [r4]\n\t"
                   "svc 8\n\t" ::"r"(seen),
                   "r"(process_stack + 100), "r"(3)
                   : "r4", "r5", "memory");
    /* Still unprivileged: the handler below gives the privilege back. */
    emit(seen, sizeof seen);
}

static void privilege_again(uint32_t number) {
    if (number == 11) {
        __asm volatile("msr control, %0\n\tisb" ::"r"(read_control() & ~1u));
    }
}

static void set_region(uint32_t region, uint32_t base, uint32_t attributes) {
    MPU_RBAR = base | 16u | region;
    MPU_RASR = attributes | 1u;
}

static void stack_error(uint32_t stack) {
    __asm volatile("adr r3, 1f\n\tadds r3, #1\n\tstr r3, [%0]\n\tmsr psp, %1\n\tmsr control, %2\n\tisb\n\tudf #3\n\t.align 2\n1:\n\t"
                   "mov r3, #0\n\tmsr control, r3\n\tisb" ::"r"(&resume),
                   "r"(stack), "r"(2)
                   : "r0", "r1", "r2", "r3", "r12", "lr", "cc", "memory");
}

static void protection(void) {
    mark("mpu     ");
    SHCSR = FAULTS_ENABLED;
    set_region(0, 0x08000000u, 6u << 24 | 19u << 1);              /* flash: read-only */
    set_region(1, 0x20000000u, 3u << 24 | 16u << 1);              /* RAM: full access */
    set_region(2, 0x2001C000u, 2u << 24 | 1u << 28 | 7u << 1);    /* 256 bytes: user reads, never executed */
    set_region(3, 0x2001C800u, 0u << 24 | 9u << 1 | 0xFEu << 8);  /* an eighth of 1 KiB: nothing, subregions off */
    set_region(4, 0x2001C400u, 5u << 24 | 7u << 1);               /* privileged reads */
    MPU_CTRL = 5;
    __asm volatile("dsb\n\tisb");
    WORD(0x2001C000u) = 0x4770BF00u; /* nop; bx lr */
    word(WORD(0x2001C004u) * 0u);
    __asm volatile("mov r3, #0\n\tstr r3, [%0]" ::"r"(0x2001C400u) : "r3");
    __asm volatile("ldr r3, [%0]" ::"r"(0x2001C400u) : "r3");
    __asm volatile("ldrt r3, [%0]" ::"r"(0x2001C400u) : "r3");
    __asm volatile("strt r3, [%0]" ::"r"(0x2001C000u) : "r3");
    __asm volatile("ldrbt r3, [%0]" ::"r"(0x2001C000u) : "r3");
    __asm volatile("ldr r3, [%0]" ::"r"(0x2001C800u) : "r3");
    __asm volatile("ldr r3, [%0]" ::"r"(0x2001C880u) : "r3");
    __asm volatile("str r3, [%0]" ::"r"(0x08000000u) : "r3");
    __asm volatile("adr r3, 1f\n\tadds r3, #1\n\tstr r3, [%0]\n\tbx %1\n\t.align 2\n1:\n\tnop" ::"r"(&resume), "r"(0x2001C001u)
                   : "r3", "memory");
    /* Frames that the process stack does not take: by the MPU, and by the bus. */
    stack_error(0x2001C500u - 0x40u);
    stack_error(NOWHERE + 0x100u);
    MPU_CTRL = 0;
    __asm volatile("dsb\n\tisb");
}

static void sleeping(void) {
    mark("sleep   ");
    __asm volatile("sev\n\twfe");
    __asm volatile("cpsid i");
    ICSR = PEND_PENDSV;
    __asm volatile("wfi");
    mark("awake   ");
    __asm volatile("cpsie i\n\tisb");
    WORD(0xE000E014u) = 1000;
    WORD(0xE000E018u) = 0;
    WORD(0xE000E010u) = 5;
    while ((WORD(0xE000E010u) & 1u << 16) == 0) {
    }
    WORD(0xE000E010u) = 0;
    word(WORD(0xE000E014u));
}

static void exclusive(void) {
    mark("exclusiv");
    uint32_t cell = 5;
    uint32_t status[3];
    __asm volatile("ldrex r3, [%1]\n\tstrex r4, r3, [%1]\n\tstr r4, [%0]\n\t"
                   "ldrex r3, [%1]\n\tsvc 1\n\tstrex r4, r3, [%1]\n\tstr r4, [%0, #4]\n\t"
                   "ldrex r3, [%1]\n\tclrex\n\tstrex r4, r3, [%1]\n\tstr r4, [%0, #8]" ::"r"(status),
                   "r"(&cell)
                   : "r3", "r4", "memory");
    emit(status, sizeof status);
}

void run(void) {
    SHPR2 = 0;
    supervisor_calls();
    interrupts();
    faults();
    returns();
    floating_point();
    nested = privilege_again;
    unprivileged();
    __asm volatile("mov r3, #0\n\tmsr control, r3\n\tisb" ::: "r3");
    nested = NULL;
    exclusive();
    sleeping();
    protection();
}
