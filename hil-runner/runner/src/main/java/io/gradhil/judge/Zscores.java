package io.gradhil.judge;

import org.apiguardian.api.API;

/**
 * What many zscores come to, of the numbers whose error has a standard deviation.
 *
 * @param count how many there are
 * @param squares the sum of their squares; NaN if one is NaN
 * @param largest the largest |zscore|, 0 if there is none; NaN if one is NaN
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Zscores(long count, double squares, double largest) {
    /** Of no number at all. */
    public static final Zscores NONE = new Zscores(0, 0, 0);

    /** Returns what these and some others come to. */
    public Zscores plus(Zscores others) {
        return new Zscores(count + others.count, squares + others.squares, Math.max(largest, others.largest));
    }

    Zscores plus(double zscore) {
        return plus(new Zscores(1, zscore * zscore, Math.abs(zscore)));
    }

    /** Returns the root mean square; 0 if there is none. */
    public double rms() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }
}
