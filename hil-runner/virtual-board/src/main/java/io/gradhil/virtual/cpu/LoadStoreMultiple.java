package io.gradhil.virtual.cpu;

/**
 * Loads and stores of several registers (A5.3.5, A5.3.6), exclusive accesses, table branches. A load or store multiple cannot be interrupted
 * here: EPSR.ICI is not modelled, an interrupt waits for its end.
 */
final class LoadStoreMultiple {
    private LoadStoreMultiple() {}

    static void stmIncrement(Core c, Instruction i) {
        int base = c.r[i.n];
        store(c, base, i.imm);
        if (i.flags) {
            c.r[i.n] = base + 4 * Integer.bitCount(i.imm);
        }
    }

    static void stmDecrement(Core c, Instruction i) {
        int base = c.r[i.n] - 4 * Integer.bitCount(i.imm);
        store(c, base, i.imm);
        if (i.flags) {
            c.r[i.n] = base;
        }
    }

    static void ldmIncrement(Core c, Instruction i) {
        int base = c.r[i.n];
        load(c, i, base, base + 4 * Integer.bitCount(i.imm));
    }

    static void ldmDecrement(Core c, Instruction i) {
        int base = c.r[i.n] - 4 * Integer.bitCount(i.imm);
        load(c, i, base, base);
    }

    static void ldrd(Core c, Instruction i) {
        loadPair(c, i, c.r[i.n] + i.imm);
    }

    static void ldrdLiteral(Core c, Instruction i) {
        loadPair(c, i, LoadStore.literal(c, i));
    }

    static void ldrdWriteback(Core c, Instruction i) {
        int base = c.r[i.n];
        loadPair(c, i, LoadStore.address(c, i));
        c.r[i.n] = base + i.imm;
    }

    static void strd(Core c, Instruction i) {
        storePair(c, i, c.r[i.n] + i.imm);
    }

    static void strdWriteback(Core c, Instruction i) {
        storePair(c, i, LoadStore.address(c, i));
        LoadStore.writeBack(c, i);
    }

    static void ldrex(Core c, Instruction i) {
        c.r[i.d] = c.memory.load32Aligned(c.r[i.n] + i.imm);
        c.exclusive = true;
    }

    static void ldrexb(Core c, Instruction i) {
        c.r[i.d] = c.memory.load8(c.r[i.n]);
        c.exclusive = true;
    }

    static void ldrexh(Core c, Instruction i) {
        c.r[i.d] = c.memory.load16Aligned(c.r[i.n]);
        c.exclusive = true;
    }

    static void strex(Core c, Instruction i) {
        if (c.exclusive) {
            c.memory.store32Aligned(c.r[i.n] + i.imm, c.r[i.a]);
        }
        finishExclusive(c, i);
    }

    static void strexb(Core c, Instruction i) {
        if (c.exclusive) {
            c.memory.store8(c.r[i.n], c.r[i.a]);
        }
        finishExclusive(c, i);
    }

    static void strexh(Core c, Instruction i) {
        if (c.exclusive) {
            c.memory.store16Aligned(c.r[i.n], c.r[i.a]);
        }
        finishExclusive(c, i);
    }

    static void clrex(Core c, Instruction i) {
        c.exclusive = false;
    }

    static void tbb(Core c, Instruction i) {
        c.branch(c.r[Core.PC] + 2 * c.memory.load8(c.r[i.n] + c.r[i.m]));
        c.cycles += Timing.REFILL_LATE;
    }

    static void tbh(Core c, Instruction i) {
        c.branch(c.r[Core.PC] + 2 * c.memory.load16(c.r[i.n] + 2 * c.r[i.m]));
        c.cycles += Timing.REFILL_LATE;
    }

    private static void store(Core c, int base, int list) {
        int address = base;
        for (int rest = list; rest != 0; rest &= rest - 1) {
            c.memory.store32Aligned(address, c.r[Integer.numberOfTrailingZeros(rest)]);
            address += 4;
        }
    }

    /** A fault in the middle leaves the base as it was, so that the instruction can be repeated (B1.5.9). */
    private static void load(Core c, Instruction i, int base, int end) {
        int address = base;
        int original = c.r[i.n];
        int target = 0;
        try {
            for (int rest = i.imm; rest != 0; rest &= rest - 1) {
                int number = Integer.numberOfTrailingZeros(rest);
                int value = c.memory.load32Aligned(address);
                if (number == Core.PC) {
                    target = value;
                } else {
                    c.r[number] = value;
                }
                address += 4;
            }
        } catch (Fault fault) {
            c.r[i.n] = original;
            throw fault;
        }
        if (i.flags && (i.imm >>> i.n & 1) == 0) {
            c.r[i.n] = end;
        }
        if (i.imm >>> Core.PC != 0) {
            c.cycles += Timing.REFILL_LATE;
            c.branchExchange(target);
        }
    }

    private static void loadPair(Core c, Instruction i, int address) {
        int first = c.memory.load32Aligned(address);
        int second = c.memory.load32Aligned(address + 4);
        c.r[i.d] = first;
        c.r[i.a] = second;
    }

    private static void storePair(Core c, Instruction i, int address) {
        c.memory.store32Aligned(address, c.r[i.d]);
        c.memory.store32Aligned(address + 4, c.r[i.a]);
    }

    private static void finishExclusive(Core c, Instruction i) {
        c.r[i.d] = c.exclusive ? 0 : 1;
        c.exclusive = false;
    }
}
