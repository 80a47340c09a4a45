package io.gradhil.virtual.debug;

import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import org.apiguardian.api.API;

/**
 * DFSR, DHCSR, DCRSR, DCRDR and DEMCR (C1.6), and what they decide: halting, stepping, vector catch. Offsets: DFSR 0, DHCSR 4, DCRSR 8,
 * DCRDR 12, DEMCR 16.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class DebugRegisters implements Device {
    /** DFSR: halted by request, or after a step. */
    public static final int HALTED = 1;
    /** DFSR: BKPT or FPB. */
    public static final int BKPT = 2;
    /** DFSR: a DWT comparator matched. */
    public static final int DWTTRAP = 4;
    /** DFSR: vector catch. */
    public static final int VCATCH = 8;

    private static final int KEY = 0xA05F;
    private static final int C_DEBUGEN = 1;
    private static final int C_HALT = 2;
    private static final int C_STEP = 4;
    private static final int C_MASKINTS = 8;
    private static final int S_REGRDY = 1 << 16;
    private static final int S_HALT = 1 << 17;
    private static final int S_SLEEP = 1 << 18;
    private static final int S_LOCKUP = 1 << 19;
    private static final int S_RETIRE_ST = 1 << 24;
    private static final int S_RESET_ST = 1 << 25;
    private static final int REGWNR = 1 << 16;
    private static final int DEMCR_MASK = 0x010F07F1;
    private static final int VC_CORERESET = 1;
    private static final int MON_EN = 1 << 16;
    private static final int MON_PEND = 1 << 17;
    private static final int MON_STEP = 1 << 18;
    private static final int TRCENA = 1 << 24;
    private static final int NMI = 2;
    private static final int FIRST_MASKED = 14;

    private final DebuggedCore core;
    private int dfsr;
    private int control;
    private int dcrdr;
    private int demcr;
    private boolean halted;
    private boolean wasReset;
    private boolean retired;
    private boolean byDebugger;
    private boolean inReset;

    /** Creates the registers of {@code core}. */
    public DebugRegisters(DebuggedCore core) {
        this.core = core;
    }

    /** The core is held in reset: it is not halted, and C_HALT has no effect, until {@link #reset}. */
    public void hold() {
        inReset = true;
        unhalt();
    }

    private void unhalt() {
        wasReset = true;
        halted = false;
        control &= ~C_HALT;
    }

    /** Resets what a reset of the chip resets, C_HALT included; {@code power} also what only power-on does (C1.6.2). */
    public void reset(boolean power) {
        inReset = false;
        unhalt();
        if (power) {
            control = 0;
            demcr = 0;
            dfsr = 0;
        }
        if (isEnabled() && (demcr & VC_CORERESET) != 0) {
            halt(VCATCH);
        }
    }

    /** Declares accesses to come from the debugger: only it can change C_DEBUGEN, C_HALT and C_STEP (C1.6.2). */
    public void byDebugger(boolean value) {
        byDebugger = value;
    }

    @Override
    public int read(int offset, int bytes) {
        return switch (offset) {
            case 0 -> dfsr;
            case 4 -> readStatus();
            case 8 -> 0;
            case 12 -> dcrdr;
            case 16 -> demcr;
            default -> throw new UnmodelledAccessException("debug register", 0xE000EDEC + offset, false, 0);
        };
    }

    @Override
    public void write(int offset, int bytes, int value) {
        switch (offset) {
            case 0 -> dfsr &= ~value;
            case 4 -> writeControl(value);
            case 8 -> transfer(value);
            case 12 -> dcrdr = value;
            case 16 -> writeMonitor(value);
            default -> throw new UnmodelledAccessException("debug register", 0xE000EDEC + offset, true, value);
        }
        core.debugChanged();
    }

    private int readStatus() {
        int result = control
                | S_REGRDY
                | (halted ? S_HALT : 0)
                | (core.isSleeping() ? S_SLEEP : 0)
                | (core.isLockedUp() ? S_LOCKUP : 0)
                | (retired ? S_RETIRE_ST : 0)
                | (wasReset ? S_RESET_ST : 0);
        if (byDebugger) {
            wasReset = inReset;
            retired = false;
        }
        return result;
    }

    private void writeControl(int value) {
        if (value >>> 16 != KEY || !byDebugger) {
            return;
        }
        boolean wasHalted = halted;
        control = value & (C_DEBUGEN | C_HALT | C_STEP | C_MASKINTS);
        if (!isEnabled()) {
            control = 0;
        }
        if (inReset) {
            control &= ~C_HALT;
        }
        if ((control & C_HALT) == 0) {
            halted = false;
        } else if (!wasHalted) {
            halt(HALTED);
        }
    }

    private void transfer(int value) {
        if ((value & REGWNR) != 0) {
            core.register(value & 0x7F, dcrdr);
        } else {
            dcrdr = core.register(value & 0x7F);
        }
    }

    private void writeMonitor(int value) {
        demcr = value & DEMCR_MASK & ~MON_PEND;
        if ((value & MON_PEND) != 0) {
            core.pendDebugMonitor();
        }
        if ((value & MON_STEP) != 0) {
            throw new UnmodelledAccessException("DEMCR.MON_STEP", 0xE000EDFC, true, value);
        }
    }

    /** Halts the core for a reason, a bit of DFSR. */
    public void halt(int reason) {
        dfsr |= reason;
        control |= C_HALT;
        halted = true;
        core.leaveLockup();
        core.debugChanged();
    }

    /**
     * A breakpoint or watchpoint was met: halts, or pends DebugMonitor.
     *
     * @return false if nobody cares
     */
    public boolean event(int reason) {
        if (isEnabled()) {
            halt(reason);
            return true;
        }
        if ((demcr & MON_EN) != 0) {
            dfsr |= reason;
            core.pendDebugMonitor();
            return true;
        }
        return false;
    }

    /** An instruction was executed; halts if it was a step. */
    public void retired() {
        retired = true;
        if ((control & C_STEP) != 0 && isEnabled()) {
            halt(HALTED);
        }
    }

    /** Exception {@code number} was taken with the fault status {@code cfsr}: vector catch (C1.6.1). */
    public void taken(int number, int cfsr) {
        if (isEnabled() && (demcr & catching(number, cfsr)) != 0) {
            halt(VCATCH);
        }
    }

    /** Returns the VC bits of DEMCR that catch the exception. */
    private static int catching(int number, int cfsr) {
        int stacking = (cfsr & 0x3838) != 0 ? 1 << 9 : 0;
        return switch (number) {
            case 3 -> 1 << 10 | stacking;
            case 4 -> 1 << 4 | stacking;
            case 5 -> 1 << 8 | stacking;
            case 6 -> (cfsr & 1 << 19) != 0 ? 1 << 5 : (cfsr & 3 << 24) != 0 ? 1 << 6 : 1 << 7;
            default -> 0;
        };
    }

    /** Tells whether C_MASKINTS keeps exception {@code number} from being taken. */
    public boolean masks(int number) {
        boolean maskable = number >= FIRST_MASKED && number != NMI;
        return maskable && isEnabled() && (control & C_MASKINTS) != 0;
    }

    /** Tells whether halting debug is enabled. */
    public boolean isEnabled() {
        return (control & C_DEBUGEN) != 0;
    }

    /** Tells whether the core is halted. */
    public boolean isHalted() {
        return halted;
    }

    /** Tells whether the core is to halt after the next instruction. */
    public boolean isStepping() {
        return isEnabled() && (control & C_STEP) != 0;
    }

    /** Tells whether breakpoints and watchpoints have an effect. */
    public boolean hearsEvents() {
        return isEnabled() || (demcr & MON_EN) != 0;
    }

    /** Tells whether the DebugMonitor exception is enabled. */
    public boolean isMonitorEnabled() {
        return (demcr & MON_EN) != 0;
    }

    /** Tells whether DWT is enabled. */
    public boolean isTraceEnabled() {
        return (demcr & TRCENA) != 0;
    }
}
