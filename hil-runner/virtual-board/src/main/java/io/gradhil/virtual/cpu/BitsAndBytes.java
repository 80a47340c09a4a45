package io.gradhil.virtual.cpu;

/** Extension, packing, reversal, bit fields and saturation (A5.3.5, A5.3.13, A4.4.4 to A4.4.7). */
final class BitsAndBytes {
    private BitsAndBytes() {}

    static void sxtb(Core c, Instruction i) {
        c.r[i.d] = (byte) rotated(c, i);
    }

    static void sxth(Core c, Instruction i) {
        c.r[i.d] = (short) rotated(c, i);
    }

    static void uxtb(Core c, Instruction i) {
        c.r[i.d] = rotated(c, i) & 0xFF;
    }

    static void uxth(Core c, Instruction i) {
        c.r[i.d] = rotated(c, i) & 0xFFFF;
    }

    static void sxtb16(Core c, Instruction i) {
        int value = rotated(c, i);
        c.r[i.d] = (byte) value & 0xFFFF | (byte) (value >> 16) << 16;
    }

    static void uxtb16(Core c, Instruction i) {
        c.r[i.d] = rotated(c, i) & 0x00FF00FF;
    }

    static void sxtab(Core c, Instruction i) {
        c.r[i.d] = c.r[i.n] + (byte) rotated(c, i);
    }

    static void sxtah(Core c, Instruction i) {
        c.r[i.d] = c.r[i.n] + (short) rotated(c, i);
    }

    static void uxtab(Core c, Instruction i) {
        c.r[i.d] = c.r[i.n] + (rotated(c, i) & 0xFF);
    }

    static void uxtah(Core c, Instruction i) {
        c.r[i.d] = c.r[i.n] + (rotated(c, i) & 0xFFFF);
    }

    static void sxtab16(Core c, Instruction i) {
        int value = rotated(c, i);
        int a = c.r[i.n];
        c.r[i.d] = a + (byte) value & 0xFFFF | (a >>> 16) + (byte) (value >> 16) << 16;
    }

    static void uxtab16(Core c, Instruction i) {
        int value = rotated(c, i);
        int a = c.r[i.n];
        c.r[i.d] = a + (value & 0xFF) & 0xFFFF | (a >>> 16) + (value >> 16 & 0xFF) << 16;
    }

    static void pkhbt(Core c, Instruction i) {
        c.r[i.d] = c.r[i.n] & 0xFFFF | c.r[i.m] << i.imm & 0xFFFF0000;
    }

    static void pkhtb(Core c, Instruction i) {
        c.r[i.d] = c.r[i.n] & 0xFFFF0000 | c.r[i.m] >> Math.min(i.imm, 31) & 0xFFFF;
    }

    static void rev(Core c, Instruction i) {
        c.r[i.d] = Integer.reverseBytes(c.r[i.m]);
    }

    static void rev16(Core c, Instruction i) {
        c.r[i.d] = Integer.rotateRight(Integer.reverseBytes(c.r[i.m]), 16);
    }

    static void revsh(Core c, Instruction i) {
        c.r[i.d] = Short.reverseBytes((short) c.r[i.m]);
    }

    static void rbit(Core c, Instruction i) {
        c.r[i.d] = Integer.reverse(c.r[i.m]);
    }

    static void clz(Core c, Instruction i) {
        c.r[i.d] = Integer.numberOfLeadingZeros(c.r[i.m]);
    }

    /** {@code imm} is the lowest bit, {@code imm2} the highest. A highest below the lowest is UNPREDICTABLE: nothing happens. */
    static void bfi(Core c, Instruction i) {
        insert(c, i, c.r[i.n]);
    }

    static void bfc(Core c, Instruction i) {
        insert(c, i, 0);
    }

    /** {@code imm} is the lowest bit, {@code imm2} the width minus 1. */
    static void sbfx(Core c, Instruction i) {
        int above = Math.max(0, 31 - i.imm - i.imm2);
        c.r[i.d] = c.r[i.n] << above >> Math.min(31, above + i.imm);
    }

    static void ubfx(Core c, Instruction i) {
        int above = Math.max(0, 31 - i.imm - i.imm2);
        c.r[i.d] = c.r[i.n] << above >>> Math.min(31, above + i.imm);
    }

    static void ssat(Core c, Instruction i) {
        c.r[i.d] = signedSaturate(c, operand(c, i), i.imm2 + 1);
    }

    static void usat(Core c, Instruction i) {
        c.r[i.d] = unsignedSaturate(c, operand(c, i), i.imm2);
    }

    static void ssat16(Core c, Instruction i) {
        int value = c.r[i.n];
        int low = signedSaturate(c, (short) value, i.imm2 + 1);
        c.r[i.d] = low & 0xFFFF | signedSaturate(c, value >> 16, i.imm2 + 1) << 16;
    }

    static void usat16(Core c, Instruction i) {
        int value = c.r[i.n];
        int low = unsignedSaturate(c, (short) value, i.imm2);
        c.r[i.d] = low & 0xFFFF | unsignedSaturate(c, value >> 16, i.imm2) << 16;
    }

    static void qadd(Core c, Instruction i) {
        c.r[i.d] = signedSaturate(c, (long) c.r[i.m] + c.r[i.n], 32);
    }

    static void qsub(Core c, Instruction i) {
        c.r[i.d] = signedSaturate(c, (long) c.r[i.m] - c.r[i.n], 32);
    }

    static void qdadd(Core c, Instruction i) {
        long doubled = signedSaturate(c, 2L * c.r[i.n], 32);
        c.r[i.d] = signedSaturate(c, c.r[i.m] + doubled, 32);
    }

    static void qdsub(Core c, Instruction i) {
        long doubled = signedSaturate(c, 2L * c.r[i.n], 32);
        c.r[i.d] = signedSaturate(c, c.r[i.m] - doubled, 32);
    }

    private static int rotated(Core c, Instruction i) {
        return Integer.rotateRight(c.r[i.m], i.imm << 3);
    }

    private static void insert(Core c, Instruction i, int value) {
        int width = i.imm2 - i.imm + 1;
        if (width > 0) {
            int mask = -1 >>> (32 - width) << i.imm;
            c.r[i.d] = c.r[i.d] & ~mask | value << i.imm & mask;
        }
    }

    private static int operand(Core c, Instruction i) {
        return i.shift != 0 ? c.r[i.n] >> i.imm : c.r[i.n] << i.imm;
    }

    private static int signedSaturate(Core c, long value, int bits) {
        long highest = (1L << (bits - 1)) - 1;
        return saturate(c, value, -highest - 1, highest);
    }

    private static int unsignedSaturate(Core c, long value, int bits) {
        return saturate(c, value, 0, (1L << bits) - 1);
    }

    private static int saturate(Core c, long value, long lowest, long highest) {
        long result = Math.max(lowest, Math.min(highest, value));
        if (result != value) {
            c.saturated = true;
        }
        return (int) result;
    }
}
