package io.gradhil.reference.error;

import io.gradhil.reference.layer.Bits;

/**
 * Counts, for each column of a matrix with one row for each sample, the samples whose element is or may be other than 0, since adding
 * 0 is exact, and those whose element is nearly that of the last such sample: adding the same number again makes the same error
 * again. A product's counts are estimated from its factors': half way from independent ones to the most there can be.
 *
 * @param counts for each column
 * @param repeats for each column
 * @param batch number of samples
 */
record Summands(double[] counts, double[] repeats, int batch) {

    /** Turns "above 0" into 1 where a comparison would keep the JIT compiler from vector instructions. */
    static final double STEP = 0x1p600;

    /** {@code values} (B, width) and their variances; repeats are counted only if they matter. */
    static Summands of(double[] values, double[] variances, int width, int batch, boolean repeating) {
        Summands summands = new Summands(new double[width], new double[width], batch);
        double[] row = new double[width];
        double[] spread = new double[width];
        double[] last = new double[width];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(values, b * width, row, 0, width);
            System.arraycopy(variances, b * width, spread, 0, width);
            count(row, spread, summands.counts);
            if (repeating) {
                repeat(row, last, tolerance(batch), summands.repeats);
            }
        }
        return summands;
    }

    private static void count(double[] row, double[] spread, double[] counts) {
        for (int i = 0; i < row.length; i++) {
            counts[i] += Math.min(1, (Math.abs(row[i]) + spread[i]) * STEP);
        }
    }

    private static void repeat(double[] row, double[] last, double tolerance, double[] repeats) {
        for (int i = 0; i < row.length; i++) {
            double value = Math.abs(row[i]);
            double change = value - last[i];
            if (Math.abs(change) < tolerance * last[i]) {
                repeats[i]++;
            }
            last[i] += Bits.ifPositive(value, change);
        }
    }

    /** Terms that differ by less, relatively, than float32 numbers near the sum of n of them. */
    private static double tolerance(int n) {
        return n * Rounding.U;
    }

    static boolean isRepeated(double magnitude, double last, int n) {
        return Math.abs(magnitude - last) < tolerance(n) * last;
    }

    /** Share of S^2 in the roundings of column i's own sum, and of Q beyond the products' own. */
    double sumShare(int i) {
        return DenseVariances.repeatedShare(Math.max(1, counts[i]), repeats[i]);
    }

    double count(int i) {
        return Math.max(1, counts[i]);
    }

    boolean anyRepeats() {
        return !DenseErrors.isZero(repeats);
    }

    /** Shares of S^2 in the roundings of the sums of column i's products with each of another's columns. */
    double[] sumShares(int i, Summands other) {
        double count = counts[i];
        double repeat = 0.75 * repeats[i] / batch;
        double[] shares = new double[other.counts.length];
        for (int j = 0; j < shares.length; j++) {
            double most = Math.min(count, other.counts[j]);
            double likely = count * other.counts[j] / batch;
            shares[j] = ((most + likely) / 2 + 1) / 3 * (1 + repeat * other.repeats[j]);
        }
        return shares;
    }
}
