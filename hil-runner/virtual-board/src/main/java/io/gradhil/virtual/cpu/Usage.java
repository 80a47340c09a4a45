package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Encoding.Trait;

/** Registers that an instruction may read or write; too many do no harm. */
final class Usage {
    int registers;
    int singles;
    final boolean fp;

    Usage(Instruction i) {
        fp = i.op.name().startsWith("V");
        Encoding e = i.encoding;
        boolean pair = i.op == Op.VMOV_PAIR_TO_FP || i.op == Op.VMOV_PAIR_FROM_FP;
        register(i.d, e.has(Trait.FP_D), e.has(Trait.DOUBLE));
        register(i.n, e.has(Trait.FP_N), e.has(Trait.DOUBLE));
        register(i.m, e.has(Trait.FP_M), e.has(Trait.DOUBLE) || pair);
        registers |= 1 << i.a;
        switch (i.op) {
            case LDM, LDMDB, STM, STMDB -> registers |= i.imm;
            case BL, BLX -> registers |= 1 << Core.LR;
            case VLDM, VSTM -> {
                for (int k = 0; k < i.imm; k++) {
                    singles |= 1 << i.d + k;
                }
            }
            default -> {}
        }
        registers &= 0x7FFF;
    }

    private void register(int number, boolean single, boolean two) {
        if (single) {
            singles |= 1 << number | (two ? 1 << (number + 1 & 31) : 0);
        } else {
            registers |= 1 << number;
        }
    }
}
