package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Encoding.Trait;
import java.util.SplittableRandom;

/** Makes random instructions of a row of the decode table, of those that the architecture defines. */
final class RowWriter {
    private static final int[] REGISTERS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14};
    private static final int ATTEMPTS = 10_000;

    private final SplittableRandom random;

    RowWriter(SplittableRandom random) {
        this.random = random;
    }

    /** Returns an instruction of {@code row}. */
    Instruction any(Encoding row) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int raw = row.value() | random.nextInt() & ~row.mask() & (row.bits() == 16 ? 0xFFFF : -1);
            for (char letter : new char[] {'d', 'n', 'm', 'a', 'e'}) {
                if (row.hasField(letter) && !isFp(row, letter)) {
                    raw = set(row, raw, letter, register(width(row, letter)));
                }
            }
            if (row.op() == Op.REV
                    || row.op() == Op.REV16
                    || row.op() == Op.REVSH
                    || row.op() == Op.RBIT
                    || row.op() == Op.CLZ) {
                raw = set(row, raw, 'n', row.field('m', raw));
            }
            Instruction instruction = Decoder.decode(raw, row.bits() == 32);
            if (instruction.encoding == row && isPredictable(instruction)) {
                return instruction;
            }
        }
        throw new AssertionError("no instruction of " + row.name() + " found");
    }

    /** Returns {@code raw} with the bits of {@code letter} replaced. */
    static int set(Encoding row, int raw, char letter, int value) {
        int result = raw;
        int rest = value;
        for (int position = row.bits() - 1; position >= 0; position--) {
            if (row.pattern().charAt(position) == letter) {
                int bit = 1 << (row.bits() - 1 - position);
                result = result & ~bit | ((rest & 1) != 0 ? bit : 0);
                rest >>>= 1;
            }
        }
        return result;
    }

    int register(int bits) {
        return bits == 3 ? random.nextInt(8) : REGISTERS[random.nextInt(REGISTERS.length)];
    }

    private static int width(Encoding row, char letter) {
        return (int) row.pattern().chars().filter(c -> c == letter).count();
    }

    private static boolean isFp(Encoding row, char letter) {
        return letter == 'd' && row.has(Trait.FP_D)
                || letter == 'n' && row.has(Trait.FP_N)
                || letter == 'm' && row.has(Trait.FP_M);
    }

    /** What the manual calls UNPREDICTABLE is left out. */
    private static boolean isPredictable(Instruction i) {
        return switch (i.op) {
            case SMULL, UMULL, SMLAL, UMLAL, UMAAL, SMLALXY, SMLALD, SMLSLD, LDRD, LDRD_LITERAL, VMOV_PAIR_FROM_FP ->
                i.d != i.a && i.m != 31;
            case VMOV_PAIR_TO_FP -> i.m != 31;
            case LDRD_WRITEBACK -> i.d != i.a && i.n != i.d && i.n != i.a;
            case STRD_WRITEBACK -> i.n != i.d && i.n != i.a;
            case BFI, BFC -> i.imm2 >= i.imm;
            case SBFX, UBFX -> i.imm + i.imm2 <= 31;
            case CMP_REGISTER ->
                i.size == 4
                        || i.encoding.pattern().chars().filter(c -> c == 'n').count() == 3
                        || i.n >= 8
                        || i.m >= 8;
            case VCVT_TO_FIXED, VCVT_FROM_FIXED -> i.imm <= ((i.shift & 2) != 0 ? 32 : 16);
            case SSAT, USAT -> i.shift == 0 || i.imm != 0;
            case NOP -> isHint(i);
            case STREX, STREXB, STREXH -> i.d != i.n && i.d != i.a;
            case LDM, STM, LDMDB, STMDB -> isList(i);
            case VLDM, VSTM ->
                i.imm > 0
                        && i.d + i.imm <= 32
                        && i.imm <= 16 * 2
                        && (!i.encoding.has(Trait.DOUBLE) || (i.imm & 1) == 0);
            default -> !i.op.isMemory() || isAccess(i);
        };
    }

    private static boolean isHint(Instruction i) {
        if (!i.encoding.name().contains("hints")) {
            return true;
        }
        return i.size == 2 ? i.imm < 2 || i.imm > 4 : i.imm < 2 || i.imm >= 0xF0;
    }

    private static boolean isList(Instruction i) {
        boolean stack = i.encoding.has(Trait.N_IS_SP);
        boolean store = i.op == Op.STM || i.op == Op.STMDB;
        boolean base = (i.imm >>> i.n & 1) != 0;
        boolean legalBase = !base || i.size == 2 && !store && !stack;
        int least = i.size == 2 ? 1 : 2;
        return Integer.bitCount(i.imm) >= least && i.imm >>> Core.PC == 0 && legalBase;
    }

    private static boolean isAccess(Instruction i) {
        boolean indexed = i.op.isIndexed();
        return !(indexed && i.n == i.m) && !(i.flags && i.n == i.d);
    }
}
