package io.gradhil.reference.error;

/**
 * Holds the constants of float32 arithmetic, rounding to nearest with gradual underflow. Derivation: {@code docs/derivation.md},
 * section 2.
 */
final class Rounding {

    /**
     * Share by which the constants are enlarged. It pays for the rounding of the reference and of the bounds themselves, which are
     * computed in double: 2^-53 for each operation where an engine has 2^-24, that is 2^-29 of the bound.
     */
    private static final double SURPLUS = 1 + 0x1p-20;

    /** Unit roundoff: {@code fl(x op y) = (x op y)(1 + d)}, {@code |d| <= u}. */
    static final double U = 0x1p-24 * SURPLUS;

    /** What a product or quotient may lose in addition where it underflows: half the smallest subnormal number. */
    static final double ETA = 0x1p-150 * SURPLUS;

    /**
     * Error of an engine's sigmoid and tanh in units in the last place. Set, not derived: no more is accepted of the firmware, whose
     * error over all float32 arguments is measured by firmware/test.
     */
    static final int FUNCTION_ULPS = 4;

    /**
     * Mean square error of the firmware's sigmoid and tanh in units of {@link #VARIANCE}, the variance of one rounding of the result:
     * measured, see {@code FunctionErrorTests}.
     */
    static final double SIGMOID_ROUNDINGS = 2.5;

    static final double TANH_ROUNDINGS = 1.25;

    /** Smallest normal number: an engine's sigmoid and tanh may treat results below it as they like. */
    static final double SMALLEST_NORMAL = Float.MIN_NORMAL * SURPLUS;

    /** Keeps {@code n u} at 1/2, so that gamma is about 1 at most. */
    private static final long MAX_ROUNDINGS = 1 << 23;

    /** Variance of one rounding of a result of magnitude 1: uniform within u. */
    static final double VARIANCE = U * U / 3;

    /** Variance of what one product may lose where it underflows: uniform within the smallest subnormal number. */
    static final double UNDERFLOW_VARIANCE = 0x1p-298 / 3;

    /** How far from a kink, in sigmas, an argument must be for its side to be decided: the limit that zscores are held to. */
    static final double DECIDED = 8;

    private Rounding() {}

    /**
     * Compute Higham's {@code gamma_n = n u / (1 - n u)}: the relative error of n successive roundings.
     *
     * @param n number of roundings, at most 2^23
     * @throws IllegalArgumentException if n is too large for a bound to exist
     */
    static double gamma(long n) {
        if (n > MAX_ROUNDINGS) {
            throw new IllegalArgumentException("No error bound exists for " + n
                    + " successive float32 roundings; at most " + MAX_ROUNDINGS + " are valid.");
        }
        double nu = n * U;
        return nu / (1 - nu);
    }

    /** Bounds the error of sigmoid or tanh as a function, its argument taken as exact, where {@code |f| <= magnitude}. */
    static double functionError(double magnitude) {
        return FUNCTION_ULPS * 2 * U * magnitude + SMALLEST_NORMAL;
    }

    /** Error of a value, once it has been rounded: {@code e + u (|v| + e) + eta}; a value that can only be 0 is exact. */
    static double rounded(double error, double value) {
        double magnitude = Math.abs(value) + error;
        return magnitude > 0 ? error + U * magnitude + ETA : 0;
    }

    /** Variance of sigmoid's or tanh's own error; results below the normal range may be lost altogether. */
    static double functionVariance(double roundings, double value) {
        double square = value * value;
        return roundings * VARIANCE * square + (Math.abs(value) < SMALLEST_NORMAL ? square : 0);
    }

    /** Variance of a value, once it has been rounded; a value that can only be 0 is exact. */
    static double roundedVariance(double variance, double value) {
        double rounded = variance + VARIANCE * value * value;
        return rounded > 0 ? rounded + UNDERFLOW_VARIANCE : 0;
    }

    /** Adds what products may lose where they underflow, to variances so small that it counts; 0 stays exact. */
    static void addUnderflow(double[] variances, int from, int to, double underflow) {
        for (int i = from; i < to; i++) {
            if (variances[i] < 0x1p-240 && variances[i] > 0) {
                variances[i] += underflow;
            }
        }
    }
}
