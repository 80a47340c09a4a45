package io.gradhil.virtual.cpu;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A decoded instruction: an operation and its operands, independent of its address, so that it can be executed at an alias too. This is
 * what the interpreter executes and what a translator reads.
 */
final class Instruction {
    final Encoding encoding;
    final Op op;
    /** What {@link Operations} is to do: op, or what stands for it. */
    final Op action;
    /** 16 or 32 bits; of a 32-bit instruction the first half-word on top. */
    final int raw;
    /** 2 or 4. */
    final int size;
    /** Rd, Rt, RdLo, or an S or D register. */
    final int d;
    /** Rn. */
    final int n;
    /** Rm. */
    final int m;
    /** Ra, Rt2, RdHi. */
    final int a;
    /** Immediate, ready for use; shift amount; register list. */
    final int imm;
    /** Second immediate: width, saturation bound, rotation. */
    final int imm2;
    /** Shift type as {@link Shift} numbers it; of a modified immediate 1 if it sets the carry. */
    final int shift;
    /** S: sets flags. For loads and stores: writes back. */
    final boolean flags;
    /** Cycles without what neighbours add or save, see {@link Timing}. */
    final int cycles;
    /** See {@link Timing}; 0 if neighbours do not matter. */
    final int pairing;
    /** Core registers whose use by the next load or store costs; bit 16 marks a load. */
    final int produces;
    /** Core registers from which an address is made. */
    final int addressRegisters;
    /** S registers written by arithmetic, a bit each. */
    final int fpProduces;
    /** S registers read. */
    final int fpConsumes;

    /** For {@link Translator}: how often a branch led here. */
    int arrivals;
    /** For {@link Translator}: whether it has once accessed something else than plain memory. */
    boolean meetsDevices;
    /** For {@link Translator}: whether it has once multiplied by 0. */
    boolean meetsZero;
    /** What is executed instead, from here on. */
    @Nullable Translation translation;
    /** What follows it in memory; {@link CodeCache}'s to set. */
    @Nullable Instruction next;

    private @Nullable Instruction inItBlock;

    Instruction(Encoding encoding, int raw, boolean it) {
        Operands operands = new Operands(encoding, raw, it);
        this.encoding = encoding;
        this.raw = raw;
        op = encoding.op();
        action = operands.alignsSp() ? Op.ALIGNING_SP : op;
        size = encoding.bits() >>> 3;
        d = operands.d;
        n = operands.n;
        m = operands.m;
        a = operands.a;
        imm = operands.imm;
        imm2 = operands.imm2;
        shift = operands.shift;
        flags = operands.flags;
        Timing timing = new Timing(operands);
        cycles = timing.cycles;
        pairing = timing.pairing;
        produces = timing.produces;
        addressRegisters = timing.addressRegisters;
        fpProduces = timing.fpProduces;
        fpConsumes = timing.fpConsumes;
    }

    /** Returns the same instruction as it acts within an IT block: most 16-bit ones set no flags there (A7.3.2). */
    Instruction inItBlock() {
        Instruction result = inItBlock;
        if (result == null) {
            result = encoding.flagsOutsideIt() ? new Instruction(encoding, raw, true) : this;
            inItBlock = result;
        }
        return result;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, size == 2 ? "%04X %s" : "%08X %s", raw, encoding.name());
    }
}
