package io.gradhil.virtual.cpu;

import org.objectweb.asm.Opcodes;

/** Translates shifts, and operands that are shifted registers. */
final class ShiftCompiler {
    private final Bytecode to;

    ShiftCompiler(Bytecode to) {
        this.to = to;
    }

    /** Leaves it there too, and sets the carry if flags are set. */
    void operandSettingCarry(Instruction i) {
        if (i.flags && !(i.shift == Shift.LSL && i.imm == 0)) {
            to.r(i.m);
            to.constant(i.imm);
            carryOfShift(i.shift);
        }
        operand(i);
    }

    /** Leaves the shifted register operand on the stack. */
    void operand(Instruction i) {
        to.r(i.m);
        shift(i.shift, i.imm);
    }

    private void shift(int type, int amount) {
        if (type == Shift.LSL && amount == 0) {
            return;
        }
        if (type == Shift.LSR && amount == 32) {
            to.op(Opcodes.POP);
            to.constant(0);
            return;
        }
        to.constant(Math.min(amount, 31));
        switch (type) {
            case Shift.LSL -> to.op(Opcodes.ISHL);
            case Shift.LSR -> to.op(Opcodes.IUSHR);
            case Shift.ASR -> to.op(Opcodes.ISHR);
            default -> to.call("java/lang/Integer", "rotateRight", "(II)I");
        }
    }

    /** Leaves the result of a shift by an immediate on the stack. */
    void byImmediate(Instruction i) {
        int type =
                switch (i.op) {
                    case LSL_IMMEDIATE -> Shift.LSL;
                    case LSR_IMMEDIATE -> Shift.LSR;
                    case ASR_IMMEDIATE -> Shift.ASR;
                    default -> Shift.ROR;
                };
        if (i.flags && i.imm != 0) {
            to.r(i.m);
            to.constant(i.imm);
            carryOfShift(type);
        }
        to.r(i.m);
        shift(type, i.imm);
    }

    /** Leaves the result of a shift by a register on the stack. */
    void byRegister(Instruction i) {
        int type =
                switch (i.op) {
                    case LSL_REGISTER -> Shift.LSL;
                    case LSR_REGISTER -> Shift.LSR;
                    case ASR_REGISTER -> Shift.ASR;
                    default -> Shift.ROR;
                };
        to.r(i.n);
        to.constant(type);
        amount(i);
        to.constant(0);
        to.call(Bytecode.CORE.replace("Core", "Shift"), "shifted", "(IIII)I");
        if (i.flags) {
            to.r(i.n);
            amount(i);
            carryOfShift(type);
        }
    }

    private void amount(Instruction i) {
        to.r(i.m);
        to.constant(0xFF);
        to.op(Opcodes.IAND);
    }

    /** Sets the carry to what is shifted out of the number on the stack by the amount on the stack. */
    private void carryOfShift(int type) {
        to.plainFlags();
        to.store(Bytecode.SECOND);
        to.store(Bytecode.FIRST);
        to.load(Bytecode.FIRST);
        to.constant(type);
        to.load(Bytecode.SECOND);
        to.load(Bytecode.CARRY);
        to.call(Bytecode.CORE.replace("Core", "Shift"), "carry", "(IIII)I");
        to.store(Bytecode.CARRY);
    }
}
