package io.gradhil.virtual.cpu;

/** Who may use the FPU, and when its registers are stacked (B1.4.7, B1.5.7, B3.2.20 to B3.2.24). */
final class FpContext {
    static final int LSPACT = 1;
    static final int USER = 1 << 1;
    static final int THREAD = 1 << 3;
    static final int HFRDY = 1 << 4;
    static final int MMRDY = 1 << 5;
    static final int BFRDY = 1 << 6;
    static final int MONRDY = 1 << 8;
    static final int LSPEN = 1 << 30;
    static final int ASPEN = 1 << 31;

    private static final int FPDSCR_MASK = 0x07C00000;

    int cpacr;
    int fpccr;
    int fpcar;
    int fpdscr;

    private final Core core;

    FpContext(Core core) {
        this.core = core;
        reset();
    }

    void reset() {
        cpacr = 0;
        fpccr = ASPEN | LSPEN;
        fpcar = 0;
        fpdscr = 0;
    }

    boolean isReady() {
        return isAllowed()
                && (fpccr & LSPACT) == 0
                && ((core.control & Core.CONTROL_FPCA) != 0 || (fpccr & ASPEN) == 0);
    }

    /** ExecuteFPCheck: refuses, or stacks what was put off, or opens a new context. */
    void prepare() {
        if (!isAllowed()) {
            throw core.usageFault(FaultStatus.NOCP);
        }
        if ((fpccr & LSPACT) != 0) {
            preserve();
        }
        if ((fpccr & ASPEN) != 0 && (core.control & Core.CONTROL_FPCA) == 0) {
            core.control |= Core.CONTROL_FPCA;
            core.fpscr = core.fpscr & ~FPDSCR_MASK | fpdscr & FPDSCR_MASK;
        }
    }

    /** Stacks s0 to s15 and FPSCR at {@code address}, or notes that it is to be done there (UpdateFPCCR). */
    void stack(int address) {
        if ((fpccr & LSPEN) == 0) {
            if (!isAllowed()) {
                throw core.usageFault(FaultStatus.NOCP);
            }
            store(address);
            return;
        }
        fpcar = address & ~7;
        Exceptions exceptions = core.exceptions;
        int flags = LSPACT;
        flags |= core.isPrivileged() ? 0 : USER;
        flags |= core.ipsr == 0 ? THREAD : 0;
        flags |= exceptions.priority() > -1 ? HFRDY : 0;
        flags |= mayTake(Exceptions.BUS_FAULT) ? BFRDY : 0;
        flags |= mayTake(Exceptions.MEM_MANAGE) ? MMRDY : 0;
        flags |= mayTake(Exceptions.DEBUG_MONITOR) ? MONRDY : 0;
        fpccr = fpccr & (ASPEN | LSPEN) | flags;
    }

    /** Takes s0 to s15 and FPSCR back; if they were never stacked they are still there. */
    void unstack(int address) {
        if ((fpccr & LSPACT) != 0) {
            fpccr &= ~LSPACT;
            return;
        }
        if (!isAllowed()) {
            throw core.usageFault(FaultStatus.NOCP);
        }
        for (int k = 0; k < 16; k++) {
            core.s[k] = core.memory.load32(address + 4 * k);
        }
        core.fpscr = core.memory.load32(address + 64) & Fpu.FPSCR_MASK;
    }

    private void preserve() {
        try {
            store(fpcar);
        } catch (Fault fault) {
            boolean protection = fault.exception == Exceptions.MEM_MANAGE;
            throw core.fault(fault.exception, protection ? FaultStatus.MLSPERR : FaultStatus.LSPERR);
        } finally {
            fpccr &= ~LSPACT;
        }
    }

    private void store(int address) {
        for (int k = 0; k < 16; k++) {
            core.memory.store32(address + 4 * k, core.s[k]);
        }
        core.memory.store32(address + 64, core.fpscr);
    }

    private boolean mayTake(int number) {
        Nvic nvic = core.exceptions.nvic;
        return nvic.enabled[number] && nvic.groupPriority(nvic.priority[number]) < core.exceptions.priority();
    }

    /** CPACR.CP10: 0 nobody, 1 privileged code, 3 all. */
    private boolean isAllowed() {
        int access = cpacr >>> 20 & 3;
        return access == 3 || access == 1 && core.isPrivileged();
    }
}
