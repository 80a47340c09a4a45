package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.ClockLine;
import io.gradhil.virtual.clock.VirtualTime;

/** Counts the ticks of a clock since a moment, over changes of its frequency (each may round by a tick) and pauses. */
final class TickCounter {
    private final VirtualTime time;
    private final ClockLine clock;
    private long since;
    private long counted;
    private boolean running;

    /**
     * Creates a counter that stands.
     *
     * @param changed is told that the clock has changed: what was arranged for a number of ticks is due at another time
     */
    TickCounter(VirtualTime time, ClockLine clock, Runnable changed) {
        this.time = time;
        this.clock = clock;
        clock.onChange(this::hold, changed);
    }

    private void hold() {
        if (running) {
            counted = ticks();
            since = time.now();
        }
    }

    /** Starts from 0. */
    void restart() {
        counted = 0;
        since = time.now();
        running = true;
    }

    void pause() {
        hold();
        running = false;
    }

    void resume() {
        if (!running) {
            since = time.now();
            running = true;
        }
    }

    boolean isRunning() {
        return running;
    }

    long ticks() {
        return running ? counted + clock.ticks(time.now() - since) : counted;
    }

    /** Moves the moment from which is counted forward by a number of ticks. */
    void consume(long ticks) {
        counted -= ticks;
    }

    /** Returns the time at which a number of ticks is reached. */
    long timeOf(long ticks) {
        long missing = ticks - counted;
        long at = since + clock.picoseconds(missing);
        return clock.ticks(at - since) < missing ? at + 1 : at;
    }
}
