package io.gradhil.virtual.cpu;

import java.util.SplittableRandom;

/** Writes CPS, MRS, MSR and WFI, and undoes what would change the rest of the block. */
final class SystemWriter {
    private static final int ICSR = 0xE000ED04;
    private static final int PENDSVSET = 1 << 28;
    private static final int PENDSVCLR = 1 << 27;

    private final CodeWriter out;
    private final RowWriter rows;
    private final SplittableRandom random;

    SystemWriter(CodeWriter out, RowWriter rows, SplittableRandom random) {
        this.out = out;
        this.rows = rows;
        this.random = random;
    }

    void cps(Encoding row) {
        int mask = random.nextBoolean() ? 2 : 1;
        out.put(row, row.value() | 1 << 4 | mask);
        out.put(0xF3EF8000 | rows.register(3) << 8 | (mask == 2 ? 16 : 19), true);
        out.put(row, row.value() | mask);
    }

    void mrs(Encoding row) {
        int[] registers = {0, 1, 2, 3, 5, 6, 7, 8, 16, 17, 18, 19, 20};
        out.put(row, row.value() | rows.register(4) << 8 | registers[random.nextInt(registers.length)]);
    }

    /** What is written is read back, and undone where it would change what follows. */
    void msr(Encoding row) {
        int[] registers = {0, 1, 2, 3, 9, 16, 17, 18, 19};
        int register = registers[random.nextInt(registers.length)];
        int source = rows.register(3);
        if (register == 17 || register == 18) {
            out.put(0x2000 | source << 8 | random.nextInt(16) << 4, false);
        }
        int mask = register < 8 ? 1 + random.nextInt(3) : 2;
        out.put(row, row.value() | source << 16 | mask << 10 | register);
        out.put(0xF3EF8000 | (source ^ 1) << 8 | register, true);
        if (register >= 16) {
            out.put(0x2000 | source << 8, false);
            out.put(0xF3808800 | source << 16 | (register == 18 ? 17 : register), true);
        }
    }

    /** An exception that PRIMASK keeps pending ends WFI. */
    void wfi(Encoding row) {
        int address = rows.register(3);
        int value = address ^ 1;
        out.put(0xB672, false);
        out.constant(address, ICSR);
        out.constant(value, PENDSVSET);
        out.put(0x6000 | address << 3 | value, false);
        out.put(rows.any(row));
        out.constant(value, PENDSVCLR);
        out.put(0x6000 | address << 3 | value, false);
        out.put(0xB662, false);
    }
}
