package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;

/**
 * The core's way to the chip's bus: the chip is told before. With bit-band aliases (PM0214 section 2.2.5): a word at 0x22000000 or 0x42000000 is a bit at
 * 0x20000000 or 0x40000000.
 */
final class SystemBus {
    private final Bus bus;
    private final CortexM4.Chip chip;

    SystemBus(Bus bus, CortexM4.Chip chip) {
        this.bus = bus;
        this.chip = chip;
    }

    /** Reads past the aliases, as a debugger does. */
    int read(int address, int width) {
        chip.accessing(false);
        return bus.read(address, width);
    }

    /** Writes past the aliases. */
    void write(int address, int width, int value) {
        chip.accessing(true);
        bus.write(address, width, value);
    }

    int load(int address, int width) {
        return isAlias(address) ? bit(address, read(target(address, width), width), width) : read(address, width);
    }

    void store(int address, int width, int value) {
        if (isAlias(address)) {
            int target = target(address, width);
            write(target, width, changed(address, read(target, width), width, value));
        } else {
            write(address, width, value);
        }
    }

    static boolean isAlias(int address) {
        int region = address & 0xFE000000;
        return region == 0x22000000 || region == 0x42000000;
    }

    /** Returns the address of the unit of {@code width} bytes that holds the bit. */
    private static int target(int address, int width) {
        return (address & 0xF0000000 | (address & 0x01FFFFFF) >>> 5) & -width;
    }

    private static int bit(int address, int value, int width) {
        return value >>> number(address, width) & 1;
    }

    private static int changed(int address, int old, int width, int value) {
        int number = number(address, width);
        return old & ~(1 << number) | (value & 1) << number;
    }

    private static int number(int address, int width) {
        int bitInByte = address >>> 2 & 7;
        return bitInByte + 8 * ((address & 0x01FFFFFF) >>> 5 & width - 1);
    }
}
