package io.gradhil.virtual.cpu;

/** Shifts (A7.4.2, A2.2.1). Types are numbered as in the encodings; RRX, which they write as ROR #0, is 4. */
final class Shift {
    static final int LSL = 0;
    static final int LSR = 1;
    static final int ASR = 2;
    static final int ROR = 3;
    static final int RRX = 4;

    private Shift() {}

    /** Returns the shifted register operand of {@code i}. */
    static int operand(Core c, Instruction i) {
        int value = c.r[i.m];
        return i.shift == LSL ? value << i.imm : shifted(value, i.shift, i.imm, c.carry);
    }

    /** Returns the shifted register operand of {@code i}, and sets the carry to the bit shifted out if {@code i} sets flags. */
    static int operandSettingCarry(Core c, Instruction i) {
        int value = c.r[i.m];
        int result = i.shift == LSL ? value << i.imm : shifted(value, i.shift, i.imm, c.carry);
        if (i.flags) {
            c.carry = carry(value, i.shift, i.imm, c.carry);
        }
        return result;
    }

    /** Returns {@code value} shifted by 0 to 255. */
    static int shifted(int value, int type, int amount, int carryIn) {
        return switch (type) {
            case LSL -> amount > 31 ? 0 : value << amount;
            case LSR -> amount > 31 ? 0 : value >>> amount;
            case ASR -> value >> Math.min(amount, 31);
            case ROR -> Integer.rotateRight(value, amount);
            default -> carryIn << 31 | value >>> 1;
        };
    }

    /** Returns the carry out of the same shift. */
    static int carry(int value, int type, int amount, int carryIn) {
        if (type == RRX) {
            return value & 1;
        }
        if (amount == 0) {
            return carryIn;
        }
        return switch (type) {
            case LSL -> amount > 32 ? 0 : value >>> (32 - amount) & 1;
            case LSR -> amount > 32 ? 0 : value >>> (amount - 1) & 1;
            case ASR -> value >> Math.min(amount - 1, 31) & 1;
            default -> value >>> (amount - 1) & 1;
        };
    }

    static void lslImmediate(Core c, Instruction i) {
        byImmediate(c, i, LSL);
    }

    static void lsrImmediate(Core c, Instruction i) {
        byImmediate(c, i, LSR);
    }

    static void asrImmediate(Core c, Instruction i) {
        byImmediate(c, i, ASR);
    }

    static void rorImmediate(Core c, Instruction i) {
        byImmediate(c, i, ROR);
    }

    static void rrx(Core c, Instruction i) {
        byImmediate(c, i, RRX);
    }

    static void lslRegister(Core c, Instruction i) {
        byRegister(c, i, LSL);
    }

    static void lsrRegister(Core c, Instruction i) {
        byRegister(c, i, LSR);
    }

    static void asrRegister(Core c, Instruction i) {
        byRegister(c, i, ASR);
    }

    static void rorRegister(Core c, Instruction i) {
        byRegister(c, i, ROR);
    }

    private static void byImmediate(Core c, Instruction i, int type) {
        shift(c, i, c.r[i.m], type, i.imm);
    }

    private static void byRegister(Core c, Instruction i, int type) {
        shift(c, i, c.r[i.n], type, c.r[i.m] & 0xFF);
    }

    private static void shift(Core c, Instruction i, int value, int type, int amount) {
        int result = shifted(value, type, amount, c.carry);
        if (i.flags) {
            c.carry = carry(value, type, amount, c.carry);
            c.setNz(result);
        }
        c.r[i.d] = result;
    }
}
