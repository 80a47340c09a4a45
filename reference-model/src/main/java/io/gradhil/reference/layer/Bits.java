package io.gradhil.reference.layer;

import org.apiguardian.api.API;

/**
 * Chooses without a branch: whether a unit is active is as good as random, and a processor that guesses wrong every other time
 * takes longer than all the arithmetic.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Bits {

    private Bits() {}

    /**
     * Choose between a value and 0.
     *
     * @param condition not NaN
     * @param value any
     * @return {@code condition > 0 ? value : 0}
     */
    public static double ifPositive(double condition, double value) {
        long bits = Double.doubleToRawLongBits(condition);
        long mask = (-bits & ~bits) >> 63;
        return Double.longBitsToDouble(Double.doubleToRawLongBits(value) & mask);
    }

    /**
     * Tell whether one of two numbers differs from 0.
     *
     * @param x not NaN
     * @param y not NaN
     * @return 1 if so, 0 if both are 0 of either sign
     */
    public static int isNonzero(double x, double y) {
        long bits = (Double.doubleToRawLongBits(x) | Double.doubleToRawLongBits(y)) << 1;
        return (int) ((bits | -bits) >>> 63);
    }
}
