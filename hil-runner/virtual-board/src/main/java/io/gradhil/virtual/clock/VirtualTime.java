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

    /**
     * Arranges for an action.
     *
     * @param at picoseconds, not before now; actions for the same time run in the order in which they were arranged
     */
    Event at(long at, Runnable action);

    /** Something arranged that has not happened yet. */
    interface Event {
        /** Keeps it from happening; no effect if it has. */
        void cancel();
    }
}
