package io.gradhil.virtual.cpu;

/** Moves between core registers, FP registers and memory (A6.5, A6.6). A D register is two S registers. */
final class FpTransfer {
    private FpTransfer() {}

    static void vldr(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = c.memory.load32Aligned(base(c, i) + i.imm);
    }

    static void vldrDouble(Core c, Instruction i) {
        c.fp();
        int address = base(c, i) + i.imm;
        int low = c.memory.load32Aligned(address);
        c.s[i.d + 1 & 31] = c.memory.load32Aligned(address + 4);
        c.s[i.d & 31] = low;
    }

    static void vstr(Core c, Instruction i) {
        c.fp();
        c.memory.store32Aligned(base(c, i) + i.imm, c.s[i.d]);
    }

    static void vstrDouble(Core c, Instruction i) {
        c.fp();
        int address = base(c, i) + i.imm;
        c.memory.store32Aligned(address, c.s[i.d & 31]);
        c.memory.store32Aligned(address + 4, c.s[i.d + 1 & 31]);
    }

    /** {@code i.imm} is the number of words; {@code i.imm2} 1 decrements before. */
    static void vldm(Core c, Instruction i) {
        c.fp();
        int start = start(c, i);
        int count = count(i);
        for (int k = 0; k < count; k++) {
            c.s[i.d + k & 31] = c.memory.load32Aligned(start + 4 * k);
        }
        writeBack(c, i, start);
    }

    static void vstm(Core c, Instruction i) {
        c.fp();
        int start = start(c, i);
        int count = count(i);
        for (int k = 0; k < count; k++) {
            c.memory.store32Aligned(start + 4 * k, c.s[i.d + k & 31]);
        }
        writeBack(c, i, start);
    }

    static void toFp(Core c, Instruction i) {
        c.fp();
        c.s[i.n] = c.r[i.d];
    }

    static void fromFp(Core c, Instruction i) {
        c.fp();
        c.r[i.d] = c.s[i.n];
    }

    /** Half of a D register: {@code i.imm} is which. */
    static void toHalf(Core c, Instruction i) {
        c.fp();
        c.s[i.n + i.imm & 31] = c.r[i.d];
    }

    static void fromHalf(Core c, Instruction i) {
        c.fp();
        c.r[i.d] = c.s[i.n + i.imm & 31];
    }

    static void pairToFp(Core c, Instruction i) {
        c.fp();
        c.s[i.m & 31] = c.r[i.d];
        c.s[i.m + 1 & 31] = c.r[i.a];
    }

    static void pairFromFp(Core c, Instruction i) {
        c.fp();
        c.r[i.d] = c.s[i.m & 31];
        c.r[i.a] = c.s[i.m + 1 & 31];
    }

    static void vmsr(Core c, Instruction i) {
        c.fp();
        c.fpscr = c.r[i.d] & Fpu.FPSCR_MASK;
    }

    /** Rt 15 means the flags of APSR. */
    static void vmrs(Core c, Instruction i) {
        c.fp();
        if (i.d == Core.PC) {
            c.setNzcv(c.fpscr);
        } else {
            c.r[i.d] = c.fpscr;
        }
    }

    private static int base(Core c, Instruction i) {
        return i.n == Core.PC ? c.r[Core.PC] & ~3 : c.r[i.n];
    }

    private static int start(Core c, Instruction i) {
        return i.imm2 != 0 ? c.r[i.n] - 4 * i.imm : base(c, i);
    }

    /** An odd number of words for D registers is FLDMX, FSTMX: the last word is skipped (A7.7.236). */
    private static int count(Instruction i) {
        return i.encoding.has(Encoding.Trait.DOUBLE) ? i.imm & ~1 : i.imm;
    }

    private static void writeBack(Core c, Instruction i, int start) {
        if (i.flags) {
            c.r[i.n] = i.imm2 != 0 ? start : start + 4 * i.imm;
        }
    }
}
