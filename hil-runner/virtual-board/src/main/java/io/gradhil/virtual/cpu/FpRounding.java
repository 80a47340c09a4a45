package io.gradhil.virtual.cpu;

/** Rounding (A2.5.8 FPRound, FPToFixed). */
final class FpRounding {
    /** RMode of FPSCR. */
    static final int NEAREST = 0;

    static final int UP = 1;
    static final int DOWN = 2;
    static final int TO_ZERO = 3;

    private static final long FRACTION = (1L << 52) - 1;
    /** Exponent of the smallest normal single. */
    private static final int SMALLEST = -126;

    private FpRounding() {}

    /**
     * Returns {@code value}, the sum of which and {@code error} is exact, rounded to odd: if the error is not zero and the last bit is even, the
     * neighbour towards the error.
     */
    static double toOdd(double value, double error) {
        long bits = Double.doubleToRawLongBits(value);
        if (error == 0 || (bits & 1) != 0) {
            return value;
        }
        return Double.longBitsToDouble(error > 0 == value > 0 ? bits + 1 : bits - 1);
    }

    /** Rounds to single, sets flags of FPSCR, flushes to zero if FPSCR.FZ. {@code value} is no NaN. */
    static int toSingle(Core core, double value, int mode) {
        int sign = value < 0 || 1 / value < 0 ? Fpu.SIGN : 0;
        double magnitude = Math.abs(value);
        if (magnitude == 0 || Double.isInfinite(magnitude)) {
            return sign | (magnitude == 0 ? 0 : Fpu.INFINITY);
        }
        int exponent = Math.getExponent(magnitude);
        if (exponent < SMALLEST && (core.fpscr & Fpu.FZ) != 0) {
            core.fpscr |= Fpu.UFC;
            return sign;
        }
        return finite(core, sign, magnitude, exponent, mode);
    }

    private static int finite(Core core, int sign, double magnitude, int exponent, int mode) {
        boolean tiny = exponent < SMALLEST;
        long mantissa = Double.doubleToRawLongBits(magnitude) & FRACTION | FRACTION + 1;
        int drop = Math.min(62, 29 + (tiny ? SMALLEST - exponent : 0));
        long kept = mantissa >>> drop;
        long rest = mantissa & (1L << drop) - 1;
        // Adding the mantissa to an exponent that is one less lets a carry step to the next exponent by itself.
        long bits = (tiny ? 0 : (long) (exponent + 126) << 23) + kept;
        bits += increments(mode, sign != 0, kept, rest, 1L << (drop - 1)) ? 1 : 0;
        if (rest != 0) {
            core.fpscr |= Fpu.IXC | (tiny ? Fpu.UFC : 0);
        }
        if (bits >= Fpu.INFINITY) {
            core.fpscr |= Fpu.IXC | Fpu.OFC;
            boolean infinite = mode == NEAREST || mode == (sign != 0 ? DOWN : UP);
            return sign | (infinite ? Fpu.INFINITY : Fpu.INFINITY - 1);
        }
        return sign | (int) bits;
    }

    /** Tells whether rounding increments the magnitude. */
    static boolean increments(int mode, boolean negative, long kept, long rest, long half) {
        return switch (mode) {
            case NEAREST -> rest > half || rest == half && (kept & 1) != 0;
            case UP -> rest != 0 && !negative;
            case DOWN -> rest != 0 && negative;
            default -> false;
        };
    }
}
