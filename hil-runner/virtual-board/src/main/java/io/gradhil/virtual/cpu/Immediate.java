package io.gradhil.virtual.cpu;

/** How the immediate bits of an encoding become the operand. */
enum Immediate {
    /** As they stand. */
    PLAIN {
        @Override
        int of(int bits, int raw) {
            return bits;
        }
    },
    TIMES_2 {
        @Override
        int of(int bits, int raw) {
            return bits << 1;
        }
    },
    TIMES_4 {
        @Override
        int of(int bits, int raw) {
            return bits << 2;
        }
    },
    /** An amount of 0 means 32: LSR, ASR (A7.4.2). */
    SHIFT_32 {
        @Override
        int of(int bits, int raw) {
            return bits == 0 ? 32 : bits;
        }
    },
    /** Shift amount; {@link Operands} looks at the type. */
    SHIFT {
        @Override
        int of(int bits, int raw) {
            return bits;
        }
    },
    /** Modified immediate constant (A5.3.2 ThumbExpandImm). */
    EXPANDED {
        @Override
        int of(int bits, int raw) {
            int low = bits & 0xFF;
            return switch (bits >>> 8) {
                case 0 -> low;
                case 1 -> low << 16 | low;
                case 2 -> low << 24 | low << 8;
                case 3 -> low * 0x01010101;
                default -> Integer.rotateRight(low | 0x80, bits >>> 7);
            };
        }
    },
    /** 16 bits of MOVW and MOVT, imm4:i:imm3:imm8. */
    WIDE {
        @Override
        int of(int bits, int raw) {
            return (raw >>> 16 & 15) << 12 | (raw >>> 26 & 1) << 11 | (raw >>> 12 & 7) << 8 | raw & 0xFF;
        }
    },
    /** Signed 8 bits, of half-words. */
    BRANCH_8 {
        @Override
        int of(int bits, int raw) {
            return (byte) bits << 1;
        }
    },
    /** Signed 11 bits, of half-words. */
    BRANCH_11 {
        @Override
        int of(int bits, int raw) {
            return bits << 21 >> 20;
        }
    },
    /** B T3: S:J2:J1:imm6:imm11:0. */
    BRANCH_20 {
        @Override
        int of(int bits, int raw) {
            int sign = raw << 5 >> 31;
            return sign << 20
                    | (raw >>> 11 & 1) << 19
                    | (raw >>> 13 & 1) << 18
                    | (raw >>> 16 & 0x3F) << 12
                    | (raw & 0x7FF) << 1;
        }
    },
    /** B T4 and BL: S:I1:I2:imm10:imm11:0, I = NOT(J EOR S). */
    BRANCH_24 {
        @Override
        int of(int bits, int raw) {
            int sign = raw << 5 >> 31;
            int i1 = ~(raw >>> 13 ^ sign) & 1;
            int i2 = ~(raw >>> 11 ^ sign) & 1;
            return sign << 24 | i1 << 23 | i2 << 22 | (raw >>> 16 & 0x3FF) << 12 | (raw & 0x7FF) << 1;
        }
    },
    /** Subtracted. */
    NEGATIVE {
        @Override
        int of(int bits, int raw) {
            return -bits;
        }
    },
    /** Register list of PUSH T1: bit 8 is LR. */
    PUSH_LIST {
        @Override
        int of(int bits, int raw) {
            return raw & 0xFF | (raw & 0x100) << 6;
        }
    },
    /** Register list of POP T1: bit 8 is PC. */
    POP_LIST {
        @Override
        int of(int bits, int raw) {
            return raw & 0xFF | (raw & 0x100) << 7;
        }
    },
    /** imm4:i of VCVT between floating and fixed point; i stands first. */
    FRACTION {
        @Override
        int of(int bits, int raw) {
            return (bits & 15) << 1 | bits >>> 4;
        }
    },
    /** VFPExpandImm for single precision (A6.4.1). */
    FP {
        @Override
        int of(int bits, int raw) {
            int exponent = (bits & 0x40) != 0 ? 0x3E000000 : 0x40000000;
            return (bits & 0x80) << 24 | exponent | (bits & 0x3F) << 19;
        }
    };

    abstract int of(int bits, int raw);
}
