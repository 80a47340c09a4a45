package io.gradhil.virtual.cpu;

/** Bit-band aliases (PM0214 section 2.2.5): a word at 0x22000000 or 0x42000000 is a bit at 0x20000000 or 0x40000000. */
final class BitBand {
    private BitBand() {}

    static boolean isAlias(int address) {
        int region = address & 0xFE000000;
        return region == 0x22000000 || region == 0x42000000;
    }

    /** Returns the address of the unit of {@code width} bytes that holds the bit. */
    static int target(int address, int width) {
        return (address & 0xF0000000 | (address & 0x01FFFFFF) >>> 5) & -width;
    }

    static int bit(int address, int value, int width) {
        return value >>> number(address, width) & 1;
    }

    static int changed(int address, int old, int width, int value) {
        int number = number(address, width);
        return old & ~(1 << number) | (value & 1) << number;
    }

    private static int number(int address, int width) {
        int bitInByte = address >>> 2 & 7;
        return bitInByte + 8 * ((address & 0x01FFFFFF) >>> 5 & width - 1);
    }
}
