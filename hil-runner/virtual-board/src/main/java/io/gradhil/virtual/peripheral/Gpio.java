package io.gradhil.virtual.peripheral;

import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * General-purpose I/O port (RM0383 chapter 8). A pin in alternate function mode is an input as far as IDR knows: what the other block drives
 * is not seen there.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Gpio extends RegisterBlock {
    /** Number of pins of a port. */
    public static final int PINS = 16;

    private static final int MODER = 0x00;
    private static final int OTYPER = 0x04;
    private static final int OSPEEDR = 0x08;
    private static final int PUPDR = 0x0C;
    private static final int IDR = 0x10;
    private static final int ODR = 0x14;
    private static final int BSRR = 0x18;
    private static final int LCKR = 0x1C;
    private static final int AFRL = 0x20;
    private static final int AFRH = 0x24;

    private static final int OUTPUT = 1;
    private static final int ALTERNATE = 2;
    private static final int ANALOG = 3;
    private static final int PULL_UP = 1;
    private static final int LCKK = 1 << 16;

    private final int port;
    private final int moderAtReset;
    private final int ospeedrAtReset;
    private final int pupdrAtReset;
    private final PinListener listener;
    private final int[] registers = new int[10];
    private int driven;
    private int drivenHigh;
    private int idr;
    private int lockStep;
    private int lockCandidate;
    private boolean locked;

    /** Hears of pins whose level has changed. */
    @FunctionalInterface
    public interface PinListener {
        /** A pin of a port (0 is A, 7 is H) has a new level. */
        void changed(int port, int pin, boolean high);
    }

    /**
     * Creates a port at its address.
     *
     * @param letter A to E, or H
     */
    public Gpio(char letter, PinListener listener) {
        super("GPIO" + letter, 0x40020000 + 0x400 * (letter - 'A'), Access.AHB);
        this.port = letter - 'A';
        this.listener = listener;
        this.moderAtReset = letter == 'A' ? 0xA800_0000 : letter == 'B' ? 0x0000_0280 : 0;
        this.ospeedrAtReset = letter == 'A' ? 0x0C00_0000 : letter == 'B' ? 0x0000_00C0 : 0;
        this.pupdrAtReset = letter == 'A' ? 0x6400_0000 : letter == 'B' ? 0x0000_0100 : 0;
        reset();
    }

    @Override
    public void reset() {
        Arrays.fill(registers, 0);
        registers[MODER / 4] = moderAtReset;
        registers[OSPEEDR / 4] = ospeedrAtReset;
        registers[PUPDR / 4] = pupdrAtReset;
        locked = false;
        lockStep = 0;
        sample();
    }

    /** Drives a pin from outside; an output of the chip wins. */
    public void drive(int pin, boolean high) {
        driven |= 1 << pin;
        drivenHigh = high ? drivenHigh | 1 << pin : drivenHigh & ~(1 << pin);
        sample();
    }

    /** Lets a pin go. */
    public void release(int pin) {
        driven &= ~(1 << pin);
        sample();
    }

    /** Returns the level of a pin. */
    public boolean level(int pin) {
        return (idr >>> pin & 1) != 0;
    }

    /** Returns the alternate function (0 to 15) that a pin is connected to, or -1. */
    public int alternateFunction(int pin) {
        if (mode(pin) != ALTERNATE) {
            return -1;
        }
        return registers[(pin < 8 ? AFRL : AFRH) / 4] >>> 4 * (pin % 8) & 0xF;
    }

    private int mode(int pin) {
        return registers[MODER / 4] >>> 2 * pin & 3;
    }

    private void sample() {
        int before = idr;
        int levels = 0;
        for (int pin = 0; pin < PINS; pin++) {
            levels |= isHigh(pin) ? 1 << pin : 0;
        }
        idr = levels;
        for (int pin = 0; pin < PINS; pin++) {
            if (((before ^ levels) >>> pin & 1) != 0) {
                listener.changed(port, pin, (levels >>> pin & 1) != 0);
            }
        }
    }

    private boolean isHigh(int pin) {
        int mode = mode(pin);
        boolean odr = (registers[ODR / 4] >>> pin & 1) != 0;
        boolean openDrain = (registers[OTYPER / 4] >>> pin & 1) != 0;
        if (mode == OUTPUT && !(openDrain && odr)) {
            return odr;
        }
        if (mode == ANALOG) {
            return false; // the Schmitt trigger is off (8.3.12)
        }
        if ((driven >>> pin & 1) != 0) {
            return (drivenHigh >>> pin & 1) != 0;
        }
        return (registers[PUPDR / 4] >>> 2 * pin & 3) == PULL_UP;
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case IDR -> idr;
            case BSRR -> 0;
            case LCKR -> readLock();
            case MODER, OTYPER, OSPEEDR, PUPDR, ODR, AFRL, AFRH -> registers[offset / 4];
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case IDR -> {}
            case BSRR -> registers[ODR / 4] = registers[ODR / 4] & ~(value >>> 16) | value & 0xFFFF;
            case LCKR -> writeLock(value);
            case OTYPER -> registers[OTYPER / 4] = keep(registers[OTYPER / 4], value & 0xFFFF, 1, 0);
            case ODR -> registers[ODR / 4] = value & 0xFFFF;
            case MODER, OSPEEDR, PUPDR -> registers[offset / 4] = keep(registers[offset / 4], value, 2, 0);
            case AFRL -> registers[AFRL / 4] = keep(registers[AFRL / 4], value, 4, 0);
            case AFRH -> registers[AFRH / 4] = keep(registers[AFRH / 4], value, 4, 8);
            default -> throw unwritable(offset, value);
        }
        sample();
    }

    /** Returns the new value where pins are not locked, the old one where they are. */
    private int keep(int old, int value, int bitsPerPin, int firstPin) {
        int mask = 0;
        for (int pin = firstPin; locked && pin < PINS && (pin - firstPin) * bitsPerPin < 32; pin++) {
            boolean isLocked = (registers[LCKR / 4] >>> pin & 1) != 0;
            mask |= isLocked ? (1 << bitsPerPin) - 1 << bitsPerPin * (pin - firstPin) : 0;
        }
        return old & mask | value & ~mask;
    }

    /** The sequence of 8.4.8: write 1, write 0, write 1 to LCKK with the same pins, then read. */
    private void writeLock(int value) {
        if (locked) {
            return;
        }
        boolean key = (value & LCKK) != 0;
        int pins = value & 0xFFFF;
        boolean expected = lockStep == 1 ? !key : key;
        lockStep = expected && (lockStep == 0 || pins == lockCandidate) ? lockStep + 1 : 0;
        lockCandidate = pins;
        registers[LCKR / 4] = pins;
    }

    private int readLock() {
        if (lockStep == 3) {
            locked = true;
        }
        lockStep = 0;
        return registers[LCKR / 4] | (locked ? LCKK : 0);
    }
}
