package io.gradhil.judge;

import org.apiguardian.api.API;

/**
 * One number that a board computed, beside the reference.
 *
 * @param name for example {@code "dense2.weight[3][17]"}
 * @param actual the board's value
 * @param expected the reference's value
 * @param limit largest |actual - expected| that a correct engine can show, 0 or above
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Element(String name, float actual, double expected, double limit) {
    /** Returns |actual - expected|; NaN or infinite unless both are finite. */
    public double error() {
        return Math.abs(actual - expected);
    }

    /** Returns the error in units of the expected value; infinite if that is 0 and the error is not. */
    public double relativeError() {
        return error() == 0 ? 0 : error() / Math.abs(expected);
    }

    /** Returns the error in units in the last place of the expected value as a float. */
    public double ulps() {
        return error() / Math.ulp((float) expected);
    }

    /**
     * Returns the error in units of the limit: above 1 the element fails. By rule: NaN and infinities are infinitely wrong,
     * the board's as well as the reference's, which then confirms nothing; where the limit is 0 only the exact value is
     * right, and -0 is 0.
     */
    public double ratio() {
        return ratio(actual, expected, limit);
    }

    static double ratio(float actual, double expected, double limit) {
        if (!Float.isFinite(actual) || !Double.isFinite(expected)) {
            return Double.POSITIVE_INFINITY;
        }
        return actual == expected ? 0 : Math.abs(actual - expected) / limit;
    }

    /** Tells whether the error is above the limit. */
    public boolean fails() {
        return ratio() > 1;
    }
}
