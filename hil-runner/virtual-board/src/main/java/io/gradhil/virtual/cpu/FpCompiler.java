package io.gradhil.virtual.cpu;

import org.objectweb.asm.Opcodes;

/** Translates what works on the registers of the FPU: Java's arithmetic where {@link Fpu} takes it too. */
final class FpCompiler {
    private final Bytecode to;

    FpCompiler(Bytecode to) {
        this.to = to;
    }

    void compile(Instruction i) {
        switch (i.op) {
            case VADD -> binary(i, "add");
            case VSUB -> binary(i, "subtract");
            case VMUL -> binary(i, multiply(i));
            case VDIV -> binary(i, "divide");
            case VMLA -> multiplyAdd(i);
            case VABS -> unary(i, "absolute");
            case VNEG -> unary(i, "negate");
            case VMOV_REGISTER -> {
                to.s(i.m);
                to.setS(i.d);
            }
            case VMOV_IMMEDIATE -> {
                to.constant(i.imm);
                to.toFloat();
                to.setS(i.d);
            }
            case VMOV_TO_FP -> toFp(i.d, i.n);
            case VMOV_FROM_FP -> fromFp(i.n, i.d);
            case VMOV_PAIR_TO_FP -> {
                toFp(i.d, i.m);
                toFp(i.a, i.m + 1);
            }
            case VMOV_PAIR_FROM_FP -> {
                fromFp(i.m, i.d);
                fromFp(i.m + 1, i.a);
            }
            case VCMP, VCMP_ZERO -> compare(i);
            default -> readFpscr(i);
        }
    }

    private void toFp(int core, int single) {
        to.r(core);
        to.toFloat();
        to.setS(single);
    }

    private void fromFp(int single, int core) {
        to.s(single);
        to.toBits();
        to.setR(core);
    }

    private void binary(Instruction i, String name) {
        to.loadReference(Bytecode.C);
        to.s(i.n);
        to.s(i.m);
        to.runtime(name, "(CoreFF)F");
        to.setS(i.d);
    }

    private void multiplyAdd(Instruction i) {
        to.loadReference(Bytecode.C);
        to.s(i.d);
        to.loadReference(Bytecode.C);
        to.s(i.n);
        to.s(i.m);
        to.runtime(multiply(i), "(CoreFF)F");
        to.runtime("add", "(CoreFF)F");
        to.setS(i.d);
    }

    private static String multiply(Instruction i) {
        return i.meetsZero ? "multiplyAlsoByZero" : "multiply";
    }

    private void unary(Instruction i, String name) {
        to.s(i.m);
        to.runtime(name, "(F)F");
        to.setS(i.d);
    }

    private void compare(Instruction i) {
        to.loadReference(Bytecode.C);
        to.s(i.d);
        if (i.op == Op.VCMP) {
            to.s(i.m);
        } else {
            to.op(Opcodes.FCONST_0);
        }
        to.constant(i.shift != 0 ? 1 : 0);
        to.runtime("compare", "(CoreFFZ)V");
    }

    /** VMRS; to r15 it sets the flags, N in bit 31 and so on. */
    private void readFpscr(Instruction i) {
        to.loadReference(Bytecode.C);
        to.get("fpscr", "I");
        if (i.d != Core.PC) {
            to.setR(i.d);
            return;
        }
        to.store(Bytecode.FIRST);
        to.load(Bytecode.FIRST);
        to.store(Bytecode.NEGATIVE);
        bit(30);
        to.constant(1);
        to.op(Opcodes.IXOR);
        to.store(Bytecode.ZERO);
        bit(29);
        to.store(Bytecode.CARRY);
        to.load(Bytecode.FIRST);
        to.constant(3);
        to.op(Opcodes.ISHL);
        to.store(Bytecode.OVERFLOW);
        to.flags = Flags.PLAIN;
    }

    private void bit(int number) {
        to.load(Bytecode.FIRST);
        to.constant(number);
        to.op(Opcodes.IUSHR);
        to.constant(1);
        to.op(Opcodes.IAND);
    }
}
