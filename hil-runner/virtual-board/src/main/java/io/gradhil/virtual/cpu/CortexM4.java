package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.clock.InterruptLine;
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

    /** Creates a core before its first reset. */
    public CortexM4(Bus bus, Chip chip) {}

    /**
     * Resets the core (B1.5.5): loads SP and PC from the vector table at 0. Debug state (DHCSR, DEMCR, DWT comparators, FPB) survives, as on the
     * chip, unless {@code power} is true. The cycle counter goes on.
     */
    public void reset(boolean power) {}

    /**
     * Executes until {@link #cycles} is not less than {@code untilCycle}. While the core sleeps (or is locked up) time jumps: to SysTick's or to
     * {@code untilCycle}. May overshoot by one instruction.
     */
    public Stop run(long untilCycle) {
        throw new UnsupportedOperationException();
    }

    /** Executes one instruction, or enters one exception, even when halted. */
    public void step() {}

    /** Lowers the limit of the {@link #run} under way to {@code cycle}; no effect if that is later. */
    public void stopBefore(long cycle) {}

    /** Returns the number of core clock cycles since creation, sleep included. */
    public long cycles() {
        return 0;
    }

    /** Lets {@code count} cycles pass in which the core does nothing: a stalled bus, or time that passes while halted. */
    public void stall(long count) {}

    /** Returns the request line of external interrupt {@code number} (0 is WWDG, position in RM0383 table 37). */
    public InterruptLine irq(int number) {
        throw new UnsupportedOperationException();
    }

    /** Signals an event as SEV does: ends WFE (an EXTI line in event mode). */
    public void event() {}

    /** Sets the flash's access time as FLASH_ACR says: wait states, and whether the ART caches hide them. */
    public void flashTiming(int waitStates, boolean art) {}

    /** Tells whether the core sleeps. */
    public boolean isSleeping() {
        return false;
    }

    /** Tells whether SCR.SLEEPDEEP is set. */
    public boolean isSleepDeep() {
        return false;
    }

    /** Tells whether the core is halted in debug state. */
    public boolean isHalted() {
        return false;
    }

    /** Tells whether the core is locked up (B1.5.15). */
    public boolean isLockedUp() {
        return false;
    }

    /** Returns a register by its number in DCRSR.REGSEL (C1.6.3): see {@code Register}. */
    public int register(int regsel) {
        return 0;
    }

    /** Changes a register; numbers as for {@link #register}. */
    public void register(int regsel, int value) {}

    /** Reads as a debugger does: through the core's view of memory, private peripherals included. */
    public int read(int address, int width) {
        return 0;
    }

    /** Writes as a debugger does. */
    public void write(int address, int width, int value) {}
}
