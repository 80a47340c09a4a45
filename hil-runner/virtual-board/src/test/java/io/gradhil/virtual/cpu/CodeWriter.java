package io.gradhil.virtual.cpu;

import java.util.Arrays;
import java.util.List;

/** Half-words of a block of test code, with the few instructions that set up others; counts what it writes of each row. */
final class CodeWriter {
    private final List<Encoding> counted;
    private final long[] counts;
    private short[] code = new short[64];
    private int length;
    private int instructions;

    CodeWriter(List<Encoding> counted) {
        this.counted = counted;
        counts = new long[counted.size()];
    }

    /** Begins another block. */
    void begin() {
        length = 0;
        instructions = 0;
    }

    /** Appends an instruction, and counts it for its row. */
    void put(Instruction i) {
        put(i.raw, i.size == 4);
        count(i.encoding);
    }

    void put(Encoding row, int raw) {
        put(Decoder.decode(raw, row.bits() == 32));
    }

    void count(Encoding row) {
        int index = counted.indexOf(row);
        if (index >= 0) {
            counts[index]++;
        }
    }

    /** Returns how often each row was written. */
    long[] counts() {
        return counts.clone();
    }

    /** Appends an instruction. */
    void put(int raw, boolean wide) {
        if (wide) {
            half(raw >>> 16);
        }
        half(raw);
        instructions++;
    }

    void half(int value) {
        if (length == code.length) {
            code = Arrays.copyOf(code, 2 * length);
        }
        code[length++] = (short) value;
    }

    /** MOVW and MOVT. */
    void constant(int register, int value) {
        put(0xF2400000 | wide(value & 0xFFFF) | register << 8, true);
        put(0xF2C00000 | wide(value >>> 16) | register << 8, true);
    }

    private static int wide(int value) {
        return (value >>> 12 & 15) << 16 | (value >>> 11 & 1) << 26 | (value >>> 8 & 7) << 12 | value & 0xFF;
    }

    void move(int to, int from) {
        put(0x4600 | (to & 8) << 4 | from << 3 | to & 7, false);
    }

    void nop() {
        put(0xBF00, false);
    }

    /** Lets the next half-word be at a multiple of 4, given that the block is. */
    void alignWord() {
        if ((length & 1) != 0) {
            nop();
        }
    }

    int instructions() {
        return instructions;
    }

    short[] code() {
        return Arrays.copyOf(code, length);
    }
}
