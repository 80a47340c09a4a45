package io.gradhil.virtual.cpu;

/**
 * The SysTick timer (B3.3). It is computed from the cycle counter when somebody looks; the core's loop asks when it reaches zero
 * next.
 */
final class SysTick {
    static final int ENABLE = 1;
    static final int TICKINT = 1 << 1;
    static final int CLKSOURCE = 1 << 2;
    static final int COUNTFLAG = 1 << 16;
    private static final int MAXIMUM = 0xFFFFFF;
    /** SYST_CALIB: no reference value is known, as on the STM32F4 at any clock but 84 MHz. */
    private static final int CALIB = 0x40000000;

    private final Core core;
    private final int divider;
    private int control;
    private int reload;
    /** While stopped: the counter. */
    private int stopped;
    /** While running: the cycle at which the counter becomes zero. */
    private long zeroAt;

    SysTick(Core core, int divider) {
        this.core = core;
        this.divider = divider;
    }

    void reset() {
        control = 0;
        reload = 0;
        stopped = 0;
    }

    /** Returns the cycle of the next event, far away if there is none. */
    long next() {
        return isRunning() ? zeroAt : Long.MAX_VALUE;
    }

    /** Catches up with the cycle counter. */
    void update() {
        if (!isRunning() || core.cycles < zeroAt) {
            return;
        }
        control |= COUNTFLAG;
        if ((control & TICKINT) != 0) {
            core.exceptions.pend(Exceptions.SYSTICK);
        }
        if (reload == 0) {
            stopped = 0;
            return;
        }
        long period = (long) period() * (reload + 1);
        zeroAt += ((core.cycles - zeroAt) / period + 1) * period;
    }

    int read(int offset) {
        update();
        return switch (offset) {
            case 0 -> readControl();
            case 4 -> reload;
            case 8 -> value();
            default -> CALIB;
        };
    }

    void write(int offset, int value) {
        update();
        int counter = value();
        switch (offset) {
            case 0 -> control = control & COUNTFLAG | value & 7;
            case 4 -> reload = value & MAXIMUM;
            case 8 -> {
                counter = 0;
                control &= ~COUNTFLAG;
            }
            default -> {}
        }
        start(counter);
        core.attention();
    }

    private void start(int counter) {
        stopped = counter;
        zeroAt = core.cycles + (long) period() * (counter == 0 ? reload + 1 : counter);
    }

    private int readControl() {
        int result = control;
        control &= ~COUNTFLAG;
        return result;
    }

    private int value() {
        if (!isRunning()) {
            return stopped;
        }
        long ticks = (zeroAt - core.cycles + period() - 1) / period();
        return ticks > reload ? 0 : (int) ticks;
    }

    /** A reload value of 0 stops the counter at 0 (B3.3.1). */
    private boolean isRunning() {
        return (control & ENABLE) != 0 && (reload != 0 || stopped != 0);
    }

    private int period() {
        return (control & CLKSOURCE) != 0 ? 1 : divider;
    }
}
