package io.gradhil.judge;

import java.util.Map;
import org.apiguardian.api.API;

/**
 * How far a board's numbers may be from the reference's.
 *
 * <p>By rule, whatever the tolerance: NaN and infinities fail, the board's as well as the reference's; exactly the limit passes;
 * where a limit is 0 only the exact value passes, and -0 is 0.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Tolerance
        permits DerivedTolerance,
                RigorousTolerance,
                UlpTolerance,
                RelativeTolerance,
                AbsoluteTolerance,
                ExactTolerance,
                CompositeTolerance {

    /**
     * Admits what float32 rounding makes probable: an error of at most 8 predicted standard deviations and within the rigorous bound
     * for each number, and a root mean square of all zscores of at most 4. The default. Over many steps that RMS is about 0.6.
     */
    static Tolerance derived() {
        return new DerivedTolerance();
    }

    /** Admits all that float32 rounding makes possible, whatever the order of summation, fused or not. */
    static Tolerance rigorous() {
        return new RigorousTolerance();
    }

    /**
     * Admits {@code n} units in the last place of the reference's value as a float32.
     *
     * @throws IllegalArgumentException if {@code n} is negative
     */
    static Tolerance ulps(int n) {
        return new UlpTolerance(n);
    }

    /**
     * Admits {@code fraction} of the reference's value; of 0, only 0.
     *
     * @throws IllegalArgumentException if {@code fraction} is negative, NaN or infinite
     */
    static Tolerance relative(double fraction) {
        return new RelativeTolerance(fraction);
    }

    /**
     * Admits {@code error}, in the unit of the numbers.
     *
     * @throws IllegalArgumentException if {@code error} is negative, NaN or infinite
     */
    static Tolerance absolute(double error) {
        return new AbsoluteTolerance(error);
    }

    /** Admits nothing: for what the host repeats bit for bit. */
    static Tolerance exact() {
        return new ExactTolerance();
    }

    /**
     * Takes another tolerance for one parameter.
     *
     * <p>{@code Tolerance.derived().with("dense4.bias", Tolerance.ulps(4))}
     *
     * @param parameter its name, for example {@code "dense4.bias"}
     * @param other what it may differ by
     */
    default Tolerance with(String parameter, Tolerance other) {
        return new CompositeTolerance(this, Map.of(parameter, other));
    }

    /** Returns the tolerance for one parameter: this one, unless {@link #with} says otherwise. */
    default Tolerance of(String parameter) {
        return this;
    }

    /**
     * Returns the largest error that one number may have.
     *
     * @param value the reference's value
     * @param bound the largest error that rounding can cause
     * @param sigma the standard deviation of the error that rounding causes
     * @return 0 or above
     */
    double limit(double value, double bound, double sigma);

    /** Returns the largest root mean square of zscores that many numbers may have; infinite if it does not matter. */
    default double rmsLimit() {
        return Double.POSITIVE_INFINITY;
    }

    /** Returns in words where the limit comes from. */
    String origin();
}
