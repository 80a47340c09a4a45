package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.BusFaultException;

/** Two keys to be written one after the other; a wrong one locks until reset and is a bus error (3.5.1). */
final class FlashKeys {
    private final String register;
    private final int first;
    private final int second;
    private int step;
    private boolean dead;

    FlashKeys(String register, int first, int second) {
        this.register = register;
        this.first = first;
        this.second = second;
    }

    void reset() {
        step = 0;
    }

    /** Ends the lock-up too. */
    void chipReset() {
        step = 0;
        dead = false;
    }

    /** Returns whether this completes the sequence. */
    boolean accept(int key) {
        if (dead || key != (step == 0 ? first : second)) {
            dead = true;
            throw new BusFaultException(register + ": wrong key; locked until reset");
        }
        step = 1 - step;
        return step == 0;
    }
}
