package io.gradhil.judge;

import org.apiguardian.api.API;

/** Counts zscores by value: bins of equal width between -{@value #EDGE} and {@value #EDGE}, and one for what is beyond at each end. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ZscoreBins {
    /** The derived limit of a zscore. */
    public static final double EDGE = 8;

    /** Width of a bin. */
    public static final double WIDTH = 0.25;

    private static final int INNER = (int) (2 * EDGE / WIDTH);

    private final long[] counts = new long[INNER + 2];

    /** Counts the zscores of a comparison's numbers that have one. */
    public void add(Comparison comparison) {
        comparison.zscoreStream().forEach(this::add);
    }

    /** NaN counts as beyond the upper end. */
    void add(double zscore) {
        int bin = zscore < -EDGE ? 0 : !(zscore <= EDGE) ? INNER + 1 : 1 + (int) ((zscore + EDGE) / WIDTH);
        counts[Math.min(bin, zscore <= EDGE ? INNER : INNER + 1)]++;
    }

    /** Returns the number of bins, the two at the ends included. */
    public int size() {
        return counts.length;
    }

    /** Returns where a bin begins; the first begins one width below -{@value #EDGE}, for drawing. */
    public double from(int bin) {
        return -EDGE + (bin - 1) * WIDTH;
    }

    /** Returns how many zscores lie in a bin. */
    public long count(int bin) {
        return counts[bin];
    }

    /** Returns how many were counted. */
    public long total() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
