package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.VirtualTime;
import org.apiguardian.api.API;

/** Independent watchdog (RM0383 chapter 15), on an LSI of exactly 32 kHz. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Iwdg extends RegisterBlock {
    private static final int KR = 0x00;
    private static final int PR = 0x04;
    private static final int RLR = 0x08;
    private static final int SR = 0x0C;

    private static final int KR_ACCESS = 0x5555;
    private static final int KR_RELOAD = 0xAAAA;
    private static final int KR_START = 0xCCCC;
    private static final int SR_PVU = 1;
    private static final int SR_RVU = 1 << 1;

    /** An update takes up to five cycles of the RC oscillator (15.4.4). */
    private static final int UPDATE_TICKS = 5;

    private final VirtualTime time;
    private final Runnable startLsi;
    private final Runnable resetChip;
    private final TickCounter lsi;
    private final VirtualTime.Event alarm;
    private int pr;
    private int rlr;
    private long pvuUntil;
    private long rvuUntil;
    private boolean unlocked;
    private boolean started;
    private boolean frozen;
    private long deadline;
    private boolean armed;

    /**
     * Creates the watchdog at its address.
     *
     * @param lsi clock of 32 kHz
     * @param startLsi is called when the watchdog needs the LSI
     * @param resetChip is called when it bites
     */
    public Iwdg(VirtualTime time, ClockLine lsi, Runnable startLsi, Runnable resetChip) {
        super("IWDG", 0x40003000, Access.APB);
        this.time = time;
        this.startLsi = startLsi;
        this.resetChip = resetChip;
        this.lsi = new TickCounter(time, lsi, () -> {});
        this.alarm = time.event(this::expire);
        reset();
    }

    @Override
    public void reset() {
        pr = 0;
        rlr = 0xFFF;
        pvuUntil = 0;
        rvuUntil = 0;
        unlocked = false;
        started = false;
        disarm();
        lsi.pause();
    }

    private void disarm() {
        alarm.cancel();
        armed = false;
    }

    /** Starts it as the option byte WDG_SW = 0 does. */
    public void start() {
        startLsi.run();
        started = true;
        lsi.restart();
        reload();
    }

    /** Stops and continues counting: the core is halted while DBGMCU says so. */
    public void freeze(boolean on) {
        if (!started || frozen == on) {
            frozen = on;
            return;
        }
        frozen = on;
        if (on) {
            disarm();
            lsi.pause();
        } else {
            lsi.resume();
            arm();
        }
    }

    /** Down-counter from RLR, one step every 4 << PR ticks; the reset comes at the end of count 0. */
    private void reload() {
        deadline = lsi.ticks() + (rlr + 1L) * (4L << Math.min(pr, 6));
        if (!armed && !frozen) {
            arm();
        }
    }

    private void arm() {
        armed = true;
        alarm.set(lsi.timeOf(deadline));
    }

    /** A reload only moves the deadline; the alarm finds out when it rings. */
    private void expire() {
        armed = false;
        if (lsi.ticks() >= deadline) {
            resetChip.run();
        } else {
            arm();
        }
    }

    private boolean updating(long until) {
        return time.now() < until;
    }

    private long updateEnd() {
        return time.now() + UPDATE_TICKS * ClockLine.SECOND / ClockTree.LSI_HZ;
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case KR -> 0;
            case PR -> pr;
            case RLR -> rlr;
            case SR -> (updating(pvuUntil) ? SR_PVU : 0) | (updating(rvuUntil) ? SR_RVU : 0);
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case KR -> key(value & 0xFFFF);
            case PR -> {
                if (unlocked && !updating(pvuUntil)) {
                    pr = value & 7;
                    pvuUntil = updateEnd();
                }
            }
            case RLR -> {
                if (unlocked && !updating(rvuUntil)) {
                    rlr = value & 0xFFF;
                    rvuUntil = updateEnd();
                }
            }
            case SR -> {}
            default -> throw unwritable(offset, value);
        }
    }

    private void key(int key) {
        unlocked = key == KR_ACCESS;
        if (key == KR_START && !started) {
            start();
        } else if (key == KR_RELOAD && started) {
            reload();
        }
    }
}
