package io.gradhil.reference.error;

import java.util.Locale;

/** Statistics of {@code (engine - reference) / sigma} over many numbers, and of {@code |engine - reference| / bound}. */
final class Zscores {

    private long count;
    private double squares;
    private double largest;
    private double usage;
    private long exact;

    void add(float[] engine, double[] reference, double[] sigmas, double[] bounds) {
        for (int i = 0; i < engine.length; i++) {
            add(engine[i], reference[i], sigmas[i], bounds[i]);
        }
    }

    /** NaN, and an error where none is allowed, are infinite. Numbers that are exact on both sides do not count. */
    void add(float engine, double reference, double sigma, double bound) {
        double error = Math.abs(engine - reference);
        if (error == 0 && sigma == 0) {
            exact++;
            return;
        }
        double zscore = error == 0 ? 0 : error / sigma;
        double used = error == 0 ? 0 : error / bound;
        count++;
        squares += zscore * zscore;
        largest = Math.max(largest, Double.isNaN(zscore) ? Double.POSITIVE_INFINITY : zscore);
        usage = Math.max(usage, Double.isNaN(used) ? Double.POSITIVE_INFINITY : used);
    }

    void add(Zscores other) {
        count += other.count;
        exact += other.exact;
        squares += other.squares;
        largest = Math.max(largest, other.largest);
        usage = Math.max(usage, other.usage);
    }

    long count() {
        return count;
    }

    double rms() {
        return count == 0 ? 0 : Math.sqrt(squares / count);
    }

    double largest() {
        return largest;
    }

    double usage() {
        return usage;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,11d numbers (%,d exactly 0), largest error/bound %.3f, largest |z| %5.2f, RMS %.3f",
                count,
                exact,
                usage,
                largest,
                rms());
    }
}
