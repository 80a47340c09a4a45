package io.gradhil.judge;

/** Limits from the predicted standard deviation of the rounding error, within the rigorous bound. */
record DerivedTolerance() implements Tolerance {
    /** A correct engine exceeds 8 sigma in fewer than one of 10^15 numbers, if errors are normally distributed. */
    static final double MAX_ZSCORE = 8;

    private static final double MAX_RMS = 1;

    @Override
    public double limit(double value, double bound, double sigma) {
        return Math.min(MAX_ZSCORE * sigma, bound);
    }

    @Override
    public double rmsLimit() {
        return MAX_RMS;
    }

    @Override
    public String origin() {
        return "derived: |zscore| <= 8, RMS <= 1, and the rigorous bound; reference-model/docs/derivation.md";
    }
}
