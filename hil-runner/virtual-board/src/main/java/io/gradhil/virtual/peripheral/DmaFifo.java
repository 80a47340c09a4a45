package io.gradhil.virtual.peripheral;

/** The four words between the two sides of a stream (RM0383 9.3.12): packs and unpacks items of different sizes. */
final class DmaFifo {
    private static final int BYTES = 16;
    private static final int EMPTY = 0b100;
    private static final int FULL = 0b101;

    private final byte[] bytes = new byte[BYTES];
    private int first;
    private int size;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void put(int value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[(first + size++) % BYTES] = (byte) (value >>> 8 * i);
        }
    }

    int take(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[first] & 0xFF) << 8 * i;
            first = (first + 1) % BYTES;
            size--;
        }
        return value;
    }

    /** Returns the bytes at which the FIFO is drained; FTH 0 to 3 is a quarter to full. */
    static int threshold(int fth) {
        return BYTES / 4 * (fth + 1);
    }

    /** Returns DMA_SxFCR.FS. */
    int status() {
        return size == 0 ? EMPTY : size == BYTES ? FULL : size * 4 / BYTES;
    }
}
