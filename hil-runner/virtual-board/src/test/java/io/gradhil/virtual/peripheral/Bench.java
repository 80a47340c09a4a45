package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.InterruptLine;
import io.gradhil.virtual.clock.Timeline;

/** Time that passes on command, and what a block's test needs beside it. */
final class Bench {
    static final long MICROSECOND = 1_000_000L;
    static final long MILLISECOND = 1_000 * MICROSECOND;

    final ClockLine hclk = new ClockLine(16_000_000);
    private long cycles;
    final Timeline time = new Timeline(hclk, () -> cycles, () -> {});

    /** A line that remembers. */
    static final class Line implements InterruptLine {
        boolean asserted;
        int rises;

        @Override
        public void set(boolean level) {
            rises += level && !asserted ? 1 : 0;
            asserted = level;
        }
    }

    /** Lets time pass, event by event. */
    void pass(long picoseconds) {
        long end = time.now() + picoseconds;
        while (true) {
            long next = Math.min(time.nextCycle(), time.cycleAt(end));
            cycles = Math.max(cycles, next);
            time.runDue();
            if (time.now() >= end) {
                return;
            }
        }
    }

    static int read(Device device, int offset) {
        return device.read(offset, 4);
    }

    static void write(Device device, int offset, int value) {
        device.write(offset, 4, value);
    }
}
