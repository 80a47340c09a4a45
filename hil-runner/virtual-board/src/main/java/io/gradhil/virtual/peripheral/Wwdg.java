package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.VirtualTime;
import org.apiguardian.api.API;

/**
 * Window watchdog (RM0383 chapter 16). Simplified: the down-counter runs only while WDGA is set, and each write of WWDG_CR begins a
 * full step (on the chip the prescaler runs on, so the first step may be shorter).
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Wwdg extends RegisterBlock {
    private static final int CR = 0x00;
    private static final int CFR = 0x04;
    private static final int SR = 0x08;

    private static final int T = 0x7F;
    private static final int CR_WDGA = 1 << 7;
    private static final int CFR_EWI = 1 << 9;
    private static final int EARLY_WAKEUP = 0x40;
    private static final int PCLK_DIVIDER = 4096;

    private final InterruptLine interrupt;
    private final Runnable resetChip;
    private final TickCounter pclk;
    private final VirtualTime.Event early;
    private final VirtualTime.Event late;
    private int written;
    private boolean active;
    private int cfr;
    private int sr;
    private boolean frozen;

    /**
     * Creates the watchdog at its address.
     *
     * @param pclk1 clock of APB1
     * @param resetChip is called when it bites
     */
    public Wwdg(VirtualTime time, ClockLine pclk1, InterruptLine interrupt, Runnable resetChip) {
        super("WWDG", 0x40002C00, Access.APB);
        this.interrupt = interrupt;
        this.pclk = new TickCounter(time, pclk1, this::arm);
        this.early = time.event(this::wakeUp);
        this.late = time.event(resetChip);
        this.resetChip = resetChip;
        reset();
    }

    @Override
    public void reset() {
        written = T;
        active = false;
        cfr = T;
        sr = 0;
        pclk.pause();
        arm();
        update();
    }

    @Override
    public void setClocked(boolean on) {
        super.setClocked(on);
        run();
    }

    /** Stops and continues counting: the core is halted while DBGMCU says so. */
    public void freeze(boolean on) {
        frozen = on;
        run();
    }

    private void run() {
        if (active && isClocked() && !frozen) {
            pclk.resume();
        } else {
            pclk.pause();
        }
        arm();
    }

    private long ticksPerStep() {
        return (long) PCLK_DIVIDER << (cfr >>> 7 & 3);
    }

    private int counter() {
        return active ? (int) (written - pclk.ticks() / ticksPerStep()) & T : written;
    }

    private void arm() {
        early.cancel();
        late.cancel();
        if (active && pclk.isRunning()) {
            int steps = written - EARLY_WAKEUP;
            if (pclk.ticks() < steps * ticksPerStep()) {
                early.set(pclk.timeOf(steps * ticksPerStep()));
            }
            late.set(pclk.timeOf((steps + 1) * ticksPerStep()));
        }
    }

    private void wakeUp() {
        sr = 1;
        update();
    }

    private void update() {
        interrupt.set(sr != 0 && (cfr & CFR_EWI) != 0);
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case CR -> counter() | (active ? CR_WDGA : 0);
            case CFR -> cfr;
            case SR -> sr;
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case CR -> writeCr(value);
            case CFR -> {
                cfr = value & 0x3FF | cfr & CFR_EWI; // EWI is cleared by reset only
                arm();
                update();
            }
            case SR -> {
                sr &= value;
                update();
            }
            default -> throw unwritable(offset, value);
        }
    }

    /** Bites at once if T6 is written 0, or if the counter is still above the window. */
    private void writeCr(int value) {
        boolean tooEarly = active && counter() > (cfr & T);
        active |= (value & CR_WDGA) != 0;
        written = value & T;
        if (active && (tooEarly || written < EARLY_WAKEUP)) {
            resetChip.run();
            return;
        }
        pclk.restart();
        run();
    }
}
