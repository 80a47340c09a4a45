package io.gradhil.virtual.cpu;

/**
 * Cycle counts after the tables of the Cortex-M4 TRM (section 3.3, 7.2.2) and its rules on pairing loads and stores. The model and its limits are
 * in DESIGN.md, section "Core".
 */
final class Timing {
    /** Pipeline refill after a branch whose target is in the instruction. */
    static final int REFILL = 1;
    /** Refill after a branch whose target is in a register or in memory. */
    static final int REFILL_LATE = 2;

    static final int LOADS = 1 << 16;
    static final int PAIRS_MEMORY = 1;
    static final int PAIRS_FP = 2;

    final int cycles;
    final int pairing;
    final int produces;
    final int addressRegisters;
    final int fpProduces;
    final int fpConsumes;

    Timing(Operands o) {
        Op op = o.encoding.op();
        Cost cost = op.cost();
        cycles = cycles(cost, o);
        boolean single = cost == Cost.LOAD || cost == Cost.STORE || cost == Cost.STORE_INDEXED;
        boolean arithmetic = cost.isFpArithmetic();
        pairing = single ? PAIRS_MEMORY : arithmetic || cost == Cost.FP_STORE ? PAIRS_FP : 0;
        produces = cost == Cost.LOAD ? LOADS | 1 << o.d : cost == Cost.ALU ? 1 << o.d : 0;
        addressRegisters = single ? 1 << o.n | (cost == Cost.STORE_INDEXED || op.isIndexed() ? 1 << o.m : 0) : 0;
        fpProduces = arithmetic ? 1 << o.d : 0;
        fpConsumes = cost == Cost.FP_STORE ? 1 << o.d : arithmetic ? 1 << o.n | 1 << o.m : 0;
    }

    private static int cycles(Cost cost, Operands o) {
        int words = Integer.bitCount(o.imm);
        return switch (cost) {
            case MULTIPLE -> 1 + words;
            case FP_MULTIPLE -> 1 + o.imm;
            default -> cost.cycles;
        };
    }

    /**
     * Returns the cycles that {@code i} takes more, or less, because {@code previous} was executed just before: a load or store after a load saves one,
     * unless it needs the loaded register for its address; an address that was just computed costs one; so does the result of FP arithmetic.
     */
    static int neighbours(Instruction previous, Instruction i) {
        if (i.pairing == PAIRS_FP) {
            return (previous.fpProduces & i.fpConsumes) != 0 ? 1 : 0;
        }
        boolean needed = (previous.produces & i.addressRegisters) != 0;
        if ((previous.produces & LOADS) != 0) {
            return needed || i.cycles == 1 ? 0 : -1;
        }
        return needed ? 1 : 0;
    }

    /** Returns the cycles of a division beyond the first two: early termination, by the bits of the quotient, 12 at most in all. */
    static int divide(long dividend, long divisor) {
        if (divisor == 0 || dividend < divisor) {
            return 0;
        }
        int bits = Long.numberOfLeadingZeros(divisor) - Long.numberOfLeadingZeros(dividend) + 1;
        return (bits * 10 + 31) / 32;
    }

    /** Rows of the timing tables. */
    enum Cost {
        ALU(1),
        MULTIPLY(1),
        MULTIPLY_ADD(2),
        DIVIDE(2),
        LOAD(2),
        /** Base and immediate: one cycle always, the write buffer takes it. */
        STORE(1),
        STORE_INDEXED(2),
        PAIR(3),
        MULTIPLE(1),
        /** No result in a core register: comparisons, branches, hints. */
        PLAIN(1),
        TABLE_BRANCH(3),
        SPECIAL(2),
        BARRIER(4),
        FP_ARITHMETIC(1),
        FP_MULTIPLY_ADD(3),
        FP_LONG(14),
        FP_MOVE(1),
        FP_PAIR_MOVE(2),
        FP_LOAD(2),
        FP_LOAD_DOUBLE(3),
        FP_STORE(2),
        FP_STORE_DOUBLE(3),
        FP_MULTIPLE(1);

        private final int cycles;

        Cost(int cycles) {
            this.cycles = cycles;
        }

        boolean isFpArithmetic() {
            return this == FP_ARITHMETIC || this == FP_MULTIPLY_ADD || this == FP_LONG;
        }

        boolean isStore() {
            return this == STORE || this == STORE_INDEXED;
        }
    }
}
