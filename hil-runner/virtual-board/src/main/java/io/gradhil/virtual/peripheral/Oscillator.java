package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.clock.VirtualTime;

/** An oscillator or PLL: switched on, it is ready some time later, unless it is broken. */
final class Oscillator {
    private final VirtualTime time;
    private final Runnable ready;
    private final VirtualTime.Event starting;
    private boolean on;
    private boolean isReady;
    private boolean broken;

    /**
     * Creates an oscillator that is off.
     *
     * @param ready is called whenever it has become ready
     */
    Oscillator(VirtualTime time, Runnable ready) {
        this.time = time;
        this.ready = ready;
        this.starting = time.event(this::start);
    }

    boolean isOn() {
        return on;
    }

    boolean isReady() {
        return isReady;
    }

    /** Makes it never become ready from now on. */
    void breakDown() {
        broken = true;
        starting.cancel();
        isReady = false;
    }

    /** Switches on, ready after a time in picoseconds, or off; no effect if it is so already. */
    void set(boolean wanted, boolean canStart, long picoseconds) {
        if (wanted == on) {
            return;
        }
        on = wanted;
        starting.cancel();
        isReady = false;
        if (wanted && canStart && !broken) {
            starting.set(time.now() + picoseconds);
        }
    }

    /** Is ready at once: the state after reset of the oscillator that the chip starts with. */
    void setReady() {
        starting.cancel();
        on = true;
        isReady = true;
    }

    private void start() {
        isReady = true;
        ready.run();
    }
}
