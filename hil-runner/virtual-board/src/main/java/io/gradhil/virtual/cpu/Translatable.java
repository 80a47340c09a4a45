package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Encoding.Trait;
import io.gradhil.virtual.cpu.Timing.Cost;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** How an instruction is translated, if it is. */
enum Translatable {
    /** Bytecode of its own, {@link DataCompiler}. */
    DATA,
    /** Bytecode of its own, {@link MemoryCompiler}. */
    MEMORY,
    /** Does nothing but take time; IT too, whose effect is known beforehand. */
    NOTHING,
    /** Executed by its handler: works on registers, flags and FPSCR alone, and cannot fault once the FPU is ready. */
    CALL,
    /**
     * Executed by its handler, which may do anything but branch: special registers, sleep, and loads and stores that have met something else than
     * memory.
     */
    HANDLED,
    /** Takes a time that depends on its operands. */
    DIVISION,
    /** Leads to an address that is known. */
    BRANCH,
    /** Leads to an address in a register or in memory. */
    INDIRECT,
    /** Left to the interpreter. */
    NOT;

    /** A load or store of one core register. */
    record Access(int width, boolean signed, boolean store, Mode mode) {}

    /** Where the address comes from. */
    enum Mode {
        OFFSET,
        REGISTER,
        WRITEBACK,
        LITERAL
    }

    private static final Map<Op, Access> ACCESSES = accesses();
    private static final Set<Op> MULTIPLE = EnumSet.of(
            Op.LDM,
            Op.LDMDB,
            Op.STM,
            Op.STMDB,
            Op.LDRD,
            Op.LDRD_LITERAL,
            Op.LDRD_WRITEBACK,
            Op.STRD,
            Op.STRD_WRITEBACK,
            Op.VLDR,
            Op.VLDR_DOUBLE,
            Op.VSTR,
            Op.VSTR_DOUBLE,
            Op.VLDM,
            Op.VSTM);
    private static final Set<Op> BRANCHES = EnumSet.of(Op.B, Op.B_CONDITIONAL, Op.BL, Op.CBZ, Op.CBNZ);
    private static final Set<Op> HANDLERS = EnumSet.of(Op.CPS, Op.MRS, Op.MSR, Op.WFI, Op.WFE);
    private static final Set<Cost> CALLED = EnumSet.of(
            Cost.ALU,
            Cost.MULTIPLY,
            Cost.MULTIPLY_ADD,
            Cost.FP_ARITHMETIC,
            Cost.FP_MULTIPLY_ADD,
            Cost.FP_LONG,
            Cost.FP_MOVE,
            Cost.FP_PAIR_MOVE);

    private static Map<Op, Access> accesses() {
        Map<Op, Access> result = new EnumMap<>(Op.class);
        for (String kind : new String[] {"", "B", "H", "SB", "SH"}) {
            int width = kind.isEmpty() ? 4 : kind.endsWith("B") ? 1 : 2;
            for (Mode mode : Mode.values()) {
                String name = "R" + kind + (mode == Mode.OFFSET ? "" : "_" + mode);
                result.put(Op.valueOf("LD" + name), new Access(width, kind.startsWith("S"), false, mode));
                if (mode != Mode.LITERAL && !kind.startsWith("S")) {
                    result.put(Op.valueOf("ST" + name), new Access(width, false, true, mode));
                }
            }
        }
        return result;
    }

    static Access access(Instruction i) {
        return java.util.Objects.requireNonNull(ACCESSES.get(i.op));
    }

    /** Tells whether it loads or stores, and nothing else. */
    static boolean isMemory(Instruction i) {
        return ACCESSES.containsKey(i.op) || MULTIPLE.contains(i.op);
    }

    static boolean isSingle(Instruction i) {
        return ACCESSES.containsKey(i.op);
    }

    static Translatable of(Instruction i) {
        if (i.op == Op.IT || i.op == Op.NOP || i.op == Op.BARRIER) {
            return NOTHING;
        }
        if (BRANCHES.contains(i.op)) {
            return BRANCH;
        }
        if (usesPc(i)) {
            return NOT;
        }
        if (i.op == Op.BX || i.op == Op.BLX || i.op == Op.LDM && i.imm >>> Core.PC != 0) {
            return INDIRECT;
        }
        if (i.op == Op.SDIV || i.op == Op.UDIV) {
            return DIVISION;
        }
        if (ACCESSES.containsKey(i.op) || MULTIPLE.contains(i.op) && isPlainMultiple(i)) {
            return i.meetsDevices ? HANDLED : MEMORY;
        }
        if (HANDLERS.contains(i.op)) {
            return HANDLED;
        }
        if (DataCompiler.knows(i)) {
            return DATA;
        }
        return CALLED.contains(i.op.cost()) && i.op != Op.VMSR ? CALL : NOT;
    }

    /** Leaves out register lists that are UNPREDICTABLE or beyond the file. */
    private static boolean isPlainMultiple(Instruction i) {
        return switch (i.op) {
            case LDM, STM, LDMDB, STMDB -> i.imm != 0 && i.imm >>> Core.PC == 0;
            case VLDM, VSTM -> i.imm > (i.encoding.has(Trait.DOUBLE) ? 1 : 0) && i.d + i.imm <= 32;
            default -> true;
        };
    }

    /** PC as an operand means many things; but in addresses that are known it is rare. */
    private static boolean usesPc(Instruction i) {
        Encoding e = i.encoding;
        boolean flagsOnly = i.op == Op.VMRS;
        boolean literal = i.op == Op.VLDR || i.op == Op.VLDR_DOUBLE;
        return !flagsOnly && isPc(e, 'd', i.d, Trait.FP_D)
                || isPc(e, 'e', i.d, Trait.FP_D)
                || !literal && isPc(e, 'n', i.n, Trait.FP_N)
                || isPc(e, 'm', i.m, Trait.FP_M)
                || e.hasField('a') && i.a == Core.PC;
    }

    private static boolean isPc(Encoding e, char letter, int number, Trait fp) {
        return number == Core.PC && e.hasField(letter) && !e.has(fp);
    }
}
