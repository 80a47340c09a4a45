package io.gradhil.virtual.clock;

import org.apiguardian.api.API;

/**
 * Virtual time in picoseconds since power-on, and what is to happen at which. Peripherals take part in time through this role
 * alone.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface VirtualTime {
    /** Later than everything. */
    long NEVER = Long.MAX_VALUE;

    /** Returns the time now, in picoseconds; exact within an instruction. */
    long now();

    /** Returns an event that is not arranged yet. What repeats makes it once: arranging it then allocates nothing. */
    Event event(Runnable action);

    /** Arranges for something that happens once. */
    default Event at(long at, Runnable action) {
        Event event = event(action);
        event.set(at);
        return event;
    }

    /** Something that can be arranged. */
    interface Event {
        /**
         * Arranges for it to happen, once; if it was arranged already, it happens then and not as before.
         *
         * @param at picoseconds, not before now; events of the same time happen in the order in which they were arranged
         */
        void set(long at);

        /**
         * Arranges for it as {@link #set} does, and says that the program on the core cannot notice before {@code quietUntil} that it has happened, nor what
         * follows from it, unless it looks. The core need not stop for it; it happens in its order when the core stops for something else or
         * {@linkplain Timeline#catchUp looks}, and {@link #now} is its time then.
         *
         * @param quietUntil picoseconds; holds as long as the program writes no register and nothing happens that was arranged by {@link #set}
         */
        void setQuietly(long at, long quietUntil);

        /** Keeps it from happening; no effect if it is not arranged. */
        void cancel();
    }
}
