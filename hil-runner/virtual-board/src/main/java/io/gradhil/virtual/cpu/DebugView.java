package io.gradhil.virtual.cpu;

import io.gradhil.virtual.debug.DebuggedCore;
import java.util.function.LongSupplier;

/** The core as its debug logic sees it. */
final class DebugView implements DebuggedCore {
    private final Core core;
    private final DebugRegisterAccess registers;
    private final LongSupplier slept;
    private final Runnable changed;

    DebugView(Core core, DebugRegisterAccess registers, LongSupplier slept, Runnable changed) {
        this.core = core;
        this.registers = registers;
        this.slept = slept;
        this.changed = changed;
    }

    @Override
    public long cycles() {
        return core.cycles;
    }

    @Override
    public long sleptCycles() {
        return slept.getAsLong();
    }

    @Override
    public boolean isSleeping() {
        return core.sleeping;
    }

    @Override
    public boolean isLockedUp() {
        return core.lockedUp;
    }

    @Override
    public void leaveLockup() {
        core.lockedUp = false;
    }

    @Override
    public int register(int regsel) {
        return registers.read(regsel);
    }

    @Override
    public void register(int regsel, int value) {
        registers.write(regsel, value);
    }

    @Override
    public void debugChanged() {
        changed.run();
    }

    @Override
    public void pendDebugMonitor() {
        core.exceptions.pend(Exceptions.DEBUG_MONITOR);
    }
}
