package io.gradhil.virtual.debug;

import org.apiguardian.api.API;

/** The core as its debug logic sees it. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface DebuggedCore {
    /** Returns the cycle counter. */
    long cycles();

    /** Returns the cycles spent asleep, in which CYCCNT stands still. */
    long sleptCycles();

    /** Tells whether the core sleeps. */
    boolean isSleeping();

    /** Tells whether the core is locked up. */
    boolean isLockedUp();

    /** Ends lockup: the core was halted (B1.5.15). */
    void leaveLockup();

    /** Returns a register, numbered as in DCRSR.REGSEL. */
    int register(int regsel);

    /** Changes a register. */
    void register(int regsel, int value);

    /** Something has changed that decides whether instructions are executed one by one, watched, or not at all. */
    void debugChanged();

    /** Pends the DebugMonitor exception. */
    void pendDebugMonitor();
}
