package io.gradhil.virtual.clock;

import java.util.PriorityQueue;
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

    /** Fewer cancelled events than this are not worth a cleaning. */
    private static final int CLEANING = 64;

    private final ClockLine core;
    private final LongSupplier cycles;
    private final PriorityQueue<Scheduled> queue = new PriorityQueue<>();
    private final Runnable earlier;
    private long baseTime;
    private long baseCycles;
    private long arranged;
    private int cancelled;
    private boolean inEvent;
    private long eventTime;

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
        core.onChange(this::rebase, earlier);
    }

    private void rebase() {
        long count = cycles.getAsLong();
        baseTime += core.picoseconds(count - baseCycles);
        baseCycles = count;
    }

    @Override
    public long now() {
        return inEvent ? eventTime : coreTime();
    }

    private long coreTime() {
        long count = cycles.getAsLong() - baseCycles;
        if (count > REBASE) {
            rebase();
            count = 0;
        }
        return baseTime + core.picoseconds(count);
    }

    @Override
    public Event at(long at, Runnable action) {
        Scheduled event = new Scheduled(Math.max(at, now()), arranged++, action);
        queue.add(event);
        if (queue.peek() == event) {
            earlier.run();
        }
        return event;
    }

    /** Returns the core's cycle count at which the next event is due, or {@link Long#MAX_VALUE} if there is none. */
    public long nextCycle() {
        dropCancelled();
        Scheduled next = queue.peek();
        if (next == null) {
            return Long.MAX_VALUE;
        }
        return baseCycles + core.ticksCovering(Math.max(0, next.at - baseTime));
    }

    /** Returns the core's cycle count that is reached at a time in picoseconds, at the core's present clock. */
    public long cycleAt(long picoseconds) {
        return baseCycles + core.ticksCovering(Math.max(0, picoseconds - baseTime));
    }

    /** Runs everything that is due by now. */
    public void runDue() {
        long due = coreTime();
        dropCancelled();
        while (!queue.isEmpty() && queue.element().at <= due) {
            Scheduled event = queue.remove();
            event.done = true;
            inEvent = true;
            eventTime = event.at;
            try {
                event.action.run();
            } finally {
                inEvent = false;
            }
            due = coreTime();
            dropCancelled();
        }
    }

    private void dropCancelled() {
        while (!queue.isEmpty() && queue.element().done) {
            queue.remove();
            cancelled--;
        }
    }

    private void cleanUp() {
        if (cancelled > CLEANING && cancelled > queue.size() / 2) {
            queue.removeIf(event -> event.done);
            cancelled = 0;
        }
    }

    /** Returns how many events are kept, the cancelled ones included. */
    int size() {
        return queue.size();
    }

    /** A cancelled event stays in the queue until its turn, or until half of the queue are such. */
    private final class Scheduled implements Event, Comparable<Scheduled> {
        private final long at;
        private final long order;
        private final Runnable action;
        private boolean done;

        Scheduled(long at, long order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        @Override
        public void cancel() {
            if (!done) {
                done = true;
                cancelled++;
                cleanUp();
            }
        }

        @Override
        public int compareTo(Scheduled other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
