package io.gradhil.virtual.cpu;

/**
 * Arithmetic of the FPv4-SP unit on bits (A2.5.5 to A2.5.8).
 *
 * <p>Each operation is computed in {@code double}, exactly or rounded to odd: when the exact result does not fit, the neighbour with an odd
 * last bit is taken. A value rounded to odd with more than two extra bits rounds a second time, to float in any mode, as the exact
 * one would (Boldo and Melquiond, 2008). So a single function, {@link FpRounding#toSingle}, knows rounding modes, flush to zero and flags.
 *
 * <p>Java's own float arithmetic is taken where it must give the same bits and can raise no flag that is not yet set: default
 * mode, normal finite result, IXC already set.
 */
final class Fpu {
    static final int IOC = 1;
    static final int DZC = 1 << 1;
    static final int OFC = 1 << 2;
    static final int UFC = 1 << 3;
    static final int IXC = 1 << 4;
    static final int IDC = 1 << 7;
    static final int RMODE_SHIFT = 22;
    static final int FZ = 1 << 24;
    static final int DN = 1 << 25;
    static final int AHP = 1 << 26;
    /** Bits of FPSCR that exist. */
    static final int FPSCR_MASK = 0xF7C0009F;

    static final int DEFAULT_NAN = 0x7FC00000;

    static final int SIGN = 1 << 31;
    static final int INFINITY = 0x7F800000;
    private static final int QUIET = 1 << 22;
    private static final int MODE = FZ | DN | 3 << RMODE_SHIFT;

    /** Of FPSCR, what decides whether Java's arithmetic will do: it must be {@link #IXC}, the default mode with nothing left to raise. */
    static final int USUAL_MASK = MODE | IXC;

    private final Core core;

    Fpu(Core core) {
        this.core = core;
    }

    /** FPAdd. */
    int add(int a, int b) {
        float sum = Float.intBitsToFloat(a) + Float.intBitsToFloat(b);
        int bits = Float.floatToRawIntBits(sum);
        return isExactSum(bits) ? bits : addSlowly(a, b);
    }

    /** FPSub; a NaN in {@code b} keeps its sign. */
    int subtract(int a, int b) {
        float difference = Float.intBitsToFloat(a) - Float.intBitsToFloat(b);
        int bits = Float.floatToRawIntBits(difference);
        return isExactSum(bits) ? bits : isNan(b) ? addSlowly(a, b) : addSlowly(a, b ^ SIGN);
    }

    /** FPMul. */
    int multiply(int a, int b) {
        float x = Float.intBitsToFloat(a);
        float y = Float.intBitsToFloat(b);
        int bits = Float.floatToRawIntBits(x * y);
        return isSettledProduct(bits, x, y) ? bits : multiplySlowly(a, b);
    }

    /** FPDiv. */
    int divide(int a, int b) {
        float quotient = Float.intBitsToFloat(a) / Float.intBitsToFloat(b);
        int bits = Float.floatToRawIntBits(quotient);
        return isSettled(bits) ? bits : divideSlowly(a, b);
    }

    /** FPMulAdd: addend + a * b, rounded once. */
    int multiplyAdd(int addend, int a, int b) {
        float x = Float.intBitsToFloat(a);
        float sum = Math.fma(x, Float.intBitsToFloat(b), Float.intBitsToFloat(addend));
        int bits = Float.floatToRawIntBits(sum);
        return isSettled(bits) ? bits : multiplyAddSlowly(addend, a, b);
    }

    /** FPSqrt. */
    int squareRoot(int operand) {
        int a = flushInput(operand);
        if (isNan(a)) {
            return processNan(a);
        }
        double value = Float.intBitsToFloat(a);
        if (value < 0) {
            return invalid();
        }
        if (value == 0 || a == INFINITY) {
            return a;
        }
        double root = Math.sqrt(value);
        return round(FpRounding.toOdd(root, Math.fma(-root, root, value)));
    }

    /** FPCompare: sets N, Z, C, V of FPSCR; {@code quietNansToo} is VCMPE's. */
    void compare(int first, int second, boolean quietNansToo) {
        int a = flushInput(first);
        int b = flushInput(second);
        int flags;
        if (isNan(a) || isNan(b)) {
            flags = 3;
            if (quietNansToo || isSignalling(a) || isSignalling(b)) {
                core.fpscr |= IOC;
            }
        } else {
            float x = Float.intBitsToFloat(a);
            float y = Float.intBitsToFloat(b);
            flags = x == y ? 6 : x < y ? 8 : 2;
        }
        core.fpscr = core.fpscr & 0x0FFFFFFF | flags << 28;
    }

    /** Rounds to single as FPSCR says. */
    int round(double value) {
        return FpRounding.toSingle(core, value, core.fpscr >>> RMODE_SHIFT & 3);
    }

    /** Replaces a denormal by zero if FPSCR.FZ (FPUnpack). */
    int flushInput(int a) {
        if ((core.fpscr & FZ) != 0 && (a & INFINITY) == 0 && (a & ~SIGN) != 0) {
            core.fpscr |= IDC;
            return a & SIGN;
        }
        return a;
    }

    /** FPProcessNaN. */
    int processNan(int a) {
        if (isSignalling(a)) {
            core.fpscr |= IOC;
        }
        return (core.fpscr & DN) != 0 ? DEFAULT_NAN : a | QUIET;
    }

    /** An invalid operation: the default NaN, and IOC. */
    int invalid() {
        core.fpscr |= IOC;
        return DEFAULT_NAN;
    }

    static boolean isNan(int a) {
        return (a & ~SIGN) > INFINITY;
    }

    static boolean isSignalling(int a) {
        return isNan(a) && (a & QUIET) == 0;
    }

    /** Tells whether a result computed by Java is the FPU's, flags included. */
    boolean isSettled(int bits) {
        int exponent = bits & INFINITY;
        return isUsual() && exponent != INFINITY && exponent > 1 << 23;
    }

    /** The same for a sum or difference, which is exact if it is small. */
    boolean isExactSum(int bits) {
        return isUsual() && (bits & INFINITY) != INFINITY;
    }

    /** The same for a product, which is exact if a factor is 0: a ReLU makes many of them. */
    boolean isSettledProduct(int bits, float a, float b) {
        return isSettled(bits) || isUsual() && bits << 1 == 0 && (a == 0 || b == 0);
    }

    private boolean isUsual() {
        return (core.fpscr & USUAL_MASK) == IXC;
    }

    private int addSlowly(int first, int second) {
        int a = flushInput(first);
        int b = flushInput(second);
        if (isNan(a) || isNan(b)) {
            return processNans(a, b);
        }
        if ((a & ~SIGN) == INFINITY || (b & ~SIGN) == INFINITY) {
            return (a & ~SIGN) == (b & ~SIGN) && a != b ? invalid() : (a & ~SIGN) == INFINITY ? a : b;
        }
        return sum(Float.intBitsToFloat(a), Float.intBitsToFloat(b), (a & b) < 0);
    }

    private int multiplySlowly(int first, int second) {
        int a = flushInput(first);
        int b = flushInput(second);
        if (isNan(a) || isNan(b)) {
            return processNans(a, b);
        }
        if (isInfinityByZero(a, b)) {
            return invalid();
        }
        return round((double) Float.intBitsToFloat(a) * Float.intBitsToFloat(b));
    }

    private int divideSlowly(int first, int second) {
        int a = flushInput(first);
        int b = flushInput(second);
        if (isNan(a) || isNan(b)) {
            return processNans(a, b);
        }
        double dividend = Float.intBitsToFloat(a);
        double divisor = Float.intBitsToFloat(b);
        double quotient = dividend / divisor;
        if (Double.isNaN(quotient)) {
            return invalid();
        }
        if (divisor == 0 && !Double.isInfinite(dividend)) {
            core.fpscr |= DZC;
        }
        if (divisor == 0 || Double.isInfinite(dividend) || Double.isInfinite(divisor)) {
            return round(quotient);
        }
        double rest = Math.fma(-quotient, divisor, dividend);
        return round(FpRounding.toOdd(quotient, divisor < 0 ? -rest : rest));
    }

    private int multiplyAddSlowly(int third, int first, int second) {
        int addend = flushInput(third);
        int a = flushInput(first);
        int b = flushInput(second);
        boolean invalidProduct = isInfinityByZero(a, b);
        if (isNan(addend) && !isSignalling(addend) && invalidProduct) {
            return invalid();
        }
        if (isNan(addend) || isNan(a) || isNan(b)) {
            return processNans(addend, a, b);
        }
        double product = (double) Float.intBitsToFloat(a) * Float.intBitsToFloat(b);
        if (invalidProduct) {
            return invalid();
        }
        double sum = product + Float.intBitsToFloat(addend);
        if (Double.isNaN(sum)) {
            return invalid();
        }
        if (Double.isInfinite(sum)) {
            return round(sum);
        }
        return sum(product, Float.intBitsToFloat(addend), (a ^ b) < 0 && addend < 0);
    }

    /** Adds two finite numbers, exactly but for rounding to odd; {@code negative} tells whether both are. */
    private int sum(double a, double b, boolean negative) {
        double sum = a + b;
        if (sum == 0) {
            boolean down = (core.fpscr >>> RMODE_SHIFT & 3) == FpRounding.DOWN;
            return a == 0 && b == 0 ? signOfZero(a, b, negative, down) : down ? SIGN : 0;
        }
        double inB = sum - a;
        double error = (a - (sum - inB)) + (b - inB);
        return round(FpRounding.toOdd(sum, error));
    }

    private static int signOfZero(double a, double b, boolean bothNegative, boolean down) {
        boolean sameSign = 1 / a == 1 / b;
        return bothNegative || !sameSign && down ? SIGN : 0;
    }

    private static boolean isInfinityByZero(int a, int b) {
        int x = a & ~SIGN;
        int y = b & ~SIGN;
        return x == INFINITY && y == 0 || x == 0 && y == INFINITY;
    }

    /** FPProcessNaNs: signalling before quiet, first before second. */
    private int processNans(int a, int b) {
        return processNan(isSignalling(a) ? a : isSignalling(b) ? b : isNan(a) ? a : b);
    }

    /** FPProcessNaNs3. */
    private int processNans(int a, int b, int c) {
        if (isSignalling(a)) {
            return processNan(a);
        }
        if (isSignalling(b) || isSignalling(c)) {
            return processNans(b, c);
        }
        return isNan(a) ? processNan(a) : processNans(b, c);
    }
}
