package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Encoding.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Random blocks of instructions in which every row of the decode table occurs. An instruction that needs something (a base register that
 * points to memory, a branch target) is preceded by what gives it that.
 */
final class InstructionStream {
    private static final int SCRATCH = 0x20000400;
    private static final int SCRATCH_BYTES = 512;
    private static final int SP = 0x20000500;
    private static final int REFRESH = 12;
    /** Immediate of the BKPT that is a semihosting call. */
    private static final int SEMIHOSTING = 0xAB;

    private final SplittableRandom random;
    private final RowWriter rows;
    private final List<Encoding> all;
    private final List<Encoding> plain;
    private final List<Encoding> queue = new ArrayList<>();
    private final Random shuffling;
    private final CodeWriter out;
    private final BranchWriter branches;
    private final SystemWriter system;
    private long written;

    InstructionStream(long seed) {
        this(seed, row -> true);
    }

    /** Takes rows only that are wanted. */
    InstructionStream(long seed, Predicate<Encoding> wanted) {
        random = new SplittableRandom(seed);
        shuffling = new Random(seed);
        rows = new RowWriter(random);
        all = Decoder.rows().stream().filter(wanted).toList();
        plain = all.stream().filter(InstructionStream::isPlain).toList();
        out = new CodeWriter(all);
        branches = new BranchWriter(out, rows, random);
        system = new SystemWriter(out, rows, random);
    }

    /** Returns a block of at least {@code instructions} instructions. */
    short[] block(int instructions) {
        out.begin();
        int untilRefresh = 0;
        while (out.instructions() < instructions) {
            if (--untilRefresh < 0) {
                refresh();
                untilRefresh = REFRESH;
            }
            write(nextRow());
        }
        written += out.instructions();
        return out.code();
    }

    /** Returns how often each row was written, in the order of {@link #rows}. */
    long[] counts() {
        return out.counts();
    }

    /** Returns the rows that can occur. */
    List<Encoding> rows() {
        return all;
    }

    long instructions() {
        return written;
    }

    private Encoding nextRow() {
        if (queue.isEmpty()) {
            queue.addAll(all);
            Collections.shuffle(queue, shuffling);
        }
        return queue.remove(queue.size() - 1);
    }

    /** Loads half of the FP registers and some core registers anew, so that not all become NaN or 0. */
    private void refresh() {
        int base = rows.register(3);
        out.constant(base, SCRATCH + 4 * random.nextInt(112));
        int first = random.nextInt(17);
        out.put(0xEC900A10 | base << 16 | (first & 1) << 22 | first >>> 1 << 12, true);
        out.constant(base, SCRATCH + 4 * random.nextInt(112));
        out.put(0xE8900000 | base << 16 | random.nextInt() & 0x1FFF & ~(1 << base) | 3 << 11 & ~(1 << base), true);
    }

    private void write(Encoding row) {
        switch (row.op()) {
            case IT -> writeIt(row);
            case B, B_CONDITIONAL, BL -> branches.branch(row);
            case CBZ, CBNZ -> branches.compareAndBranch(row);
            case BX, BLX, MOV_PC -> branches.toRegister(row);
            case ADD_PC -> branches.addToPc(row);
            case TBB, TBH -> branches.byTable(row);
            case CPS -> system.cps(row);
            case MRS -> system.mrs(row);
            case MSR -> system.msr(row);
            case WFE -> {
                out.put(0xBF40, false);
                out.put(rows.any(row));
            }
            case WFI -> system.wfi(row);
            case BKPT -> out.put(row, row.value() | random.nextInt(SEMIHOSTING));
            case STREX, STREXB, STREXH -> writeStoreExclusive(row);
            default -> writeOperation(row);
        }
    }

    private void writeOperation(Encoding row) {
        if (row.op() == Op.LDM || row.op() == Op.STM || row.op() == Op.LDMDB || row.op() == Op.STMDB) {
            writeMultiple(row);
        } else if (isAccess(row)) {
            writeAccess(row);
        } else if (row.has(Trait.D_IS_SP)) {
            out.put(rows.any(row));
            restoreSp();
        } else {
            out.put(rows.any(row));
        }
    }

    private static boolean isPlain(Encoding row) {
        return switch (row.op()) {
            case IT,
                    B,
                    B_CONDITIONAL,
                    BL,
                    CBZ,
                    CBNZ,
                    BX,
                    BLX,
                    MOV_PC,
                    ADD_PC,
                    TBB,
                    TBH,
                    CPS,
                    MRS,
                    MSR,
                    WFE,
                    WFI,
                    SVC,
                    BKPT -> false;
            case UDF, UDF_FP, COPROCESSOR, LDM, STM, LDMDB, STMDB, STREX, STREXB, STREXH -> false;
            default -> !isAccess(row) && !row.has(Trait.D_IS_SP) && row.op() != Op.MOV_REGISTER;
        };
    }

    private static boolean isAccess(Encoding row) {
        return switch (row.op()) {
            case LDRD, LDRD_WRITEBACK, STRD, STRD_WRITEBACK, LDREX, LDREXB, LDREXH -> true;
            case VLDR, VLDR_DOUBLE, VSTR, VSTR_DOUBLE, VLDM, VSTM -> true;
            default -> row.op().isMemory() && !row.op().name().endsWith("_LITERAL");
        };
    }

    private void writeAccess(Encoding row) {
        Instruction i = rows.any(row);
        if (row.has(Trait.N_IS_SP)) {
            out.put(row, RowWriter.set(row, i.raw, 'i', random.nextInt(60)));
            return;
        }
        int width = width(row);
        int target = target(width, bytes(i));
        int base = target;
        if (row.op().isIndexed()) {
            int index = random.nextInt(40) - 8;
            out.constant(i.m, index);
            base -= index << i.imm;
        } else if (row.op() == Op.VLDM || row.op() == Op.VSTM) {
            base += row.has(Trait.BEFORE) ? 4 * i.imm : 0;
        } else if (!i.flags || row.has(Trait.BEFORE)) {
            base -= i.imm;
        }
        out.constant(i.n, base);
        out.put(i);
    }

    private int target(int width, int bytes) {
        int address = SCRATCH + random.nextInt(SCRATCH_BYTES - bytes - 4);
        return random.nextInt(8) == 0 ? address : address & -width;
    }

    private static int width(Encoding row) {
        String name = row.op().name();
        return name.matches("(LDR|STR)(S?B|EXB).*") ? 1 : name.matches("(LDR|STR)(S?H|EXH).*") ? 2 : 4;
    }

    private static int bytes(Instruction i) {
        return i.op == Op.VLDM || i.op == Op.VSTM ? 4 * i.imm : 8;
    }

    private void writeMultiple(Encoding row) {
        Instruction i = rows.any(row);
        if (row.has(Trait.N_IS_SP)) {
            out.put(i);
            restoreSp();
            return;
        }
        int bytes = 4 * Integer.bitCount(i.imm);
        int start = target(4, bytes);
        boolean decrement = row.op() == Op.LDMDB || row.op() == Op.STMDB;
        out.constant(i.n, decrement ? start + bytes : start);
        out.put(i);
    }

    private void restoreSp() {
        int register = rows.register(3);
        out.move(register, 13);
        out.constant(register ^ 1, SP);
        out.move(13, register ^ 1);
    }

    /** One of four: no tag, a cleared tag, or twice a tag by the load of the same width and address. */
    private void writeStoreExclusive(Encoding row) {
        Instruction i = rows.any(row);
        int target = SCRATCH + 4 * random.nextInt(SCRATCH_BYTES / 4);
        out.constant(i.n, row.op() == Op.STREX ? target - i.imm : target);
        int kind = random.nextInt(4);
        if (kind > 0) {
            int load =
                    row.op() == Op.STREX ? 0xE8500F00 | i.raw & 0xFF : row.op() == Op.STREXB ? 0xE8D00F4F : 0xE8D00F5F;
            int scratch = (i.n + 1) % 12;
            out.put(load | i.n << 16 | scratch << 12, true);
        }
        if (kind < 2) {
            out.put(0xF3BF8F2F, true);
        }
        out.put(i);
    }

    private void writeIt(Encoding row) {
        int length = 1 + random.nextInt(4);
        int condition = random.nextInt(15);
        int mask = 1 << (4 - length);
        for (int bit = 4 - length + 1; bit < 4; bit++) {
            boolean odd = condition == 14 ? false : random.nextBoolean();
            mask |= odd ? 1 << bit : 0;
        }
        out.put(row, row.value() | condition << 4 | mask);
        for (int k = 0; k < length; k++) {
            out.put(rows.any(plain.get(random.nextInt(plain.size()))));
        }
    }
}
