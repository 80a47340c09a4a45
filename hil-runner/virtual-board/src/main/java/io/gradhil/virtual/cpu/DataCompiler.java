package io.gradhil.virtual.cpu;

import java.util.EnumSet;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/** Translates what works on registers alone. Each case is the bytecode of what {@link DataProcessing} and its like do. */
final class DataCompiler {
    private static final Set<Op> KNOWN = EnumSet.of(
            Op.AND_IMMEDIATE,
            Op.AND_REGISTER,
            Op.BIC_IMMEDIATE,
            Op.BIC_REGISTER,
            Op.ORR_IMMEDIATE,
            Op.ORR_REGISTER,
            Op.ORN_IMMEDIATE,
            Op.ORN_REGISTER,
            Op.EOR_IMMEDIATE,
            Op.EOR_REGISTER,
            Op.MOV_IMMEDIATE,
            Op.MOV_REGISTER,
            Op.MVN_IMMEDIATE,
            Op.MVN_REGISTER,
            Op.MOVT,
            Op.TST_IMMEDIATE,
            Op.TST_REGISTER,
            Op.TEQ_IMMEDIATE,
            Op.TEQ_REGISTER,
            Op.CMP_IMMEDIATE,
            Op.CMP_REGISTER,
            Op.CMN_IMMEDIATE,
            Op.CMN_REGISTER,
            Op.ADD_IMMEDIATE,
            Op.ADD_REGISTER,
            Op.SUB_IMMEDIATE,
            Op.SUB_REGISTER,
            Op.RSB_IMMEDIATE,
            Op.RSB_REGISTER,
            Op.ADR_ADD,
            Op.ADR_SUB,
            Op.LSL_IMMEDIATE,
            Op.LSL_REGISTER,
            Op.LSR_IMMEDIATE,
            Op.LSR_REGISTER,
            Op.ASR_IMMEDIATE,
            Op.ASR_REGISTER,
            Op.ROR_IMMEDIATE,
            Op.ROR_REGISTER,
            Op.MUL,
            Op.MLA,
            Op.MLS,
            Op.SXTB,
            Op.SXTH,
            Op.UXTB,
            Op.UXTH,
            Op.SBFX,
            Op.UBFX,
            Op.VADD,
            Op.VSUB,
            Op.VMUL,
            Op.VDIV,
            Op.VMLA,
            Op.VABS,
            Op.VNEG,
            Op.VMOV_IMMEDIATE,
            Op.VMOV_REGISTER,
            Op.VCMP,
            Op.VCMP_ZERO,
            Op.VMOV_TO_FP,
            Op.VMOV_FROM_FP,
            Op.VMOV_PAIR_TO_FP,
            Op.VMOV_PAIR_FROM_FP,
            Op.VMRS);

    private final Bytecode to;
    private final ShiftCompiler shifts;
    private final FpCompiler fp;

    DataCompiler(Bytecode to) {
        this.to = to;
        shifts = new ShiftCompiler(to);
        fp = new FpCompiler(to);
    }

    static boolean knows(Instruction i) {
        boolean rrx = i.encoding.immediate() == Immediate.SHIFT && i.shift == Shift.RRX;
        return KNOWN.contains(i.op) && !rrx;
    }

    void compile(Instruction i, int pc) {
        if (i.op.name().startsWith("V")) {
            fp.compile(i);
        } else {
            integer(i, pc);
            if (i.action != i.op) {
                to.r(Core.SP);
                to.constant(~3);
                to.op(Opcodes.IAND);
                to.setR(Core.SP);
            }
        }
    }

    private void integer(Instruction i, int pc) {
        switch (i.op) {
            case AND_IMMEDIATE, TST_IMMEDIATE -> logicalImmediate(i, Opcodes.IAND, i.imm);
            case BIC_IMMEDIATE -> logicalImmediate(i, Opcodes.IAND, ~i.imm);
            case ORR_IMMEDIATE -> logicalImmediate(i, Opcodes.IOR, i.imm);
            case ORN_IMMEDIATE -> logicalImmediate(i, Opcodes.IOR, ~i.imm);
            case EOR_IMMEDIATE, TEQ_IMMEDIATE -> logicalImmediate(i, Opcodes.IXOR, i.imm);
            case AND_REGISTER, TST_REGISTER -> logical(i, Opcodes.IAND, false);
            case BIC_REGISTER -> logical(i, Opcodes.IAND, true);
            case ORR_REGISTER -> logical(i, Opcodes.IOR, false);
            case ORN_REGISTER -> logical(i, Opcodes.IOR, true);
            case EOR_REGISTER, TEQ_REGISTER -> logical(i, Opcodes.IXOR, false);
            case MOV_IMMEDIATE -> moveImmediate(i, i.imm);
            case MVN_IMMEDIATE -> moveImmediate(i, ~i.imm);
            case MVN_REGISTER -> moveNot(i);
            case MOV_REGISTER -> {
                to.r(i.m);
                result(i);
            }
            case MOVT -> {
                to.r(i.d);
                to.constant(0xFFFF);
                to.op(Opcodes.IAND);
                to.constant(i.imm << 16);
                to.op(Opcodes.IOR);
                to.setR(i.d);
            }
            case ADR_ADD, ADR_SUB -> {
                int base = pc + 4 & ~3;
                to.constant(i.op == Op.ADR_ADD ? base + i.imm : base - i.imm);
                to.setR(i.d);
            }
            case ADD_IMMEDIATE, ADD_REGISTER, CMN_IMMEDIATE, CMN_REGISTER -> arithmetic(i, Flags.SUM, false);
            case SUB_IMMEDIATE, SUB_REGISTER, CMP_IMMEDIATE, CMP_REGISTER -> arithmetic(i, Flags.DIFFERENCE, false);
            case RSB_IMMEDIATE, RSB_REGISTER -> arithmetic(i, Flags.DIFFERENCE, true);
            case LSL_IMMEDIATE, LSR_IMMEDIATE, ASR_IMMEDIATE, ROR_IMMEDIATE -> {
                shifts.byImmediate(i);
                result(i);
            }
            case LSL_REGISTER, LSR_REGISTER, ASR_REGISTER, ROR_REGISTER -> {
                shifts.byRegister(i);
                result(i);
            }
            case MUL, MLA, MLS -> multiply(i);
            case SXTB, SXTH, UXTB, UXTH -> extend(i);
            case SBFX, UBFX -> extract(i);
            default -> throw new IllegalArgumentException(i.toString());
        }
    }

    /** Takes the result from the stack to Rd, and to N and Z. */
    private void result(Instruction i) {
        if (i.flags) {
            to.op(Opcodes.DUP);
            to.setNz();
        }
        to.setR(i.d);
    }

    private static boolean isTest(Instruction i) {
        return switch (i.op) {
            case TST_IMMEDIATE, TST_REGISTER, TEQ_IMMEDIATE, TEQ_REGISTER -> true;
            case CMP_IMMEDIATE, CMP_REGISTER, CMN_IMMEDIATE, CMN_REGISTER -> true;
            default -> false;
        };
    }

    private void logicalResult(Instruction i) {
        if (isTest(i)) {
            to.setNz();
        } else {
            result(i);
        }
    }

    private void logicalImmediate(Instruction i, int opcode, int value) {
        to.r(i.n);
        to.constant(value);
        to.op(opcode);
        logicalResult(i);
        immediateCarry(i);
    }

    private void moveImmediate(Instruction i, int value) {
        to.constant(value);
        result(i);
        immediateCarry(i);
    }

    private void immediateCarry(Instruction i) {
        if ((i.flags || isTest(i)) && i.shift != 0) {
            to.constant(i.imm >>> 31);
            to.store(Bytecode.CARRY);
        }
    }

    private void logical(Instruction i, int opcode, boolean inverted) {
        shifts.operandSettingCarry(i);
        to.store(Bytecode.FIRST);
        to.r(i.n);
        to.load(Bytecode.FIRST);
        if (inverted) {
            invert();
        }
        to.op(opcode);
        logicalResult(i);
    }

    private void moveNot(Instruction i) {
        shifts.operandSettingCarry(i);
        invert();
        result(i);
    }

    private void invert() {
        to.constant(-1);
        to.op(Opcodes.IXOR);
    }

    private void arithmetic(Instruction i, Flags kind, boolean reversed) {
        if (i.op.name().endsWith("IMMEDIATE")) {
            to.constant(i.imm);
        } else {
            shifts.operand(i);
        }
        to.r(i.n);
        if (!reversed) {
            to.op(Opcodes.SWAP);
        }
        if (i.flags || isTest(i)) {
            to.op(Opcodes.DUP2);
            to.setFlags(kind);
        }
        if (isTest(i)) {
            to.op(Opcodes.POP2);
        } else {
            to.op(kind == Flags.SUM ? Opcodes.IADD : Opcodes.ISUB);
            to.setR(i.d);
        }
    }

    private void multiply(Instruction i) {
        if (i.op != Op.MUL) {
            to.r(i.a);
        }
        to.r(i.n);
        to.r(i.m);
        to.op(Opcodes.IMUL);
        if (i.op != Op.MUL) {
            to.op(i.op == Op.MLA ? Opcodes.IADD : Opcodes.ISUB);
        }
        result(i);
    }

    private void extend(Instruction i) {
        to.r(i.m);
        if (i.imm != 0) {
            to.constant(i.imm << 3);
            to.call("java/lang/Integer", "rotateRight", "(II)I");
        }
        switch (i.op) {
            case SXTB -> to.op(Opcodes.I2B);
            case SXTH -> to.op(Opcodes.I2S);
            case UXTH -> to.op(Opcodes.I2C);
            default -> {
                to.constant(0xFF);
                to.op(Opcodes.IAND);
            }
        }
        to.setR(i.d);
    }

    private void extract(Instruction i) {
        int above = Math.max(0, 31 - i.imm - i.imm2);
        to.r(i.n);
        to.constant(above);
        to.op(Opcodes.ISHL);
        to.constant(Math.min(31, above + i.imm));
        to.op(i.op == Op.SBFX ? Opcodes.ISHR : Opcodes.IUSHR);
        to.setR(i.d);
    }
}
