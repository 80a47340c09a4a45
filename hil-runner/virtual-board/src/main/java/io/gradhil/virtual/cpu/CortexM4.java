package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.debug.DebugRegisters;
import io.gradhil.virtual.debug.DebuggedCore;
import io.gradhil.virtual.debug.Dwt;
import io.gradhil.virtual.debug.Fpb;
import org.apiguardian.api.API;

/**
 * A Cortex-M4F: registers, execution, exceptions, and what lies on its private peripheral bus (SCB, NVIC, SysTick, MPU, FPU, DWT, FPB,
 * debug). It counts its own clock cycles (HCLK) and knows no other time: whoever composes the chip converts.
 *
 * <p>Typical loop of a composition: {@code while (...) { core.run(cycleOfNextEvent()); handleEventsUpTo(core.cycles()); }}. An event
 * that is arranged while the core runs (a peripheral's register was written) and that lies before the limit must be announced by
 * {@link #stopBefore}. All methods are for one thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CortexM4 {
    /** What the chip around the core does at its request. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public interface Chip {
        /**
         * AIRCR.SYSRESETREQ was written. Called from within the store; {@link #run} returns {@link Stop#RESET_REQUESTED} after it and
         * does nothing more until {@link CortexM4#reset}.
         */
        void resetRequested();

        /** The core goes to sleep by WFI, WFE or sleep-on-exit; {@code deep} is SCR.SLEEPDEEP (PWR decides what that means). */
        default void sleeping(boolean deep) {}

        /** The core or its debugger is about to access what is not its own and may be no memory. */
        default void accessing(boolean write) {}

        /** Divider of HCLK for SysTick's external reference clock: 8 on an STM32F4. */
        default int sysTickDivider() {
            return 8;
        }
    }

    /** Why {@link #run} returned. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Stop {
        /** The cycle given was reached, awake or asleep. */
        LIMIT,
        /** Halted by the debugger, a breakpoint or a watchpoint; no time passes. */
        HALTED,
        /** A reset was requested and has not happened yet. */
        RESET_REQUESTED
    }

    private static final int LR_AFTER_RESET = -1;

    private final Core core;
    private final SysTick sysTick;
    private final Mpu mpu;
    private final DebugRegisters debug;
    private final Fpb fpb;
    private final Dwt dwt;
    private final Interpreter interpreter;
    private final DebugRegisterAccess registers;
    private long limit;
    private long slept;
    private boolean resetRequested;

    /** Creates a core before its first reset. */
    public CortexM4(Bus bus, Chip chip) {
        DataAccess memory = new DataAccess(bus, chip);
        core = new Core(memory, chip);
        registers = new DebugRegisterAccess(core);
        sysTick = new SysTick(core, chip.sysTickDivider());
        mpu = new Mpu(core);
        DebuggedCore view = new DebugView(core, registers, () -> slept, this::debugChanged);
        debug = new DebugRegisters(view);
        fpb = new Fpb(view);
        dwt = new Dwt(view, debug);
        interpreter = new Interpreter(core, bus, mpu, debug, fpb, dwt);
        SystemControl control = new SystemControl(core, sysTick, mpu, () -> {
            resetRequested = true;
            core.attention();
            chip.resetRequested();
        });
        memory.attach(mpu, new PrivateBus(core, control, dwt, fpb, debug, bus));
        core.exceptions.attach(new DebugHooks(core, debug));
        bus.onRemap(() -> {
            interpreter.remapped();
            memory.protectionChanged();
        });
        memory.protectionChanged();
    }

    /**
     * Resets the core (B1.5.5): loads SP and PC from the vector table at 0. Debug state (DHCSR, DEMCR, DWT comparators, FPB) survives, as on the
     * chip, unless {@code power} is true. The cycle counter goes on.
     */
    public void reset(boolean power) {
        resetRequested = false;
        core.reset();
        sysTick.reset();
        mpu.reset();
        core.exceptions.reset();
        core.memory.protectionChanged();
        if (power) {
            fpb.reset();
            dwt.reset();
        }
        debug.reset(power);
        core.r[Core.LR] = LR_AFTER_RESET;
        try {
            core.r[Core.SP] = core.memory.vector(0) & ~3;
            core.branchInterworking(core.memory.vector(4));
        } catch (Fault fault) {
            core.exceptions.faults.hfsr |= FaultStatus.HFSR_VECTTBL;
            core.exceptions.lockUp();
        }
        debugChanged();
    }

    /** Holds the core in reset until {@link #reset}; whoever composes the chip must not run it meanwhile. */
    public void hold() {
        debug.hold();
        debugChanged();
    }

    /** Tells whether a debugger has enabled halting debug (DHCSR.C_DEBUGEN). */
    public boolean isDebugged() {
        return debug.isEnabled();
    }

    /**
     * Executes until {@link #cycles} is not less than {@code untilCycle}. While the core sleeps (or is locked up) time jumps: to SysTick's or to
     * {@code untilCycle}, unless that is {@code Long.MAX_VALUE}. May overshoot by one instruction.
     */
    public Stop run(long untilCycle) {
        limit = untilCycle;
        while (core.cycles < limit && !resetRequested && !debug.isHalted()) {
            if (!turn()) {
                break;
            }
        }
        return resetRequested ? Stop.RESET_REQUESTED : debug.isHalted() ? Stop.HALTED : Stop.LIMIT;
    }

    /** Executes one instruction, or enters one exception, even when halted. */
    public void step() {
        limit = core.cycles + 1;
        if (!resetRequested) {
            turn();
        }
    }

    /** Takes an exception, or sleeps, or executes until something needs attention; returns false if nothing will ever happen. */
    private boolean turn() {
        Exceptions exceptions = core.exceptions;
        sysTick.update();
        if (core.sleeping) {
            exceptions.wakeIfDue();
        }
        int next = exceptions.next();
        if (next != 0) {
            exceptions.take(next);
            return true;
        }
        if (core.sleeping || core.lockedUp) {
            return idle();
        }
        core.stop = Math.min(limit, sysTick.next());
        try {
            interpreter.execute();
        } catch (Fault fault) {
            exceptions.fault(fault);
        } catch (UnmodelledAccessException e) {
            core.pc = core.current(); // where a debugger finds it, and where it goes on
            throw e;
        }
        return true;
    }

    private boolean idle() {
        long until = Math.min(limit, sysTick.next());
        if (until == Long.MAX_VALUE) {
            return false;
        }
        slept += Math.max(0, until - core.cycles);
        core.cycles = Math.max(core.cycles, until);
        return true;
    }

    /** Lowers the limit of the {@link #run} under way to {@code cycle}; no effect if that is later. */
    public void stopBefore(long cycle) {
        limit = Math.min(limit, cycle);
        core.stop = Math.min(core.stop, cycle);
    }

    /** Returns the number of core clock cycles since creation, sleep included. */
    public long cycles() {
        return core.cycles;
    }

    /** Lets {@code count} cycles pass in which the core does nothing: a stalled bus, or time that passes while halted. */
    public void stall(long count) {
        core.cycles += count;
    }

    /** Returns the request line of external interrupt {@code number} (0 is WWDG, position in RM0383 table 37). */
    public InterruptLine irq(int number) {
        return level -> core.exceptions.line(Exceptions.FIRST_INTERRUPT + number, level);
    }

    /** Signals an event as SEV does: ends WFE (an EXTI line in event mode). */
    public void event() {
        core.eventRegister = true;
        core.attention();
    }

    /** Sets the flash's access time as FLASH_ACR says: wait states, and whether the ART caches hide them. */
    public void flashTiming(int waitStates, boolean art) {
        interpreter.flashTiming(art ? 0 : waitStates);
        core.attention();
    }

    /**
     * Says how often code must have been branched to before it is translated: 0 translates at once, a negative number never. It changes nothing
     * but speed.
     */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public void translateAfter(int arrivals) {
        interpreter.translator.after(arrivals);
    }

    /** Returns how many pieces of code have been translated so far. */
    @API(status = API.Status.INTERNAL, since = "0.1")
    public int translations() {
        return interpreter.translator.made();
    }

    /** Tells whether the core sleeps. */
    public boolean isSleeping() {
        return core.sleeping;
    }

    /** Tells whether SCR.SLEEPDEEP is set. */
    public boolean isSleepDeep() {
        return (core.exceptions.scr & Exceptions.SCR_SLEEPDEEP) != 0;
    }

    /** Tells whether the core is halted in debug state. */
    public boolean isHalted() {
        return debug.isHalted();
    }

    /** Tells whether the core is locked up (B1.5.15). */
    public boolean isLockedUp() {
        return core.lockedUp;
    }

    /**
     * Returns a register by its number in DCRSR.REGSEL (C1.6.3): 0 to 15 are r0 to PC, 16 xPSR, 17 MSP, 18 PSP, 20 CONTROL, FAULTMASK, BASEPRI and PRIMASK,
     * 33 FPSCR, 64 to 95 s0 to s31.
     */
    public int register(int regsel) {
        return registers.read(regsel);
    }

    /** Changes a register; numbers as for {@link #register(int)}. */
    public void register(int regsel, int value) {
        registers.write(regsel, value);
    }

    /**
     * Reads as a debugger does: through the core's view of memory, private peripherals included; no protection applies.
     *
     * @throws io.gradhil.virtual.bus.BusFaultException where nothing answers
     */
    public int read(int address, int width) {
        debug.byDebugger(true);
        try {
            return core.memory.debugRead(address, width);
        } finally {
            debug.byDebugger(false);
        }
    }

    /** Writes as a debugger does. */
    public void write(int address, int width, int value) {
        debug.byDebugger(true);
        try {
            core.memory.debugWrite(address, width, value);
        } finally {
            debug.byDebugger(false);
        }
    }

    private void debugChanged() {
        boolean watches = debug.hearsEvents() && dwt.watchesData();
        core.memory.watch((address, width, write, value) -> dwt.accessed(address, width, write), watches);
        core.exceptions.nvic.enabled[Exceptions.DEBUG_MONITOR] = debug.isMonitorEnabled();
        interpreter.debugChanged();
        core.previous = CodeCache.NOTHING;
        core.attention();
    }
}
