package io.gradhil.virtual.cpu;

/** Conversions between formats (A2.5.9). */
final class FpConversion {
    private static final int HALF_INFINITY = 0x7C00;

    private FpConversion() {}

    /**
     * FPToFixed.
     *
     * @param fraction bits behind the point
     * @param bits width of the result
     */
    static int toFixed(Core core, int operand, int fraction, int bits, boolean unsigned, int mode) {
        int a = core.fpu.flushInput(operand);
        if (Fpu.isNan(a)) {
            core.fpscr |= Fpu.IOC;
            return 0;
        }
        double scaled = Math.scalb((double) Float.intBitsToFloat(a), fraction);
        double lowest = unsigned ? 0 : -Math.scalb(1.0, bits - 1);
        double highest = Math.scalb(1.0, unsigned ? bits : bits - 1) - 1;
        double rounded = toIntegral(scaled, mode);
        double limited = Math.max(lowest, Math.min(highest, rounded));
        if (limited != rounded) {
            core.fpscr |= Fpu.IOC;
        } else if (rounded != scaled) {
            core.fpscr |= Fpu.IXC;
        }
        return (int) (long) limited;
    }

    /** FixedToFP; {@code value} has been extended to 64 bits. The rounding mode is to nearest for fixed point, FPSCR's for integers. */
    static int fromFixed(Core core, long value, int fraction, int mode) {
        return FpRounding.toSingle(core, Math.scalb((double) value, -fraction), mode);
    }

    /** FPHalfToSingle. */
    static int halfToSingle(Core core, int half) {
        int sign = (half & 0x8000) << 16;
        int magnitude = half & 0x7FFF;
        if (magnitude >= HALF_INFINITY && (core.fpscr & Fpu.AHP) == 0) {
            return magnitude == HALF_INFINITY
                    ? sign | Fpu.INFINITY
                    : core.fpu.processNan(sign | Fpu.INFINITY | (magnitude & 0x3FF) << 13);
        }
        int exponent = magnitude >>> 10;
        float fraction = exponent == 0 ? magnitude : magnitude & 0x3FF | 0x400;
        return sign | Float.floatToRawIntBits(Math.scalb(fraction, Math.max(exponent, 1) - 25));
    }

    /** FPSingleToHalf; the result is never flushed to zero (A2.5.8). */
    static int singleToHalf(Core core, int operand) {
        int a = core.fpu.flushInput(operand);
        int sign = a >>> 16 & 0x8000;
        boolean alternative = (core.fpscr & Fpu.AHP) != 0;
        if (Fpu.isNan(a)) {
            return nanToHalf(core, a, sign, alternative);
        }
        if ((a & ~Fpu.SIGN) == Fpu.INFINITY) {
            core.fpscr |= alternative ? Fpu.IOC : 0;
            return sign | (alternative ? 0x7FFF : HALF_INFINITY);
        }
        return (a & ~Fpu.SIGN) == 0 ? sign : finiteToHalf(core, Float.intBitsToFloat(a & ~Fpu.SIGN), sign, alternative);
    }

    private static int nanToHalf(Core core, int a, int sign, boolean alternative) {
        if (alternative || Fpu.isSignalling(a)) {
            core.fpscr |= Fpu.IOC;
        }
        if (alternative) {
            return sign;
        }
        return (core.fpscr & Fpu.DN) != 0 ? 0x7E00 : sign | 0x7E00 | a >>> 13 & 0x1FF;
    }

    private static int finiteToHalf(Core core, float magnitude, int sign, boolean alternative) {
        int exponent = Math.getExponent(magnitude);
        boolean denormal = (Float.floatToRawIntBits(magnitude) & Fpu.INFINITY) == 0;
        boolean tiny = denormal || exponent < -14;
        int mantissa = Float.floatToRawIntBits(magnitude) & 0x7FFFFF | (denormal ? 0 : 1 << 23);
        int drop = Math.min(31, 13 + (tiny ? -14 - Math.max(exponent, -126) : 0));
        long kept = (long) mantissa >>> drop;
        long rest = mantissa & (1L << drop) - 1;
        long bits = (tiny ? 0 : (long) (exponent + 14) << 10) + kept;
        int mode = core.fpscr >>> Fpu.RMODE_SHIFT & 3;
        bits += FpRounding.increments(mode, sign != 0, kept, rest, 1L << (drop - 1)) ? 1 : 0;
        if (bits >= (alternative ? 0x8000 : HALF_INFINITY)) {
            return tooBigForHalf(core, sign, alternative, mode);
        }
        if (rest != 0) {
            core.fpscr |= Fpu.IXC | (tiny ? Fpu.UFC : 0);
        }
        return sign | (int) bits;
    }

    private static int tooBigForHalf(Core core, int sign, boolean alternative, int mode) {
        if (alternative) {
            core.fpscr |= Fpu.IOC;
            return sign | 0x7FFF;
        }
        core.fpscr |= Fpu.OFC | Fpu.IXC;
        boolean infinite = mode == FpRounding.NEAREST || mode == (sign != 0 ? FpRounding.DOWN : FpRounding.UP);
        return sign | (infinite ? HALF_INFINITY : HALF_INFINITY - 1);
    }

    private static double toIntegral(double value, int mode) {
        return switch (mode) {
            case FpRounding.NEAREST -> Math.rint(value);
            case FpRounding.UP -> Math.ceil(value);
            case FpRounding.DOWN -> Math.floor(value);
            default -> value < 0 ? Math.ceil(value) : Math.floor(value);
        };
    }
}
