package io.gradhil.virtual.cpu;

/** Data processing with an immediate or a shifted register (A5.3.1, A5.3.3, A5.3.11, A7.7). */
final class DataProcessing {
    private DataProcessing() {}

    static void andImmediate(Core c, Instruction i) {
        logicalImmediate(c, i, c.r[i.n] & i.imm);
    }

    static void andRegister(Core c, Instruction i) {
        logical(c, i, c.r[i.n] & Shift.operandSettingCarry(c, i));
    }

    static void bicImmediate(Core c, Instruction i) {
        logicalImmediate(c, i, c.r[i.n] & ~i.imm);
    }

    static void bicRegister(Core c, Instruction i) {
        logical(c, i, c.r[i.n] & ~Shift.operandSettingCarry(c, i));
    }

    static void orrImmediate(Core c, Instruction i) {
        logicalImmediate(c, i, c.r[i.n] | i.imm);
    }

    static void orrRegister(Core c, Instruction i) {
        logical(c, i, c.r[i.n] | Shift.operandSettingCarry(c, i));
    }

    static void ornImmediate(Core c, Instruction i) {
        logicalImmediate(c, i, c.r[i.n] | ~i.imm);
    }

    static void ornRegister(Core c, Instruction i) {
        logical(c, i, c.r[i.n] | ~Shift.operandSettingCarry(c, i));
    }

    static void eorImmediate(Core c, Instruction i) {
        logicalImmediate(c, i, c.r[i.n] ^ i.imm);
    }

    static void eorRegister(Core c, Instruction i) {
        logical(c, i, c.r[i.n] ^ Shift.operandSettingCarry(c, i));
    }

    static void movImmediate(Core c, Instruction i) {
        logicalImmediate(c, i, i.imm);
    }

    static void movRegister(Core c, Instruction i) {
        logical(c, i, c.r[i.m]);
    }

    static void mvnImmediate(Core c, Instruction i) {
        logicalImmediate(c, i, ~i.imm);
    }

    static void mvnRegister(Core c, Instruction i) {
        logical(c, i, ~Shift.operandSettingCarry(c, i));
    }

    static void movt(Core c, Instruction i) {
        c.r[i.d] = i.imm << 16 | c.r[i.d] & 0xFFFF;
    }

    static void tstImmediate(Core c, Instruction i) {
        testImmediate(c, i, c.r[i.n] & i.imm);
    }

    static void tstRegister(Core c, Instruction i) {
        c.setNz(c.r[i.n] & Shift.operandSettingCarry(c, i));
    }

    static void teqImmediate(Core c, Instruction i) {
        testImmediate(c, i, c.r[i.n] ^ i.imm);
    }

    static void teqRegister(Core c, Instruction i) {
        c.setNz(c.r[i.n] ^ Shift.operandSettingCarry(c, i));
    }

    static void addImmediate(Core c, Instruction i) {
        add(c, i, i.imm);
    }

    static void addRegister(Core c, Instruction i) {
        add(c, i, Shift.operand(c, i));
    }

    static void subImmediate(Core c, Instruction i) {
        subtract(c, i, c.r[i.n], i.imm);
    }

    static void subRegister(Core c, Instruction i) {
        subtract(c, i, c.r[i.n], Shift.operand(c, i));
    }

    static void rsbImmediate(Core c, Instruction i) {
        subtract(c, i, i.imm, c.r[i.n]);
    }

    static void rsbRegister(Core c, Instruction i) {
        subtract(c, i, Shift.operand(c, i), c.r[i.n]);
    }

    static void adcImmediate(Core c, Instruction i) {
        c.r[i.d] = c.addWithCarry(c.r[i.n], i.imm, i.flags);
    }

    static void adcRegister(Core c, Instruction i) {
        c.r[i.d] = c.addWithCarry(c.r[i.n], Shift.operand(c, i), i.flags);
    }

    static void sbcImmediate(Core c, Instruction i) {
        c.r[i.d] = c.addWithCarry(c.r[i.n], ~i.imm, i.flags);
    }

    static void sbcRegister(Core c, Instruction i) {
        c.r[i.d] = c.addWithCarry(c.r[i.n], ~Shift.operand(c, i), i.flags);
    }

    static void cmpImmediate(Core c, Instruction i) {
        int a = c.r[i.n];
        c.setSubFlags(a, i.imm, a - i.imm);
    }

    static void cmpRegister(Core c, Instruction i) {
        int a = c.r[i.n];
        int b = Shift.operand(c, i);
        c.setSubFlags(a, b, a - b);
    }

    static void cmnImmediate(Core c, Instruction i) {
        int a = c.r[i.n];
        c.setAddFlags(a, i.imm, a + i.imm);
    }

    static void cmnRegister(Core c, Instruction i) {
        int a = c.r[i.n];
        int b = Shift.operand(c, i);
        c.setAddFlags(a, b, a + b);
    }

    /** ADR: from Align(PC, 4). */
    static void addToPc(Core c, Instruction i) {
        c.r[i.d] = (c.r[Core.PC] & ~3) + i.imm;
    }

    static void subtractFromPc(Core c, Instruction i) {
        c.r[i.d] = (c.r[Core.PC] & ~3) - i.imm;
    }

    private static void add(Core c, Instruction i, int b) {
        int a = c.r[i.n];
        int result = a + b;
        if (i.flags) {
            c.setAddFlags(a, b, result);
        }
        c.r[i.d] = result;
    }

    private static void subtract(Core c, Instruction i, int a, int b) {
        int result = a - b;
        if (i.flags) {
            c.setSubFlags(a, b, result);
        }
        c.r[i.d] = result;
    }

    private static void logical(Core c, Instruction i, int result) {
        if (i.flags) {
            c.setNz(result);
        }
        c.r[i.d] = result;
    }

    private static void logicalImmediate(Core c, Instruction i, int result) {
        if (i.flags) {
            testImmediate(c, i, result);
        }
        c.r[i.d] = result;
    }

    /** Sets the flags of a logical operation; an immediate that was rotated gives the carry (A5.3.2). */
    private static void testImmediate(Core c, Instruction i, int result) {
        c.setNz(result);
        if (i.shift != 0) {
            c.carry = i.imm >>> 31;
        }
    }
}
