package io.gradhil.judge;

import java.util.Locale;

/**
 * Limits from the predicted standard deviation of the rounding error, within the rigorous bound.
 *
 * @param samples number of samples that the numbers were accumulated over, 1 or more
 */
record DerivedTolerance(int samples) implements Tolerance {
    /** A correct engine exceeds 8 sigma in fewer than one of 10^15 numbers, if errors are normally distributed. */
    static final double MAX_ZSCORE = 8;

    /** Of many samples; the RMS over a run is 0.6 to 0.7. */
    private static final double RMS_OF_MANY = 1;

    /**
     * All gradients of a sample share the errors of its forward pass. With one sample the RMS is therefore at worst the |zscore| of a
     * single number, whose standard deviation is 0.74 at most (derivation.md, section 8): beyond 4 in one of 10^7 steps. Samples are
     * independent, so what one adds to the RMS shrinks with the square root of their number. The largest RMS seen on a correct engine:
     * 2.4 of 4 with 1 sample (2,512 random networks), 1.43 of 1.53 with 32 (10,000 CCPP batches).
     */
    private static final double RMS_OF_ONE_SAMPLE = 3;

    DerivedTolerance {
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "The number of samples " + samples + " is not valid; it must be 1 or more.");
        }
    }

    @Override
    public double limit(double value, double bound, double sigma) {
        return Math.min(MAX_ZSCORE * sigma, bound);
    }

    @Override
    public double rmsLimit() {
        return RMS_OF_MANY + RMS_OF_ONE_SAMPLE / Math.sqrt(samples);
    }

    @Override
    public String origin() {
        return String.format(
                Locale.ROOT,
                "derived: |zscore| <= 8, RMS <= %.3g, and the rigorous bound; reference-model/docs/derivation.md",
                rmsLimit());
    }
}
