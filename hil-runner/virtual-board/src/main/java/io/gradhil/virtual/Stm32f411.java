package io.gradhil.virtual;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.Timeline;
import io.gradhil.virtual.cpu.CortexM4;
import io.gradhil.virtual.peripheral.ClockTree;
import io.gradhil.virtual.peripheral.ResetCause;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The chip: the core and its blocks, one after the other in virtual time; power and resets. */
final class Stm32f411 {
    private static final int SCR = 0xE000ED10;
    private static final int INTERRUPTS = 86;
    private static final int PC = 15;

    final CortexM4 core;
    final Timeline time;
    final ChipBlocks blocks;

    private final InterruptLine[] irqs = new InterruptLine[INTERRUPTS];
    private final long seed;
    private boolean halted;
    private @Nullable ResetCause pending;
    private Runnable beforeWatchdog = () -> {};
    private long fetchBlockedUntil;
    private boolean mayWake;
    private boolean held;

    /** Creates the chip without power; {@code seed} makes what is random on silicon. */
    Stm32f411(long seed, byte[] uid) {
        this.seed = seed;
        Bus bus = new Bus();
        ClockTree clocks = new ClockTree();
        core = new CortexM4(bus, new Requests());
        for (int i = 0; i < INTERRUPTS; i++) {
            irqs[i] = new WakingLine(core.irq(i));
        }
        time = new Timeline(clocks.hclk(), core::cycles, this::shorten);
        clocks.hclk()
                .onChange(() -> {}, () -> core.stopBefore(core.cycles())); // the end of the run is another cycle now
        blocks = new ChipBlocks(bus, time, clocks, new Effects(), uid);
        blocks.sram.readers(time::catchUp);
    }

    // Time

    private void shorten() {
        core.stopBefore(time.nextCycle());
    }

    /** Runs the core and what happens around it, up to a cycle or a little further; returns early when something happens. */
    void runUntil(long cycle) {
        noticeHalt();
        long until = Math.min(cycle, time.nextCycle());
        if (held) {
            stallUntil(until);
        } else if (waitsForFlash()) {
            stallUntil(Math.min(until, time.cycleAt(fetchBlockedUntil)));
        } else {
            mayWake &= until <= core.cycles();
            if (core.run(until) == CortexM4.Stop.HALTED) {
                noticeHalt();
                stallUntil(Math.min(until, time.nextCycle()));
            }
        }
        settle();
    }

    private void stallUntil(long cycle) {
        core.stall(Math.max(0, cycle - core.cycles()));
    }

    /** Executes one instruction, and what is due after it. */
    void step() {
        if (!held) {
            core.step();
        }
        settle();
    }

    private void settle() {
        noticeHalt();
        time.runDue();
        if (pending != null && !held) {
            reset(pending);
        }
    }

    private void noticeHalt() {
        if (core.isHalted() != halted) {
            halted = core.isHalted();
            blocks.coreHalted(halted);
        }
    }

    private boolean waitsForFlash() {
        if (fetchBlockedUntil <= time.now() || core.isHalted() || core.isSleeping()) {
            return false;
        }
        int offset = core.register(PC) - ChipBlocks.FLASH_BASE;
        return offset >= 0 && offset < ChipBlocks.FLASH_BYTES;
    }

    /** Tells whether the core sleeps and nothing has happened since that could wake it. */
    boolean isFastAsleep() {
        return core.isSleeping() && !mayWake;
    }

    // Power and resets

    void beforeWatchdog(Runnable listener) {
        beforeWatchdog = listener;
    }

    private void request(ResetCause cause) {
        pending = cause;
        core.stopBefore(core.cycles());
    }

    void reset(ResetCause cause) {
        breakFlashOff();
        forget();
        blocks.rcc.resetCause(cause);
        core.reset(false);
    }

    /** Holds NRST low: the blocks are in reset and the core does nothing. */
    void hold() {
        breakFlashOff();
        forget();
        held = true;
        core.hold();
    }

    /** Lets NRST go, if it was held. */
    void release() {
        if (held) {
            held = false;
            reset(ResetCause.PIN);
        }
    }

    boolean isHeld() {
        return held;
    }

    /** Tells whether a debugger programs the flash: it is busy, or the core executes a loader in the RAM. */
    boolean isProgramming() {
        int offset = core.register(PC) - ChipBlocks.SRAM_BASE;
        boolean loader = !core.isHalted() && offset >= 0 && offset < ChipBlocks.SRAM_BYTES;
        return core.isDebugged() && (loader || blocks.flash.isBusy());
    }

    private void breakFlashOff() {
        blocks.flash.breakOff(new SplittableRandom(seed ^ time.now()));
    }

    private void forget() {
        pending = null;
        fetchBlockedUntil = 0;
        blocks.reset();
    }

    /** The RAM comes up with noise, the same each time. */
    void powerOn() {
        byte[] noise = new byte[ChipBlocks.SRAM_BYTES];
        new SplittableRandom(seed).nextBytes(noise);
        blocks.sram.write(0, noise);
        blocks.rcc.powerOn();
        blocks.dbgmcu.reset();
        forget();
        blocks.rcc.resetCause(ResetCause.POWER_ON);
        core.reset(true);
        if (held) {
            core.hold();
        }
    }

    /** Whatever the flash was doing stays half done. */
    void powerOff() {
        breakFlashOff();
    }

    /** A line of the NVIC that the core is told of when its level changes. */
    private final class WakingLine implements InterruptLine {
        private final InterruptLine line;
        private boolean level;

        WakingLine(InterruptLine line) {
            this.line = line;
        }

        @Override
        public void set(boolean asserted) {
            if (asserted != level) {
                level = asserted;
                mayWake |= asserted;
                line.set(asserted);
            }
        }
    }

    /** What the core asks of the chip. */
    private final class Requests implements CortexM4.Chip {
        @Override
        public void resetRequested() {
            pending = ResetCause.SOFTWARE;
        }

        @Override
        public void accessing(boolean write) {
            time.catchUp();
            if (write) {
                time.disturb();
            }
        }

        /** The run ends at the very cycle, so that whoever runs the board sees it asleep. */
        @Override
        public void sleeping(boolean deep) {
            if (deep) {
                throw new UnmodelledAccessException("Stop or Standby mode (SCR.SLEEPDEEP)", SCR, false, 0);
            }
            core.stopBefore(core.cycles());
        }
    }

    /** What the blocks do to the core. */
    private final class Effects implements ChipBlocks.CoreRole {
        @Override
        public InterruptLine irq(int position) {
            return irqs[position];
        }

        @Override
        public void event() {
            mayWake = true;
            core.event();
        }

        @Override
        public void reset(ResetCause cause) {
            beforeWatchdog.run();
            request(cause);
        }

        @Override
        public void until(long picoseconds) {
            stallUntil(time.cycleAt(picoseconds));
        }

        @Override
        public void fetchUntil(long picoseconds) {
            fetchBlockedUntil = picoseconds;
            core.stopBefore(core.cycles());
        }

        @Override
        public void changed(int waitStates, boolean caches) {
            core.flashTiming(waitStates, caches);
        }
    }
}
