package io.gradhil.virtual.cpu;

/** How translated code keeps the flags: worked out only where somebody wants them. */
enum Flags {
    /** Four locals, as {@link Core} keeps them. */
    PLAIN,
    /** Two locals, whose difference they tell about. */
    DIFFERENCE,
    /** Two locals, whose sum they tell about. */
    SUM;

    /** Returns how they are kept after an instruction. */
    static Flags after(Flags before, Instruction i, boolean conditional) {
        return conditional && changes(i) ? PLAIN : effect(before, i);
    }

    /** Tells whether an instruction changes flags, or may need them in the core. */
    static boolean changes(Instruction i) {
        return switch (i.op) {
            case CMP_IMMEDIATE, CMP_REGISTER, CMN_IMMEDIATE, CMN_REGISTER -> true;
            case TST_IMMEDIATE, TST_REGISTER, TEQ_IMMEDIATE, TEQ_REGISTER -> true;
            case VMRS -> i.d == Core.PC;
            default ->
                switch (Translatable.of(i)) {
                    case CALL, HANDLED -> true;
                    case DATA -> i.flags;
                    default -> false;
                };
        };
    }

    private static Flags effect(Flags before, Instruction i) {
        if (!changes(i)) {
            return before;
        }
        return Translatable.of(i) != Translatable.DATA
                ? PLAIN
                : switch (i.op) {
                    case CMP_IMMEDIATE, CMP_REGISTER, SUB_IMMEDIATE, SUB_REGISTER, RSB_IMMEDIATE, RSB_REGISTER ->
                        DIFFERENCE;
                    case CMN_IMMEDIATE, CMN_REGISTER, ADD_IMMEDIATE, ADD_REGISTER -> SUM;
                    default -> PLAIN;
                };
    }
}
