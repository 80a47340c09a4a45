package io.gradhil.virtual.peripheral;

/** Sectors of the main memory (RM0383 3.3) and how long it takes to change them (DS10314, flash memory characteristics, typical). */
final class FlashSectors {
    static final int COUNT = 8;

    /** Bytes of the main memory. */
    static final int BYTES = 512 * 1024;

    private static final int KIB = 1024;
    private static final long MILLISECOND = 1_000_000_000L;

    /** Programming takes the same for each width. */
    static final long PROGRAM = 16_000_000L;

    private FlashSectors() {}

    static int offset(int sector) {
        return sector < 4 ? sector * 16 * KIB : sector == 4 ? 64 * KIB : (sector - 4) * 128 * KIB;
    }

    static int size(int sector) {
        return sector < 4 ? 16 * KIB : sector == 4 ? 64 * KIB : 128 * KIB;
    }

    static int containing(int offset) {
        int sector = COUNT - 1;
        while (offset(sector) > offset) {
            sector--;
        }
        return sector;
    }

    /** Returns the time to erase a sector, in picoseconds; {@code psize} as in FLASH_CR: 0 x8, 1 x16, 2 x32. */
    static long erase(int sector, int psize) {
        long[] millis = sector < 4
                ? new long[] {400, 300, 250}
                : sector == 4 ? new long[] {1200, 700, 550} : new long[] {2000, 1300, 1000};
        return millis[psize] * MILLISECOND;
    }

    static long massErase(int psize) {
        return new long[] {8000, 5500, 4000}[psize] * MILLISECOND;
    }
}
