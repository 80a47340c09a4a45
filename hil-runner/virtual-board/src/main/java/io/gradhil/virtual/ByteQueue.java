package io.gradhil.virtual;

/** Bytes that wait, first in first out; grows with the most that ever waited, and allocates nothing otherwise. */
final class ByteQueue {
    private byte[] ring = new byte[256];
    private int first;
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    int size() {
        return count;
    }

    void add(int value) {
        makeRoom();
        ring[first + count & ring.length - 1] = (byte) value;
        count++;
    }

    /** Adds a byte before all others. */
    void addFirst(int value) {
        makeRoom();
        first = first - 1 & ring.length - 1;
        ring[first] = (byte) value;
        count++;
    }

    /** Takes the first byte, 0 to 255; there must be one. */
    int remove() {
        int value = ring[first] & 0xFF;
        first = first + 1 & ring.length - 1;
        count--;
        return value;
    }

    void clear() {
        count = 0;
    }

    /** Takes as many bytes as there are and as {@code into} has room for, from index 0 on; returns how many. */
    int drain(byte[] into) {
        int taken = Math.min(count, into.length);
        int untilEnd = Math.min(taken, ring.length - first);
        System.arraycopy(ring, first, into, 0, untilEnd);
        System.arraycopy(ring, 0, into, untilEnd, taken - untilEnd);
        first = first + taken & ring.length - 1;
        count -= taken;
        return taken;
    }

    private void makeRoom() {
        if (count == ring.length) {
            byte[] larger = new byte[2 * count];
            int all = drain(larger);
            ring = larger;
            first = 0;
            count = all;
        }
    }
}
