package io.gradhil.virtual.cpu;

/** The end of an exception handler (B1.5.8): checks of EXC_RETURN, tail-chaining, unstacking, sleep on exit. */
final class ExceptionReturn {
    private static final int CYCLES_TAIL_CHAIN = 6;
    private static final int CYCLES_RETURN = 10;

    private final Core core;
    private final Exceptions exceptions;
    private final ExceptionFrame frame;

    ExceptionReturn(Core core, Exceptions exceptions, ExceptionFrame frame) {
        this.core = core;
        this.exceptions = exceptions;
        this.frame = frame;
    }

    /** Returns from the exception at hand (B1.5.8 ExceptionReturn). */
    void request(int value) {
        int returning = core.ipsr;
        boolean legal = isLegal(value);
        deactivate(returning);
        core.exclusive = false;
        core.eventRegister = true;
        if (!legal) {
            exceptions.faults.cfsr |= FaultStatus.INVPC;
            if (exceptions.pendDerived(Exceptions.USAGE_FAULT)) {
                failReturn(value);
            }
            return;
        }
        int chained = exceptions.next();
        if (chained != 0) {
            core.cycles += CYCLES_TAIL_CHAIN;
            exceptions.enter(chained, value);
            return;
        }
        core.cycles += CYCLES_RETURN;
        frame.pop(value);
        if (frame.failed()) {
            failReturn(value);
        } else {
            finishReturn();
        }
    }

    private boolean isLegal(int value) {
        boolean handler = (value & 15) == 1;
        boolean thread = (value & 15) == 9 || (value & 15) == 13;
        boolean base = exceptions.nvic.activeCount() == 1;
        return exceptions.nvic.isActive(core.ipsr)
                && value >>> 5 == 0x7FFFFFF
                && (handler && !base || thread && (base || (exceptions.ccr & Exceptions.CCR_NONBASETHRDENA) != 0));
    }

    /** A return that failed becomes an exception in place of the return: nothing is stacked again. */
    private void failReturn(int value) {
        int pended = exceptions.nvic.first();
        if (pended != 0 && !core.lockedUp) {
            exceptions.enter(pended, value | 0xF0000000);
        }
    }

    private void finishReturn() {
        boolean toHandler = exceptions.nvic.activeCount() > 0 && core.ipsr != 0;
        exceptions.changed();
        core.attention();
        if (!frame.isConsistent()) {
            exceptions.faults.cfsr |= FaultStatus.INVPC;
            exceptions.raise(Exceptions.USAGE_FAULT);
        } else if (!toHandler && (exceptions.scr & Exceptions.SCR_SLEEPONEXIT) != 0) {
            exceptions.sleep(false);
        }
    }

    private void deactivate(int number) {
        exceptions.nvic.setActive(number, false);
        if (number != Exceptions.NMI) {
            core.faultmask = false;
        }
        if (exceptions.nvic.asserted[number]) {
            exceptions.nvic.setPending(number, true);
        }
    }
}
