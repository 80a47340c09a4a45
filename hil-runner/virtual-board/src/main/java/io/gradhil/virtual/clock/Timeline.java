package io.gradhil.virtual.clock;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.apiguardian.api.API;

/**
 * The virtual time of a chip, driven by the cycles that its core has spent. Deterministic: events happen in the order of
 * their times, those of the same time in the order in which they were arranged.
 *
 * <p>Within an event, {@link #now} is exactly the event's time, so that what repeats does not drift by the instruction
 * that happened to be running.
 *
 * <p>The core stops for what its program may notice. What is quiet happens when it has stopped, or just before it looks.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Timeline implements VirtualTime {
    /** Beyond this many cycles the base moves along, far below where {@link ClockLine#picoseconds} overflows. */
    private static final long REBASE = 1L << 32;

    private final ClockLine core;
    private final LongSupplier cycles;
    private final Runnable earlier;
    /** What is arranged, the next one last: a chip has a dozen, so that moving them is cheaper than a heap. */
    private Scheduled[] arranged = new Scheduled[16];

    private int count;
    private long baseTime;
    private long baseCycles;
    private boolean inEvent;
    private long eventTime;
    /** When the core is to stop, in picoseconds and in cycles; not later than it has to be, but earlier while {@link #stale}. */
    private long nextStop = NEVER;

    private long nextCycle;
    private boolean stale = true;
    private boolean stopsAlways;
    /** The time at {@link #knownCycle}. */
    private long knownTime;

    private long knownCycle = -1;

    /**
     * Creates a timeline at time 0.
     *
     * @param core clock of the core (HCLK)
     * @param cycles the core's count of cycles, which never falls
     * @param earlier called when something is arranged that comes before all that was arranged so far
     */
    public Timeline(ClockLine core, LongSupplier cycles, Runnable earlier) {
        this.core = core;
        this.cycles = cycles;
        this.earlier = earlier;
        core.onChange(this::rebase, this::clockChanged);
    }

    private void clockChanged() {
        stale = true;
        knownCycle = -1;
        earlier.run();
    }

    private void rebase() {
        long now = cycles.getAsLong();
        baseTime += core.picoseconds(now - baseCycles);
        baseCycles = now;
        stale = true;
        knownCycle = -1;
    }

    @Override
    public long now() {
        return inEvent ? eventTime : coreTime();
    }

    private long coreTime() {
        long cycle = cycles.getAsLong();
        if (cycle != knownCycle) {
            if (cycle - baseCycles > REBASE) {
                rebase();
            }
            knownTime = baseTime + core.picoseconds(cycle - baseCycles);
            knownCycle = cycle;
        }
        return knownTime;
    }

    @Override
    public Event event(Runnable action) {
        return new Scheduled(action);
    }

    /** Has the core stop for what is quiet, too, or no longer; nothing but the number of stops depends on it. */
    public void stopAlways(boolean on) {
        stopsAlways = on;
        stale = true;
    }

    /** Returns the core's cycle count at which it is to stop, or {@link Long#MAX_VALUE}. */
    public long nextCycle() {
        if (stale) {
            nextStop = NEVER;
            for (int k = 0; k < count; k++) {
                nextStop = Math.min(nextStop, stop(arranged[k]));
            }
            nextCycle = nextStop == NEVER ? Long.MAX_VALUE : cycleAt(nextStop);
            stale = false;
        }
        return nextCycle;
    }

    private long stop(Scheduled event) {
        return stopsAlways ? event.at : event.quietUntil;
    }

    /** Returns the core's cycle count that is reached at a time in picoseconds, at the core's present clock. */
    public long cycleAt(long picoseconds) {
        return baseCycles + core.ticksCovering(Math.max(0, picoseconds - baseTime));
    }

    /** Runs everything that is due by now, between two instructions. */
    public void runDue() {
        while (count > 0 && arranged[count - 1].at <= coreTime()) {
            Scheduled event = arranged[count - 1];
            if (!event.isQuiet()) {
                disturb();
            }
            run(event);
        }
    }

    /**
     * Runs what is due by now as long as it is quiet, within an instruction that is about to see it. No effect within an event.
     */
    public void catchUp() {
        while (!inEvent && count > 0 && arranged[count - 1].at <= coreTime() && arranged[count - 1].isQuiet()) {
            run(arranged[count - 1]);
        }
    }

    private void run(Scheduled event) {
        event.cancel();
        inEvent = true;
        eventTime = event.at;
        try {
            event.action.run();
        } finally {
            inEvent = false;
        }
    }

    /** Takes nothing for quiet any longer that is arranged: its premises are about to change. */
    public void disturb() {
        for (int k = 0; k < count; k++) {
            arranged[k].quietUntil = arranged[k].at;
        }
        if (count > 0) {
            stopBy(arranged[count - 1].at);
        }
    }

    /** Returns how many events are arranged. */
    int size() {
        return count;
    }

    private void insert(Scheduled event) {
        if (count == arranged.length) {
            arranged = Arrays.copyOf(arranged, 2 * count);
        }
        int place = count++;
        while (place > 0 && arranged[place - 1].at <= event.at) {
            arranged[place] = arranged[place - 1];
            place--;
        }
        arranged[place] = event;
        stopBy(stop(event));
    }

    private void stopBy(long picoseconds) {
        if (picoseconds < nextStop) {
            nextStop = picoseconds;
            stale = true;
            earlier.run();
        }
    }

    private void remove(Scheduled event) {
        int place = count - 1;
        while (arranged[place] != event) {
            place--;
        }
        stale |= stop(event) == nextStop;
        count--;
        System.arraycopy(arranged, place + 1, arranged, place, count - place);
    }

    private final class Scheduled implements Event {
        private final Runnable action;
        private long at;
        private long quietUntil;
        private boolean isSet;

        Scheduled(Runnable action) {
            this.action = action;
        }

        @Override
        public void set(long when) {
            setQuietly(when, when);
        }

        @Override
        public void setQuietly(long when, long until) {
            cancel();
            at = Math.max(when, now());
            quietUntil = Math.max(at, until);
            isSet = true;
            insert(this);
        }

        boolean isQuiet() {
            return at < quietUntil;
        }

        @Override
        public void cancel() {
            if (isSet) {
                isSet = false;
                remove(this);
            }
        }
    }
}
