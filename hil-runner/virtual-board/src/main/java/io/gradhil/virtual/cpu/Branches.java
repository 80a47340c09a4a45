package io.gradhil.virtual.cpu;

/** Branches and IT (A5.2.6, A5.3.4, A7.7.38). */
final class Branches {
    private Branches() {}

    /** {@code i.imm2} is the condition. */
    static void conditional(Core c, Instruction i) {
        if (c.passes(i.imm2)) {
            take(c, i);
        }
    }

    static void always(Core c, Instruction i) {
        take(c, i);
    }

    static void link(Core c, Instruction i) {
        c.r[Core.LR] = c.pc | 1;
        take(c, i);
    }

    static void exchange(Core c, Instruction i) {
        c.cycles += Timing.REFILL_LATE;
        c.branchExchange(c.r[i.m]);
    }

    /** BLX: never an exception return, it does not go through BXWritePC's check for one (A7.7.19). */
    static void linkExchange(Core c, Instruction i) {
        int target = c.r[i.m];
        c.r[Core.LR] = c.pc | 1;
        c.cycles += Timing.REFILL_LATE;
        c.branchInterworking(target);
    }

    static void ifZero(Core c, Instruction i) {
        if (c.r[i.n] == 0) {
            take(c, i);
        }
    }

    static void ifNotZero(Core c, Instruction i) {
        if (c.r[i.n] != 0) {
            take(c, i);
        }
    }

    static void movToPc(Core c, Instruction i) {
        c.cycles += Timing.REFILL_LATE;
        c.branch(c.r[i.m]);
    }

    static void addToPc(Core c, Instruction i) {
        c.cycles += Timing.REFILL_LATE;
        c.branch(c.r[Core.PC] + c.r[i.m]);
    }

    static void it(Core c, Instruction i) {
        c.it = i.imm;
    }

    private static void take(Core c, Instruction i) {
        c.pc = c.r[Core.PC] + i.imm;
        c.cycles += Timing.REFILL;
    }
}
