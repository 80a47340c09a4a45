package io.gradhil.virtual.cpu;

/** Floating-point instructions (A6.4 to A6.7). */
final class FpInstructions {
    private FpInstructions() {}

    static void vadd(Core c, Instruction i) {
        c.s[i.d] = c.fp().add(c.s[i.n], c.s[i.m]);
    }

    static void vsub(Core c, Instruction i) {
        c.s[i.d] = c.fp().subtract(c.s[i.n], c.s[i.m]);
    }

    static void vmul(Core c, Instruction i) {
        c.s[i.d] = multiply(c.fp(), c, i);
    }

    private static int multiply(Fpu fpu, Core c, Instruction i) {
        int product = fpu.multiply(c.s[i.n], c.s[i.m]);
        if ((product & ~Fpu.SIGN) == 0) {
            i.meetsZero = true;
        }
        return product;
    }

    static void vnmul(Core c, Instruction i) {
        c.s[i.d] = Fpu.SIGN ^ c.fp().multiply(c.s[i.n], c.s[i.m]);
    }

    static void vdiv(Core c, Instruction i) {
        c.s[i.d] = c.fp().divide(c.s[i.n], c.s[i.m]);
    }

    /** Product, rounded, then sum, rounded. */
    static void vmla(Core c, Instruction i) {
        Fpu fpu = c.fp();
        c.s[i.d] = fpu.add(c.s[i.d], multiply(fpu, c, i));
    }

    static void vmls(Core c, Instruction i) {
        Fpu fpu = c.fp();
        c.s[i.d] = fpu.add(c.s[i.d], Fpu.SIGN ^ fpu.multiply(c.s[i.n], c.s[i.m]));
    }

    static void vnmla(Core c, Instruction i) {
        Fpu fpu = c.fp();
        c.s[i.d] = fpu.add(Fpu.SIGN ^ c.s[i.d], Fpu.SIGN ^ fpu.multiply(c.s[i.n], c.s[i.m]));
    }

    static void vnmls(Core c, Instruction i) {
        Fpu fpu = c.fp();
        c.s[i.d] = fpu.add(Fpu.SIGN ^ c.s[i.d], fpu.multiply(c.s[i.n], c.s[i.m]));
    }

    static void vfma(Core c, Instruction i) {
        c.s[i.d] = c.fp().multiplyAdd(c.s[i.d], c.s[i.n], c.s[i.m]);
    }

    static void vfms(Core c, Instruction i) {
        c.s[i.d] = c.fp().multiplyAdd(c.s[i.d], Fpu.SIGN ^ c.s[i.n], c.s[i.m]);
    }

    static void vfnma(Core c, Instruction i) {
        c.s[i.d] = c.fp().multiplyAdd(Fpu.SIGN ^ c.s[i.d], Fpu.SIGN ^ c.s[i.n], c.s[i.m]);
    }

    static void vfnms(Core c, Instruction i) {
        c.s[i.d] = c.fp().multiplyAdd(Fpu.SIGN ^ c.s[i.d], c.s[i.n], c.s[i.m]);
    }

    static void vabs(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = c.s[i.m] & ~Fpu.SIGN;
    }

    static void vneg(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = c.s[i.m] ^ Fpu.SIGN;
    }

    static void vsqrt(Core c, Instruction i) {
        c.s[i.d] = c.fp().squareRoot(c.s[i.m]);
    }

    static void vmovImmediate(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = i.imm;
    }

    static void vmovRegister(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = c.s[i.m];
    }

    /** {@code i.shift} is E: signals quiet NaNs too. */
    static void vcmp(Core c, Instruction i) {
        c.fp().compare(c.s[i.d], c.s[i.m], i.shift != 0);
    }

    static void vcmpZero(Core c, Instruction i) {
        c.fp().compare(c.s[i.d], 0, i.shift != 0);
    }

    static void vcvtFromSigned(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = FpConversion.fromFixed(c, c.s[i.m], 0, mode(c));
    }

    static void vcvtFromUnsigned(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = FpConversion.fromFixed(c, c.s[i.m] & 0xFFFFFFFFL, 0, mode(c));
    }

    /** {@code i.shift} is 1 to round to zero, 0 for VCVTR. */
    static void vcvtToSigned(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = FpConversion.toFixed(c, c.s[i.m], 0, 32, false, i.shift != 0 ? FpRounding.TO_ZERO : mode(c));
    }

    static void vcvtToUnsigned(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = FpConversion.toFixed(c, c.s[i.m], 0, 32, true, i.shift != 0 ? FpRounding.TO_ZERO : mode(c));
    }

    /** {@code i.shift} is sx:U, {@code i.imm} the size less the bits behind the point. More than fit are UNPREDICTABLE: none. */
    static void vcvtToFixed(Core c, Instruction i) {
        c.fp();
        boolean unsigned = (i.shift & 1) != 0;
        int bits = fixedBits(i);
        int value = FpConversion.toFixed(c, c.s[i.d], fraction(i), bits, unsigned, FpRounding.TO_ZERO);
        c.s[i.d] = bits == 32 ? value : unsigned ? value & 0xFFFF : (short) value;
    }

    static void vcvtFromFixed(Core c, Instruction i) {
        c.fp();
        boolean unsigned = (i.shift & 1) != 0;
        int bits = c.s[i.d];
        long value =
                fixedBits(i) == 32 ? unsigned ? bits & 0xFFFFFFFFL : bits : unsigned ? bits & 0xFFFF : (short) bits;
        c.s[i.d] = FpConversion.fromFixed(c, value, fraction(i), FpRounding.NEAREST);
    }

    /** VCVTB, VCVTT from half precision; {@code i.shift} is T. */
    static void vcvtFromHalf(Core c, Instruction i) {
        c.fp();
        c.s[i.d] = FpConversion.halfToSingle(c, c.s[i.m] >>> 16 * i.shift & 0xFFFF);
    }

    static void vcvtToHalf(Core c, Instruction i) {
        c.fp();
        int half = FpConversion.singleToHalf(c, c.s[i.m]);
        int shift = 16 * i.shift;
        c.s[i.d] = c.s[i.d] & ~(0xFFFF << shift) | half << shift;
    }

    private static int mode(Core c) {
        return c.fpscr >>> Fpu.RMODE_SHIFT & 3;
    }

    private static int fixedBits(Instruction i) {
        return (i.shift & 2) != 0 ? 32 : 16;
    }

    private static int fraction(Instruction i) {
        return Math.max(0, fixedBits(i) - i.imm);
    }
}
