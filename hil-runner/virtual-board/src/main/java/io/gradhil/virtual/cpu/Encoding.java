package io.gradhil.virtual.cpu;

import java.util.Set;

/**
 * A row of the decode table.
 *
 * <p>The pattern is written as the manual draws it, first half-word first: {@code 0} and {@code 1} are fixed, letters are operands, whose
 * bits are joined in the order they stand. Blanks are for the reader.
 *
 * <ul>
 *   <li>{@code d n m a} registers Rd (or Rt, RdLo), Rn, Rm, Ra (or Rt2, RdHi); {@code e} is d and n at once
 *   <li>{@code D N M} the odd bit of an FP register
 *   <li>{@code i} immediate, {@code j} second immediate, {@code y} shift type or a selecting bit, {@code l} register list
 *   <li>{@code X Y} size and U of VCVT to or from fixed point
 *   <li>{@code s} sets flags, {@code u} adds the offset, {@code w} writes back, {@code c} condition
 * </ul>
 *
 * @param name as in the manual, with the encoding's number
 * @param pattern without blanks
 * @param mask of the fixed bits
 * @param value of the fixed bits
 * @param op what it does
 * @param immediate how {@code i} becomes the immediate
 * @param traits what else there is to know
 */
record Encoding(String name, String pattern, int mask, int value, Op op, Immediate immediate, Set<Trait> traits) {
    /** Peculiarities of a row. */
    enum Trait {
        /** Sets flags. */
        FLAGS,
        /** Sets flags outside an IT block. */
        FLAGS_OUTSIDE_IT,
        /** Rd, or Rt, is SP. */
        D_IS_SP,
        /** Rn is SP. */
        N_IS_SP,
        /** Writes Rn back. */
        WRITEBACK,
        /** Changes the base before the access: pre-indexed, decrement before. */
        BEFORE,
        /** FP registers are D registers. */
        DOUBLE,
        /** Rd is an FP register. */
        FP_D,
        /** Rn is an FP register. */
        FP_N,
        /** Rm is an FP register. */
        FP_M,
        /** What it does is no part of the state that can be compared by executing it alone: sleep, breakpoints. */
        SYSTEM
    }

    static Encoding of(String name, String drawing, Op op, Immediate immediate, Trait... traits) {
        String pattern = drawing.replace(" ", "");
        int mask = 0;
        int value = 0;
        for (int position = 0; position < pattern.length(); position++) {
            char bit = pattern.charAt(position);
            mask = mask << 1 | (bit == '0' || bit == '1' ? 1 : 0);
            value = value << 1 | (bit == '1' ? 1 : 0);
        }
        if (pattern.length() != 16 && pattern.length() != 32) {
            throw new IllegalArgumentException(name + ": " + pattern.length() + " bits");
        }
        return new Encoding(name, pattern, mask, value, op, immediate, Set.of(traits));
    }

    boolean matches(int raw) {
        return (raw & mask) == value;
    }

    int bits() {
        return pattern.length();
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    boolean flagsOutsideIt() {
        return has(Trait.FLAGS_OUTSIDE_IT);
    }

    /** Returns the bits of {@code raw} where the pattern has {@code letter}, joined. */
    int field(char letter, int raw) {
        int result = 0;
        int top = pattern.length() - 1;
        for (int position = 0; position <= top; position++) {
            if (pattern.charAt(position) == letter) {
                result = result << 1 | raw >>> (top - position) & 1;
            }
        }
        return result;
    }

    boolean hasField(char letter) {
        return pattern.indexOf(letter) >= 0;
    }
}
