package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.VirtualTime;
import java.util.EnumSet;
import java.util.Set;

/**
 * Prescaler and counter of a timer (RM0383 13.3.1, 13.3.2). It does not count step by step: it knows when it will arrive at the next thing
 * that matters, and how far it has come since the last one.
 */
final class TimCounter {
    /** Why it stands although it is enabled. */
    enum Hold {
        NO_CLOCK,
        DEBUG
    }

    /** Hears of arrivals. */
    interface Listener {
        /** The counter has wrapped or turned, or has reached the compare value of channels (bits 0 to 3), or both. */
        void reached(boolean overflow, int channels);
    }

    private final TickCounter ticks;
    private final long mask;
    private final int[] compare;
    private final Listener listener;
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private final VirtualTime.Event arrival;
    private long arriving;
    private long prescaler = 1;
    private long arr;
    private long anchor;
    private boolean centered;
    private boolean down;
    private boolean enabled;

    TimCounter(VirtualTime time, ClockLine clock, long mask, int[] compare, Listener listener) {
        this.ticks = new TickCounter(time, clock, this::arm);
        this.mask = mask;
        this.compare = compare;
        this.listener = listener;
        this.arrival = time.event(this::arrive);
    }

    long mask() {
        return mask;
    }

    boolean isDown() {
        return down;
    }

    void reset() {
        arrival.cancel();
        ticks.pause();
        ticks.consume(ticks.ticks());
        prescaler = 1;
        arr = mask;
        anchor = 0;
        centered = false;
        down = false;
        enabled = false;
    }

    int count() {
        return (int) current();
    }

    /** An arrival that is due this very moment and has not been handled yet is not run past. */
    private long current() {
        long steps = Math.min(ticks.ticks() / prescaler, stepsToOverflow());
        return down ? Math.max(0, anchor - steps) : Math.min(arr, anchor + steps);
    }

    void setCount(int value) {
        anchor = value & mask;
        ticks.consume(ticks.ticks() / prescaler * prescaler); // the prescaler goes on
        arm();
    }

    /** Begins anew: at 0, or at ARR when counting down, with the prescaler at 0. */
    void restart() {
        anchor = down && !centered ? arr : 0;
        down = down && !centered;
        ticks.consume(ticks.ticks());
        arm();
    }

    void setPeriod(int psc, int newArr) {
        settle();
        prescaler = (psc & 0xFFFFL) + 1;
        arr = newArr & mask;
        arm();
    }

    void setArr(int value) {
        settle();
        arr = value & mask;
        arm();
    }

    void setMode(boolean center, boolean countDown) {
        settle();
        if (!center) {
            down = countDown;
        } else if (!centered) {
            down = false;
        }
        centered = center;
        arm();
    }

    void enable(boolean on) {
        enabled = on;
        run();
    }

    void hold(Hold why, boolean on) {
        if (on) {
            holds.add(why);
        } else {
            holds.remove(why);
        }
        run();
    }

    private void run() {
        if (enabled && holds.isEmpty()) {
            ticks.resume();
        } else {
            ticks.pause();
        }
        arm();
    }

    /** Makes the present count the anchor. */
    private void settle() {
        long now = current();
        ticks.consume(ticks.ticks() / prescaler * prescaler);
        anchor = now;
    }

    /** Edge-aligned: one more than the way to the end, for the step that wraps. Center-aligned: the way to the turn. */
    private long stepsToOverflow() {
        long way = down ? anchor : anchor <= arr ? arr - anchor : mask - anchor + 1 + arr;
        return centered ? Math.max(1, way) : way + 1;
    }

    private long stepsTo(int value) {
        long target = value & mask;
        return down ? anchor - target : target - anchor;
    }

    /** Arranges for the next arrival. A counter whose ARR is 0 stands (13.3.1). */
    void arm() {
        arrival.cancel();
        if (!ticks.isRunning() || arr == 0) {
            return;
        }
        long steps = stepsToOverflow();
        for (int value : compare) {
            long way = stepsTo(value);
            if (way > 0 && way < steps && way > ticks.ticks() / prescaler) {
                steps = way;
            }
        }
        arriving = steps;
        arrival.set(ticks.timeOf(steps * prescaler));
    }

    private void arrive() {
        long steps = arriving;
        boolean overflow = steps == stepsToOverflow();
        ticks.consume(steps * prescaler);
        if (!overflow) {
            anchor += down ? -steps : steps;
        } else if (centered) {
            anchor = down ? 0 : arr;
            down = !down;
        } else {
            anchor = down ? arr : 0;
        }
        listener.reached(overflow, channelsAt(anchor));
        arm();
    }

    private int channelsAt(long count) {
        int channels = 0;
        for (int i = 0; i < compare.length; i++) {
            channels |= (compare[i] & mask) == count ? 1 << i : 0;
        }
        return channels;
    }
}
