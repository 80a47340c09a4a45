package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Translatable.Access;
import io.gradhil.virtual.cpu.Translatable.Mode;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/**
 * Translates loads and stores: at once where {@link DataAccess} would too, else left to the interpreter, before anything has happened. So
 * devices, faults and writes to code never meet translated code.
 */
final class MemoryCompiler {
    private final Bytecode to;
    private final MemoryFinder find;

    MemoryCompiler(Bytecode to) {
        this.to = to;
        find = new MemoryFinder(to);
    }

    /**
     * Translates an instruction.
     *
     * @param bail where to go, with nothing done, if the interpreter is wanted
     */
    void compile(Instruction i, int pc, Label bail) {
        if (Translatable.isSingle(i)) {
            single(i, Translatable.access(i), pc, bail);
            return;
        }
        switch (i.op) {
            case LDM, LDMDB -> loadMultiple(i, bail);
            case STM, STMDB -> storeMultiple(i, bail);
            case LDRD, LDRD_LITERAL, LDRD_WRITEBACK -> loadPair(i, pc, bail);
            case STRD, STRD_WRITEBACK -> storePair(i, bail);
            case VLDR, VLDR_DOUBLE -> loadSingles(i, pc, i.op == Op.VLDR ? 1 : 2, bail);
            case VSTR, VSTR_DOUBLE -> storeSingles(i, pc, i.op == Op.VSTR ? 1 : 2, bail);
            case VLDM -> loadSingles(i, pc, count(i), bail);
            case VSTM -> storeSingles(i, pc, count(i), bail);
            default -> throw new IllegalArgumentException(i.toString());
        }
    }

    private void single(Instruction i, Access access, int pc, Label bail) {
        address(i, access.mode(), pc);
        if (access.store()) {
            find.forStore(1, access.width(), bail);
            to.loadReference(Bytecode.RAM);
            to.load(Bytecode.OFFSET);
            to.r(i.d);
            to.runtime("put" + 8 * access.width(), "([BII)V");
        } else {
            find.forLoad(1, bail);
            get(8 * access.width(), 0);
            if (access.signed()) {
                to.op(access.width() == 1 ? Opcodes.I2B : Opcodes.I2S);
            }
        }
        if (access.mode() == Mode.WRITEBACK) {
            to.r(i.n);
            to.add(i.imm);
            to.setR(i.n);
        }
        if (!access.store()) {
            to.setR(i.d);
        }
        alignSp(i);
    }

    private void alignSp(Instruction i) {
        if (i.action != i.op) {
            to.r(Core.SP);
            to.constant(~3);
            to.op(Opcodes.IAND);
            to.setR(Core.SP);
        }
    }

    /** Leaves the address of a single access on the stack. */
    private void address(Instruction i, Mode mode, int pc) {
        if (mode == Mode.LITERAL) {
            to.constant((pc + 4 & ~3) + i.imm);
            return;
        }
        to.r(i.n);
        if (mode == Mode.REGISTER) {
            to.r(i.m);
            to.constant(i.imm);
            to.op(Opcodes.ISHL);
            to.op(Opcodes.IADD);
        } else if (mode == Mode.OFFSET || i.imm2 != 0) {
            to.add(i.imm);
        }
    }

    private void get(int bits, int distance) {
        to.loadReference(Bytecode.MEMORY);
        to.load(Bytecode.OFFSET);
        to.add(distance);
        to.runtime("get" + bits, "([BI)I");
    }

    private void put(int distance, Runnable value) {
        to.loadReference(Bytecode.RAM);
        to.load(Bytecode.OFFSET);
        to.add(distance);
        value.run();
        to.runtime("put32", "([BII)V");
    }

    /** Loads what is in a list; PC, if it is there, stays in {@link Bytecode#SECOND}. */
    void loadMultiple(Instruction i, Label bail) {
        int count = Integer.bitCount(i.imm);
        to.r(i.n);
        to.add(i.op == Op.LDMDB ? -4 * count : 0);
        find.checkAligned(bail);
        find.forLoad(count, bail);
        if (i.imm >>> Core.PC != 0) {
            get(32, 4 * (count - 1));
            to.store(Bytecode.SECOND);
            RegionCompiler.refuseTarget(to, bail);
        }
        int distance = 0;
        for (int n = 0; n < Core.PC; n++) {
            if ((i.imm >>> n & 1) != 0) {
                get(32, distance);
                to.setR(n);
                distance += 4;
            }
        }
        if (i.flags && (i.imm >>> i.n & 1) == 0) {
            to.r(i.n);
            to.add(i.op == Op.LDMDB ? -4 * count : 4 * count);
            to.setR(i.n);
        }
    }

    private void storeMultiple(Instruction i, Label bail) {
        int count = Integer.bitCount(i.imm);
        int below = i.op == Op.STMDB ? -4 * count : 0;
        to.r(i.n);
        to.add(below);
        find.checkAligned(bail);
        find.forStore(count, 4, bail);
        int distance = 0;
        for (int n = 0; n < Core.PC; n++) {
            if ((i.imm >>> n & 1) != 0) {
                int number = n;
                put(distance, () -> to.r(number));
                distance += 4;
            }
        }
        if (i.flags) {
            to.r(i.n);
            to.add(i.op == Op.STMDB ? below : 4 * count);
            to.setR(i.n);
        }
    }

    private void pairAddress(Instruction i, int pc) {
        if (i.op == Op.LDRD_LITERAL) {
            to.constant((pc + 4 & ~3) + i.imm);
        } else {
            to.r(i.n);
            boolean offset = i.op == Op.LDRD || i.op == Op.STRD;
            to.add(offset || i.imm2 != 0 ? i.imm : 0);
        }
    }

    /** The base, if it is loaded too, is what is written back (UNPREDICTABLE). */
    private void loadPair(Instruction i, int pc, Label bail) {
        pairAddress(i, pc);
        find.checkAligned(bail);
        find.forLoad(2, bail);
        if (i.op == Op.LDRD_WRITEBACK) {
            to.r(i.n);
            to.add(i.imm);
            to.store(Bytecode.SECOND);
        }
        get(32, 0);
        to.setR(i.d);
        get(32, 4);
        to.setR(i.a);
        if (i.op == Op.LDRD_WRITEBACK) {
            to.load(Bytecode.SECOND);
            to.setR(i.n);
        }
    }

    private void storePair(Instruction i, Label bail) {
        pairAddress(i, 0);
        find.checkAligned(bail);
        find.forStore(2, 4, bail);
        put(0, () -> to.r(i.d));
        put(4, () -> to.r(i.a));
        if (i.op == Op.STRD_WRITEBACK) {
            to.r(i.n);
            to.add(i.imm);
            to.setR(i.n);
        }
    }

    private static int count(Instruction i) {
        return i.encoding.has(Encoding.Trait.DOUBLE) ? i.imm & ~1 : i.imm;
    }

    private void singlesAddress(Instruction i, int pc) {
        boolean multiple = i.op == Op.VLDM || i.op == Op.VSTM;
        if (i.n == Core.PC) {
            to.constant(pc + 4 & ~3);
        } else {
            to.r(i.n);
        }
        to.add(!multiple ? i.imm : i.imm2 != 0 ? -4 * i.imm : 0);
    }

    private void singlesWriteBack(Instruction i) {
        if (i.flags && (i.op == Op.VLDM || i.op == Op.VSTM)) {
            to.r(i.n);
            to.add(i.imm2 != 0 ? -4 * i.imm : 4 * i.imm);
            to.setR(i.n);
        }
    }

    private void loadSingles(Instruction i, int pc, int count, Label bail) {
        singlesAddress(i, pc);
        find.checkAligned(bail);
        find.forLoad(count, bail);
        for (int k = 0; k < count; k++) {
            get(32, 4 * k);
            to.toFloat();
            to.setS(i.d + k);
        }
        singlesWriteBack(i);
    }

    private void storeSingles(Instruction i, int pc, int count, Label bail) {
        singlesAddress(i, pc);
        find.checkAligned(bail);
        find.forStore(count, 4, bail);
        for (int k = 0; k < count; k++) {
            int number = i.d + k;
            put(4 * k, () -> {
                to.s(number);
                to.toBits();
            });
        }
        singlesWriteBack(i);
    }
}
