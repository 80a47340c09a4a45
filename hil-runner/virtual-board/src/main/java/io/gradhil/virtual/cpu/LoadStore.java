package io.gradhil.virtual.cpu;

/**
 * Loads and stores of one register (A5.3.7 to A5.3.10). Three addressing modes: base and immediate; the same with writeback, where
 * {@code i.imm2} is 1 if the base is changed before the access; base and shifted register.
 */
final class LoadStore {
    private LoadStore() {}

    static void ldr(Core c, Instruction i) {
        c.load(i.d, c.memory.load32(c.r[i.n] + i.imm));
    }

    static void ldrb(Core c, Instruction i) {
        c.r[i.d] = c.memory.load8(c.r[i.n] + i.imm);
    }

    static void ldrh(Core c, Instruction i) {
        c.r[i.d] = c.memory.load16(c.r[i.n] + i.imm);
    }

    static void ldrsb(Core c, Instruction i) {
        c.r[i.d] = (byte) c.memory.load8(c.r[i.n] + i.imm);
    }

    static void ldrsh(Core c, Instruction i) {
        c.r[i.d] = (short) c.memory.load16(c.r[i.n] + i.imm);
    }

    static void str(Core c, Instruction i) {
        c.memory.store32(c.r[i.n] + i.imm, c.r[i.d]);
    }

    static void strb(Core c, Instruction i) {
        c.memory.store8(c.r[i.n] + i.imm, c.r[i.d]);
    }

    static void strh(Core c, Instruction i) {
        c.memory.store16(c.r[i.n] + i.imm, c.r[i.d]);
    }

    static void ldrRegister(Core c, Instruction i) {
        c.load(i.d, c.memory.load32(indexed(c, i)));
    }

    static void ldrbRegister(Core c, Instruction i) {
        c.r[i.d] = c.memory.load8(indexed(c, i));
    }

    static void ldrhRegister(Core c, Instruction i) {
        c.r[i.d] = c.memory.load16(indexed(c, i));
    }

    static void ldrsbRegister(Core c, Instruction i) {
        c.r[i.d] = (byte) c.memory.load8(indexed(c, i));
    }

    static void ldrshRegister(Core c, Instruction i) {
        c.r[i.d] = (short) c.memory.load16(indexed(c, i));
    }

    static void strRegister(Core c, Instruction i) {
        c.memory.store32(indexed(c, i), c.r[i.d]);
    }

    static void strbRegister(Core c, Instruction i) {
        c.memory.store8(indexed(c, i), c.r[i.d]);
    }

    static void strhRegister(Core c, Instruction i) {
        c.memory.store16(indexed(c, i), c.r[i.d]);
    }

    /** The base is written before PC is: a branch may be an exception return, which unstacks from the new SP. */
    static void ldrWriteback(Core c, Instruction i) {
        int value = c.memory.load32(address(c, i));
        writeBack(c, i);
        c.load(i.d, value);
    }

    static void ldrbWriteback(Core c, Instruction i) {
        int value = c.memory.load8(address(c, i));
        writeBack(c, i);
        c.r[i.d] = value;
    }

    static void ldrhWriteback(Core c, Instruction i) {
        int value = c.memory.load16(address(c, i));
        writeBack(c, i);
        c.r[i.d] = value;
    }

    static void ldrsbWriteback(Core c, Instruction i) {
        int value = c.memory.load8(address(c, i));
        writeBack(c, i);
        c.r[i.d] = (byte) value;
    }

    static void ldrshWriteback(Core c, Instruction i) {
        int value = c.memory.load16(address(c, i));
        writeBack(c, i);
        c.r[i.d] = (short) value;
    }

    static void strWriteback(Core c, Instruction i) {
        c.memory.store32(address(c, i), c.r[i.d]);
        writeBack(c, i);
    }

    static void strbWriteback(Core c, Instruction i) {
        c.memory.store8(address(c, i), c.r[i.d]);
        writeBack(c, i);
    }

    static void strhWriteback(Core c, Instruction i) {
        c.memory.store16(address(c, i), c.r[i.d]);
        writeBack(c, i);
    }

    static void ldrLiteral(Core c, Instruction i) {
        c.load(i.d, c.memory.load32(literal(c, i)));
    }

    static void ldrbLiteral(Core c, Instruction i) {
        c.r[i.d] = c.memory.load8(literal(c, i));
    }

    static void ldrhLiteral(Core c, Instruction i) {
        c.r[i.d] = c.memory.load16(literal(c, i));
    }

    static void ldrsbLiteral(Core c, Instruction i) {
        c.r[i.d] = (byte) c.memory.load8(literal(c, i));
    }

    static void ldrshLiteral(Core c, Instruction i) {
        c.r[i.d] = (short) c.memory.load16(literal(c, i));
    }

    static int literal(Core c, Instruction i) {
        return (c.r[Core.PC] & ~3) + i.imm;
    }

    static int address(Core c, Instruction i) {
        return c.r[i.n] + (i.imm2 != 0 ? i.imm : 0);
    }

    static void writeBack(Core c, Instruction i) {
        c.r[i.n] += i.imm;
    }

    private static int indexed(Core c, Instruction i) {
        return c.r[i.n] + (c.r[i.m] << i.imm);
    }
}
