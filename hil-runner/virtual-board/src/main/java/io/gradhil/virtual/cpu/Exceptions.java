package io.gradhil.virtual.cpu;

/** Exceptions: when they are taken, priorities, escalation, sleep (B1.5). Stacking is {@link ExceptionFrame}'s. */
final class Exceptions {
    static final int RESET = 1;
    static final int NMI = 2;
    static final int HARD_FAULT = 3;
    static final int MEM_MANAGE = 4;
    static final int BUS_FAULT = 5;
    static final int USAGE_FAULT = 6;
    static final int SVCALL = 11;
    static final int DEBUG_MONITOR = 12;
    static final int PENDSV = 14;
    static final int SYSTICK = 15;
    static final int FIRST_INTERRUPT = 16;

    /** An STM32F4 implements 4 bits of priority (PM0214 section 4.2). */
    static final int PRIORITY_MASK = 0xF0;

    static final int CCR_NONBASETHRDENA = 1;
    static final int CCR_USERSETMPEND = 1 << 1;
    static final int CCR_UNALIGN_TRP = 1 << 3;
    static final int CCR_DIV_0_TRP = 1 << 4;
    static final int CCR_BFHFNMIGN = 1 << 8;
    static final int CCR_STKALIGN = 1 << 9;
    static final int SCR_SLEEPONEXIT = 2;
    static final int SCR_SLEEPDEEP = 4;
    static final int SCR_SEVONPEND = 16;

    private static final int CYCLES_ENTRY = 12;
    private static final int LOCKUP_PC = 0xFFFFFFFE;

    final Nvic nvic = new Nvic();
    final FaultStatus faults = new FaultStatus();
    final FpContext fp;
    /** Whether FP instructions may go ahead without further checks. */
    boolean fpReady;

    int vtor;
    int scr;
    int ccr = CCR_STKALIGN;

    private final Core core;
    private final CortexM4.Chip chip;
    private final ExceptionFrame frame;
    private final ExceptionReturn exit;
    private DebugEvents debug = DebugEvents.NONE;
    private boolean waitsForEvent;

    Exceptions(Core core, CortexM4.Chip chip) {
        this.core = core;
        this.chip = chip;
        fp = new FpContext(core);
        frame = new ExceptionFrame(core);
        exit = new ExceptionReturn(core, this, frame);
    }

    void attach(DebugEvents events) {
        debug = events;
    }

    void reset() {
        nvic.reset();
        faults.reset();
        fp.reset();
        vtor = 0;
        scr = 0;
        ccr = CCR_STKALIGN;
        changed();
    }

    /** Something that decides what is executed next has changed. */
    void changed() {
        fpReady = fp.isReady();
        if (next() != 0 || core.sleeping) {
            core.attention();
        }
    }

    /** Returns the priority of what is executed now (B1.5.4 ExecutionPriority). */
    int priority() {
        return priority(core.primask);
    }

    private int priority(boolean primask) {
        int boosted = core.basepri != 0 ? nvic.groupPriority(core.basepri) : 256;
        if (primask) {
            boosted = Math.min(boosted, 0);
        }
        if (core.faultmask) {
            boosted = -1;
        }
        return Math.min(boosted, nvic.activePriority());
    }

    /** Returns the exception to take now, or 0. */
    int next() {
        return next(core.primask);
    }

    private int next(boolean primask) {
        if (!nvic.anyPending()) {
            return 0;
        }
        int first = nvic.first();
        return first != 0 && nvic.groupPriority(nvic.priority[first]) < priority(primask) && !debug.masks(first)
                ? first
                : 0;
    }

    /** Tells whether something ends WFI: PRIMASK does not matter (B1.5.19). */
    boolean wakes() {
        return next(false) != 0;
    }

    void pend(int number) {
        if (!nvic.isPending(number)) {
            nvic.setPending(number, true);
            if ((scr & SCR_SEVONPEND) != 0) {
                core.eventRegister = true;
            }
            changed();
        }
    }

    /** An interrupt line has changed: a rising edge pends, the level pends again when the handler returns. */
    void line(int number, boolean level) {
        boolean rises = level && !nvic.asserted[number];
        nvic.asserted[number] = level;
        if (rises) {
            pend(number);
        }
    }

    /** Takes exception {@code number}, which is pending; {@code core.pc} is where to return to. */
    void take(int number) {
        core.sleeping = false;
        if (core.lockedUp) {
            core.lockedUp = false;
        }
        core.cycles += CYCLES_ENTRY;
        int exceptionReturn = frame.push();
        // An error while stacking pends a fault, which comes first if it may (B1.5.11).
        int first = nvic.first();
        enter(frame.failed() && first != 0 ? first : number, exceptionReturn);
    }

    /** Begins a handler (B1.5.6 ExceptionTaken). */
    void enter(int number, int exceptionReturn) {
        nvic.setPending(number, false);
        nvic.setActive(number, true);
        core.r[Core.LR] = exceptionReturn;
        core.ipsr = number;
        core.atHandler = true;
        core.previous = CodeCache.NOTHING;
        core.it = 0;
        core.selectPsp(false);
        core.control &= ~Core.CONTROL_FPCA;
        core.exclusive = false;
        core.eventRegister = true;
        int vector = vector(number);
        core.pc = vector & ~1;
        core.thumb = (vector & 1) != 0;
        changed();
        core.attention();
        debug.taken(number);
    }

    private int vector(int number) {
        try {
            return core.memory.vector(vtor + 4 * number);
        } catch (Fault fault) {
            faults.hfsr |= FaultStatus.HFSR_VECTTBL;
            escalate();
            return core.pc | 1;
        }
    }

    /** A synchronous fault of the instruction at hand. */
    void fault(Fault fault) {
        core.pc = core.current();
        faults.record(fault);
        raise(fault.exception);
    }

    /** Takes or escalates a synchronous exception (B1.5.4, B1.5.15). */
    void raise(int number) {
        if (nvic.enabled[number] && nvic.groupPriority(nvic.priority[number]) < priority()) {
            nvic.setPending(number, true);
            take(number);
        } else {
            faults.hfsr |= FaultStatus.HFSR_FORCED;
            escalate();
        }
    }

    /** Pends a fault met while stacking or unstacking; returns false if that locks up. */
    boolean pendDerived(int number) {
        boolean taken = nvic.enabled[number] && nvic.groupPriority(nvic.priority[number]) < priority();
        if (!taken && priority() <= -1) {
            lockUp();
            return false;
        }
        if (!taken) {
            faults.hfsr |= FaultStatus.HFSR_FORCED;
        }
        nvic.setPending(taken ? number : HARD_FAULT, true);
        return true;
    }

    private void escalate() {
        if (priority() <= -1) {
            lockUp();
        } else {
            nvic.setPending(HARD_FAULT, true);
            take(HARD_FAULT);
        }
    }

    void lockUp() {
        core.lockedUp = true;
        core.pc = LOCKUP_PC;
        core.attention();
    }

    /** SVC: pends SVCall, or HardFault where its priority does not suffice (B1.5.4). */
    void supervisorCall() {
        if (nvic.groupPriority(nvic.priority[SVCALL]) < priority()) {
            nvic.setPending(SVCALL, true);
            take(SVCALL);
        } else {
            faults.hfsr |= FaultStatus.HFSR_FORCED;
            escalate();
        }
    }

    /** BKPT: halts, or raises DebugMonitor, or else HardFault (C1.6.1). */
    void breakpoint() {
        core.pc = core.current();
        if (!debug.breakpoint()) {
            faults.hfsr |= FaultStatus.HFSR_DEBUGEVT;
            escalate();
        }
    }

    /** WFI and WFE. */
    void sleep(boolean forEvent) {
        core.sleeping = true;
        waitsForEvent = forEvent;
        chip.sleeping((scr & SCR_SLEEPDEEP) != 0);
        core.attention();
    }

    /** Ends sleep if there is a reason. */
    void wakeIfDue() {
        if (wakes() || waitsForEvent && core.eventRegister) {
            core.sleeping = false;
            core.eventRegister &= !waitsForEvent;
        }
    }

    /** Returns from the exception at hand (B1.5.8 ExceptionReturn). */
    void requestReturn(int value) {
        exit.request(value);
    }

    boolean trapsDivisionByZero() {
        return (ccr & CCR_DIV_0_TRP) != 0;
    }

    void prepareFp() {
        fp.prepare();
        fpReady = fp.isReady();
    }
}
