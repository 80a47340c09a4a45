package io.gradhil.virtual.cpu;

/**
 * The state that instructions work on (B1.4), and the few primitives they share: flags, branches, faults. What decides which
 * instruction is next lies in {@link CortexM4} and {@link Exceptions}.
 */
final class Core {
    static final int SP = 13;
    static final int LR = 14;
    static final int PC = 15;

    static final int CONTROL_NPRIV = 1;
    static final int CONTROL_SPSEL = 2;
    static final int CONTROL_FPCA = 4;

    private static final int EPSR_T = 1 << 24;
    private static final int APSR_Q = 1 << 27;

    /** r0 to r12, SP in use, LR; r[15] reads as the instruction at hand sees it: its address plus 4. */
    final int[] r = new int[16];
    /** s0 to s31 as bits. */
    final int[] s = new int[32];

    /** Address of the next instruction, even. */
    int pc;
    /** EPSR.T; without it the next instruction faults. */
    boolean thumb;
    /** Negative if APSR.N is set. */
    int negative;
    /** Zero if APSR.Z is set. */
    int zero;
    /** APSR.C: 0 or 1. */
    int carry;
    /** Negative if APSR.V is set. */
    int overflow;
    /** APSR.Q. */
    boolean saturated;
    /** APSR.GE, 4 bits. */
    int ge;
    /** EPSR.IT, bits 7 to 0 as in the manual's ITSTATE (A7.3.3); 0 outside an IT block. */
    int it;
    /** IPSR: number of the exception being handled, 0 in Thread mode. */
    int ipsr;
    /** Whether {@link #pc} is where a handler begins. */
    boolean atHandler;
    /** The stack pointer not in use: PSP while MSP is in r13, and the other way round. */
    int otherSp;

    int control;
    boolean primask;
    boolean faultmask;
    int basepri;
    int fpscr;
    /** Whether the local exclusive monitor holds a tag. */
    boolean exclusive;

    boolean eventRegister;
    boolean sleeping;
    boolean lockedUp;

    /** Changes whenever translated code was discarded. */
    int codeGeneration;

    /** What was executed last, for the cycles of what follows it. */
    Instruction previous = CodeCache.NOTHING;

    /** Clock cycles since creation. */
    long cycles;
    /** {@link #cycles} at which the loop of instructions ends; the past if something needs attention. */
    long stop;

    final DataAccess memory;
    final Fpu fpu;
    final Exceptions exceptions;
    private final Fault fault = new Fault();

    Core(DataAccess memory, CortexM4.Chip chip) {
        this.memory = memory;
        this.fpu = new Fpu(this);
        this.exceptions = new Exceptions(this, chip);
        memory.attach(this);
    }

    /** Resets registers; those that the architecture leaves UNKNOWN become 0. */
    void reset() {
        java.util.Arrays.fill(r, 0);
        java.util.Arrays.fill(s, 0);
        setXpsr(0);
        ipsr = 0;
        otherSp = 0;
        control = 0;
        primask = false;
        faultmask = false;
        basepri = 0;
        fpscr = 0;
        exclusive = false;
        eventRegister = false;
        sleeping = false;
        lockedUp = false;
        previous = CodeCache.NOTHING;
        thumb = true;
    }

    /** Makes the loop of instructions end after the one at hand, so that what is pending is looked at. */
    void attention() {
        stop = Long.MIN_VALUE;
    }

    /** Returns the address of the instruction at hand. */
    int current() {
        return r[PC] - 4;
    }

    boolean isPrivileged() {
        return ipsr != 0 || (control & CONTROL_NPRIV) == 0;
    }

    /** Abandons the instruction with a fault of class {@code exception}; {@code status} are bits of CFSR. */
    Fault fault(int exception, int status) {
        fault.set(exception, status, 0, false);
        return fault;
    }

    /** Abandons the instruction with a fault that concerns {@code address}, which goes to MMFAR or BFAR. */
    Fault fault(int exception, int status, int address) {
        fault.set(exception, status, address, true);
        return fault;
    }

    Fault usageFault(int status) {
        return fault(Exceptions.USAGE_FAULT, status);
    }

    /** Returns the FPU for an FP instruction, after the checks of B1.5.7 ExecuteFPCheck. */
    Fpu fp() {
        if (!exceptions.fpReady) {
            exceptions.prepareFp();
        }
        return fpu;
    }

    void setNz(int result) {
        negative = result;
        zero = result;
    }

    /** Sets the flags of {@code a + b = result}. */
    void setAddFlags(int a, int b, int result) {
        negative = result;
        zero = result;
        carry = Integer.compareUnsigned(result, a) < 0 ? 1 : 0;
        overflow = (a ^ result) & (b ^ result);
    }

    /** Sets the flags of {@code a - b = result}. */
    void setSubFlags(int a, int b, int result) {
        negative = result;
        zero = result;
        carry = Integer.compareUnsigned(a, b) >= 0 ? 1 : 0;
        overflow = (a ^ b) & (a ^ result);
    }

    /** Returns a + b + carry (A2.2.1 AddWithCarry) and sets the flags if asked to. */
    int addWithCarry(int a, int b, boolean flags) {
        int result = a + b + carry;
        if (flags) {
            long sum = (a & 0xFFFFFFFFL) + (b & 0xFFFFFFFFL) + carry;
            negative = result;
            zero = result;
            carry = (int) (sum >>> 32);
            overflow = (a ^ result) & (b ^ result);
        }
        return result;
    }

    /** Writes a register that may be SP, whose low two bits are always zero (B1.4.1). */
    void setRegister(int number, int value) {
        r[number] = number == SP ? value & ~3 : value;
    }

    /** BranchWritePC, ALUWritePC. */
    void branch(int target) {
        pc = target & ~1;
    }

    /** BXWritePC, LoadWritePC: bit 0 is the new T; in Handler mode 0xFXXXXXXX ends the exception (B1.5.8). */
    void branchExchange(int target) {
        if (ipsr != 0 && target >>> 28 == 0xF) {
            exceptions.requestReturn(target);
            return;
        }
        branchInterworking(target);
    }

    /** BLXWritePC: bit 0 is the new T. */
    void branchInterworking(int target) {
        pc = target & ~1;
        if ((target & 1) == 0) {
            thumb = false;
            attention();
        }
    }

    /** Loads a register by LDR, which branches if it is PC. */
    void load(int number, int value) {
        if (number == PC) {
            cycles += Timing.REFILL_LATE;
            branchExchange(value);
        } else {
            r[number] = value;
        }
    }

    /** A7.3.1 ConditionPassed. */
    boolean passes(int condition) {
        boolean result =
                switch (condition >>> 1) {
                    case 0 -> zero == 0;
                    case 1 -> carry != 0;
                    case 2 -> negative < 0;
                    case 3 -> overflow < 0;
                    case 4 -> carry != 0 && zero != 0;
                    case 5 -> (negative ^ overflow) >= 0;
                    case 6 -> (negative ^ overflow) >= 0 && zero != 0;
                    default -> true;
                };
        return ((condition & 1) != 0 && condition != 15) != result;
    }

    /** A7.3.3 ITAdvance. */
    static int advance(int state) {
        return (state & 7) == 0 ? 0 : state & 0xE0 | state << 1 & 0x1F;
    }

    int apsr() {
        return (negative & 1 << 31)
                | (zero == 0 ? 1 << 30 : 0)
                | carry << 29
                | (overflow >>> 31) << 28
                | (saturated ? APSR_Q : 0)
                | ge << 16;
    }

    void setNzcv(int value) {
        negative = value;
        zero = (value >>> 30 & 1) ^ 1;
        carry = value >>> 29 & 1;
        overflow = value << 3;
    }

    int xpsr() {
        return apsr() | (thumb ? EPSR_T : 0) | (it & 3) << 25 | (it & 0xFC) << 8 | ipsr;
    }

    /** Sets APSR and EPSR as an exception return does; IPSR is left alone. */
    void setXpsr(int value) {
        setNzcv(value);
        saturated = (value & APSR_Q) != 0;
        ge = value >>> 16 & 15;
        thumb = (value & EPSR_T) != 0;
        it = value >>> 25 & 3 | value >>> 8 & 0xFC;
    }

    void setQ(boolean value) {
        saturated = value;
    }

    int msp() {
        return usesPsp() ? otherSp : r[SP];
    }

    int psp() {
        return usesPsp() ? r[SP] : otherSp;
    }

    void setMsp(int value) {
        if (usesPsp()) {
            otherSp = value & ~3;
        } else {
            r[SP] = value & ~3;
        }
    }

    void setPsp(int value) {
        if (usesPsp()) {
            r[SP] = value & ~3;
        } else {
            otherSp = value & ~3;
        }
    }

    boolean usesPsp() {
        return (control & CONTROL_SPSEL) != 0;
    }

    /** Chooses the stack pointer; the caller sees to it that Handler mode uses MSP. */
    void selectPsp(boolean process) {
        if (process != usesPsp()) {
            int used = r[SP];
            r[SP] = otherSp;
            otherSp = used;
            control ^= CONTROL_SPSEL;
        }
    }
}
