package io.gradhil.virtual.clock;

import org.apiguardian.api.API;

/**
 * Virtual time in picoseconds since power-on, and what is to happen at which. Peripherals take part in time through this role
 * alone.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface VirtualTime {
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

        /** Keeps it from happening; no effect if it is not arranged. */
        void cancel();
    }
}
