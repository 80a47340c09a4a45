package io.gradhil.judge;

/** Limits from the predicted standard deviation of the rounding error, within the rigorous bound. */
record DerivedTolerance() implements Tolerance {
    /** A correct engine exceeds 8 sigma in fewer than one of 10^15 numbers, if errors are normally distributed. */
    static final double MAX_ZSCORE = 8;

    /**
     * All gradients of a sample share the errors of its forward pass, so that at worst the RMS of one step is the |zscore| of a single
     * number, whose standard deviation is 0.74 at most (derivation.md, section 8): beyond 4 in one of 10^7 steps. More samples lower it
     * only if they contribute alike, which they need not. The largest RMS seen on a correct engine: 2.4 with a single sample, 1.34 with
     * 410 of which few dominate (2,512 random networks), 1.43 with 32 (10,000 CCPP batches). A limit of 1 would have failed 78 of these
     * networks and 66 of these batches. Over a run the RMS is 0.6 to 0.7.
     */
    private static final double MAX_RMS = 4;

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
        return "derived: |zscore| <= 8, RMS <= 4, and the rigorous bound; reference-model/docs/derivation.md";
    }
}
