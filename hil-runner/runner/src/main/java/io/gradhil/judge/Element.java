package io.gradhil.judge;

import org.apiguardian.api.API;

/**
 * One number that a board computed, beside the reference.
 *
 * @param name for example {@code "dense2.weight[3][17]"}
 * @param actual the board's value
 * @param expected the reference's value
 * @param sigma standard deviation of the rounding error, 0 or above
 * @param limit largest |actual - expected| that passes, 0 or above
 * @param origin where the limit comes from
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Element(String name, float actual, double expected, double sigma, double limit, String origin) {
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
     * Returns the error, with its sign, in standard deviations; 0 if there is no error, infinite if there should be none; NaN or
     * infinite unless both numbers are finite.
     */
    public double zscore() {
        return zscore(actual, expected, sigma);
    }

    static double zscore(float actual, double expected, double sigma) {
        return actual == expected && Float.isFinite(actual) ? 0 : (actual - expected) / sigma;
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
        return fails(ratio());
    }

    /** NaN fails as well. */
    static boolean fails(double ratio) {
        return !(ratio <= 1);
    }

    /** Returns the name of the parameter that the element is part of: {@code "dense2.weight"}. */
    public String parameter() {
        return parameter(name);
    }

    /** Returns the name of the layer that the element belongs to: {@code "dense2"}. */
    String layer() {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    static String parameter(String elementName) {
        int bracket = elementName.indexOf('[');
        return bracket < 0 ? elementName : elementName.substring(0, bracket);
    }
}
