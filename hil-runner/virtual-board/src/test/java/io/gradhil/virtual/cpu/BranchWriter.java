package io.gradhil.virtual.cpu;

import java.util.SplittableRandom;

/** Writes branches of all kinds, with a target that is there. */
final class BranchWriter {
    private final CodeWriter out;
    private final RowWriter rows;
    private final SplittableRandom random;

    BranchWriter(CodeWriter out, RowWriter rows, SplittableRandom random) {
        this.out = out;
        this.rows = rows;
        this.random = random;
    }

    /** Branches forward over a few instructions that must not be executed, or must if the condition fails. */
    void branch(Encoding row) {
        int skipped = 1 + random.nextInt(3);
        int raw = row.value();
        if (row.hasField('c')) {
            raw = RowWriter.set(row, raw, 'c', random.nextInt(14));
        }
        boolean wide = row.bits() == 32;
        int halfWords = wide ? skipped : skipped - 1;
        raw |= halfWords & 0x7F;
        if (row.immediate() == Immediate.BRANCH_24) {
            raw |= 1 << 13 | 1 << 11;
        }
        out.put(row, raw);
        fill(skipped);
    }

    private void fill(int halfWords) {
        for (int k = 0; k < halfWords; k++) {
            out.put(0x3000 | rows.register(3) << 8 | random.nextInt(256), false);
        }
    }

    void compareAndBranch(Encoding row) {
        int register = rows.register(3);
        if (random.nextBoolean()) {
            out.put(0x2000 | register << 8, false);
        }
        int raw = RowWriter.set(row, RowWriter.set(row, row.value(), 'n', register), 'i', 1);
        out.put(row, raw);
        fill(2);
    }

    void toRegister(Encoding row) {
        int register = rows.register(4);
        out.alignWord();
        // ADR at a multiple of 4: the target is 6 bytes behind its PC, bit 0 set.
        out.put(0xF20F0000 | register << 8 | 6 + 1, true);
        out.nop();
        out.put(row, row.value() | register << 3);
        fill(1);
    }

    void addToPc(Encoding row) {
        int register = rows.register(3);
        int skipped = 1 + random.nextInt(3);
        out.put(0x2000 | register << 8 | 2 * skipped - 2 & 0xFF, false);
        out.put(row, row.value() | register << 3);
        fill(skipped);
    }

    void byTable(Encoding row) {
        int register = rows.register(3);
        int index = random.nextInt(2);
        out.put(0x2000 | register << 8 | index, false);
        out.alignWord();
        boolean half = row.op() == Op.TBH;
        out.put(0xE8D0F000 | 15 << 16 | (half ? 0x10 : 0) | register, true);
        out.count(row);
        int[] table = half ? new int[] {2, 3} : new int[] {2 | 3 << 8, 0};
        out.half(table[0]);
        out.half(table[1]);
        fill(2);
    }
}
