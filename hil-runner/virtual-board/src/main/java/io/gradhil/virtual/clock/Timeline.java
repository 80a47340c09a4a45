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
    /** What {@link #nextCycle} returns, unless {@link #stale}. */
    private long nextCycle;

    private boolean stale = true;

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
        earlier.run();
    }

    private void rebase() {
        long now = cycles.getAsLong();
        baseTime += core.picoseconds(now - baseCycles);
        baseCycles = now;
        stale = true;
    }

    @Override
    public long now() {
        return inEvent ? eventTime : coreTime();
    }

    private long coreTime() {
        long spent = cycles.getAsLong() - baseCycles;
        if (spent > REBASE) {
            rebase();
            spent = 0;
        }
        return baseTime + core.picoseconds(spent);
    }

    @Override
    public Event event(Runnable action) {
        return new Scheduled(action);
    }

    /** Returns the core's cycle count at which the next event is due, or {@link Long#MAX_VALUE} if there is none. */
    public long nextCycle() {
        if (stale) {
            nextCycle = count == 0 ? Long.MAX_VALUE : cycleAt(arranged[count - 1].at);
            stale = false;
        }
        return nextCycle;
    }

    /** Returns the core's cycle count that is reached at a time in picoseconds, at the core's present clock. */
    public long cycleAt(long picoseconds) {
        return baseCycles + core.ticksCovering(Math.max(0, picoseconds - baseTime));
    }

    /** Runs everything that is due by now. */
    public void runDue() {
        while (nextCycle() <= cycles.getAsLong()) {
            Scheduled event = arranged[count - 1];
            event.cancel();
            inEvent = true;
            eventTime = event.at;
            try {
                event.action.run();
            } finally {
                inEvent = false;
            }
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
        if (place == count - 1) {
            stale = true;
            earlier.run();
        }
    }

    private void remove(Scheduled event) {
        int place = count - 1;
        while (arranged[place] != event) {
            place--;
        }
        stale |= place == count - 1;
        count--;
        System.arraycopy(arranged, place + 1, arranged, place, count - place);
    }

    private final class Scheduled implements Event {
        private final Runnable action;
        private long at;
        private boolean isSet;

        Scheduled(Runnable action) {
            this.action = action;
        }

        @Override
        public void set(long when) {
            cancel();
            at = Math.max(when, now());
            isSet = true;
            insert(this);
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
