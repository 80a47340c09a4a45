package io.gradhil.virtual.cpu;

/** Stacking and unstacking (B1.5.6 PushStack, B1.5.8 PopStack). */
final class ExceptionFrame {
    private static final int BASIC_BYTES = 0x20;
    private static final int EXTENDED_BYTES = 0x68;
    private static final int FP_OFFSET = 0x20;
    private static final int XPSR_ALIGNED = 1 << 9;
    private static final int RETURN_BASIC = 1 << 4;
    private static final int RETURN_THREAD = 1 << 3;
    private static final int RETURN_PSP = 1 << 2;

    private final Core core;
    private boolean failed;
    private boolean consistent;

    ExceptionFrame(Core core) {
        this.core = core;
    }

    /** Tells whether the last push or pop met a fault, which is pending then. */
    boolean failed() {
        return failed;
    }

    /** Tells whether the mode returned to agrees with the IPSR that was stacked. */
    boolean isConsistent() {
        return consistent;
    }

    /** Stacks the context; returns EXC_RETURN. */
    int push() {
        failed = false;
        boolean extended = (core.control & Core.CONTROL_FPCA) != 0;
        boolean align = extended || (core.exceptions.ccr & Exceptions.CCR_STKALIGN) != 0;
        int sp = core.r[Core.SP];
        int odd = align ? sp & 4 : 0;
        int base = sp - (extended ? EXTENDED_BYTES : BASIC_BYTES) & (align ? ~4 : -1);
        int result = exceptionReturn(extended);
        core.r[Core.SP] = base;
        try {
            store(base, odd != 0);
            if (extended) {
                core.exceptions.fp.stack(base + FP_OFFSET);
            }
        } catch (Fault fault) {
            fail(fault, FaultStatus.MSTKERR, FaultStatus.STKERR);
        }
        return result;
    }

    private void store(int base, boolean odd) {
        int[] r = core.r;
        DataAccess memory = core.memory;
        for (int k = 0; k < 4; k++) {
            memory.store32(base + 4 * k, r[k]);
        }
        memory.store32(base + 16, r[12]);
        memory.store32(base + 20, r[Core.LR]);
        memory.store32(base + 24, core.pc);
        memory.store32(base + 28, core.xpsr() & ~XPSR_ALIGNED | (odd ? XPSR_ALIGNED : 0));
    }

    private int exceptionReturn(boolean extended) {
        int result = 0xFFFFFFE1 | (extended ? 0 : RETURN_BASIC);
        return core.ipsr != 0 ? result : result | RETURN_THREAD | (core.usesPsp() ? RETURN_PSP : 0);
    }

    /** Unstacks the context that {@code value}, an EXC_RETURN, names. */
    void pop(int value) {
        failed = false;
        boolean thread = (value & RETURN_THREAD) != 0;
        boolean extended = (value & RETURN_BASIC) == 0;
        core.ipsr = thread ? 0 : core.ipsr;
        core.selectPsp((value & RETURN_PSP) != 0 && thread);
        int base = core.r[Core.SP];
        try {
            int psr = load(base);
            if (extended) {
                core.exceptions.fp.unstack(base + FP_OFFSET);
            }
            core.control = core.control & ~Core.CONTROL_FPCA | (extended ? Core.CONTROL_FPCA : 0);
            restore(base, psr, extended, thread);
        } catch (Fault fault) {
            fail(fault, FaultStatus.MUNSTKERR, FaultStatus.UNSTKERR);
        }
    }

    private int load(int base) {
        int[] r = core.r;
        DataAccess memory = core.memory;
        int psr = memory.load32(base + 28);
        int pc = memory.load32(base + 24);
        for (int k = 0; k < 4; k++) {
            r[k] = memory.load32(base + 4 * k);
        }
        r[12] = memory.load32(base + 16);
        r[Core.LR] = memory.load32(base + 20);
        core.pc = pc & ~1;
        return psr;
    }

    private void restore(int base, int psr, boolean extended, boolean thread) {
        boolean align = extended || (core.exceptions.ccr & Exceptions.CCR_STKALIGN) != 0;
        int end = base + (extended ? EXTENDED_BYTES : BASIC_BYTES);
        core.r[Core.SP] = align && (psr & XPSR_ALIGNED) != 0 ? end | 4 : end;
        core.setXpsr(psr);
        core.ipsr = psr & 0x1FF;
        consistent = (core.ipsr == 0) == thread;
        if (!consistent && thread) {
            core.ipsr = 0;
        }
    }

    private void fail(Fault fault, int memManage, int bus) {
        failed = true;
        int status = fault.exception == Exceptions.MEM_MANAGE
                ? memManage
                : fault.exception == Exceptions.BUS_FAULT ? bus : fault.status;
        core.exceptions.faults.cfsr |= status;
        core.exceptions.pendDerived(fault.exception);
    }
}
