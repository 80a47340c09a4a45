package io.gradhil.virtual.cpu;

import java.util.Locale;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Translates conditional jumps, by the flags as they are kept. */
final class Conditions {
    private final Bytecode to;

    Conditions(Bytecode to) {
        this.to = to;
    }

    /** Jumps if a condition does not hold; 14 and 15 always do. Leaves the to.flags as they are kept. */
    void jumpUnless(int condition, Label label) {
        if (condition < 14) {
            jumpIf(condition ^ 1, label);
        }
    }

    /** Jumps if a condition below 14 holds. */
    void jumpIf(int condition, Label label) {
        switch (to.flags) {
            case DIFFERENCE -> jumpByDifference(condition, label);
            case SUM -> jumpBySum(condition, label);
            case PLAIN -> jumpByFlags(condition, label);
        }
    }

    private void jumpByDifference(int condition, Label label) {
        to.operands();
        switch (condition) {
            case 0 -> to.jump(Opcodes.IF_ICMPEQ, label);
            case 1 -> to.jump(Opcodes.IF_ICMPNE, label);
            case 4, 5 -> {
                to.op(Opcodes.ISUB);
                to.jump(condition == 4 ? Opcodes.IFLT : Opcodes.IFGE, label);
            }
            case 6, 7 -> {
                to.runtime("subtractionOverflow", "(II)I");
                to.jump(condition == 6 ? Opcodes.IFLT : Opcodes.IFGE, label);
            }
            case 10 -> to.jump(Opcodes.IF_ICMPGE, label);
            case 11 -> to.jump(Opcodes.IF_ICMPLT, label);
            case 12 -> to.jump(Opcodes.IF_ICMPGT, label);
            case 13 -> to.jump(Opcodes.IF_ICMPLE, label);
            default -> {
                to.call("java/lang/Integer", "compareUnsigned", "(II)I");
                int[] opcodes = {Opcodes.IFGE, Opcodes.IFLT, Opcodes.IFGT, Opcodes.IFLE};
                to.jump(opcodes[condition & 1 | condition >>> 2 & 2], label);
            }
        }
    }

    private void jumpBySum(int condition, Label label) {
        if (condition <= 1 || condition == 4 || condition == 5) {
            int[] opcodes = {Opcodes.IFEQ, Opcodes.IFNE, 0, 0, Opcodes.IFLT, Opcodes.IFGE};
            to.result();
            to.jump(opcodes[condition], label);
        } else {
            to.plainFlags();
            to.flags = Flags.SUM;
            jumpByFlags(condition, label);
        }
    }

    private void jumpByFlags(int condition, Label label) {
        boolean not = (condition & 1) != 0;
        switch (condition >>> 1) {
            case 0 -> to.load(Bytecode.ZERO);
            case 1 -> to.load(Bytecode.CARRY);
            case 2 -> to.load(Bytecode.NEGATIVE);
            case 3 -> to.load(Bytecode.OVERFLOW);
            case 4 -> {
                to.load(Bytecode.CARRY);
                to.load(Bytecode.ZERO);
                to.runtime("isHigher", "(II)Z");
            }
            case 5 -> {
                to.load(Bytecode.NEGATIVE);
                to.load(Bytecode.OVERFLOW);
                to.op(Opcodes.IXOR);
            }
            case 6 -> {
                to.load(Bytecode.NEGATIVE);
                to.load(Bytecode.ZERO);
                to.load(Bytecode.OVERFLOW);
                to.runtime("isGreater", "(III)Z");
            }
            default -> throw new IllegalArgumentException(String.format(Locale.ROOT, "condition %d", condition));
        }
        int[] holds = {Opcodes.IFEQ, Opcodes.IFNE, Opcodes.IFLT, Opcodes.IFLT, Opcodes.IFNE, Opcodes.IFGE, Opcodes.IFNE
        };
        int[] fails = {Opcodes.IFNE, Opcodes.IFEQ, Opcodes.IFGE, Opcodes.IFGE, Opcodes.IFEQ, Opcodes.IFLT, Opcodes.IFEQ
        };
        to.jump((not ? fails : holds)[condition >>> 1], label);
    }
}
