package io.gradhil.reference.error;

import io.gradhil.reference.optim.Optimizer;

/**
 * Predicts the variances of the errors of gradients after clipping and weight decay: {@code f g + decay w}. Derivation: {@code
 * docs/derivation.md}, section 9.
 */
final class GradientVariances {

    private final double decay;
    private final double factor;
    private final double relative;

    GradientVariances(Optimizer optimizer, double[] g, double[] vg) {
        this.decay = optimizer.weightDecay();
        this.factor = optimizer.clipFactor(g);
        this.relative = factor < 1 ? relative(g, vg) : 0;
    }

    /**
     * Relative variance of f, which all gradients share: the error of the norm is at most that of the gradients' vector; the n
     * partial sums of the squares, halved by the root; the root and the quotient.
     */
    private static double relative(double[] g, double[] vg) {
        double square = 0;
        double variance = 0;
        for (int i = 0; i < g.length; i++) {
            square += g[i] * g[i];
            variance += vg[i];
        }
        return variance / square + Rounding.VARIANCE * (DenseVariances.sumShare(g.length) / 4 + 2);
    }

    /** Gives the variance of {@code f g + decay w}. */
    double variance(double g, double vg, double w) {
        double scaled = factor * factor * vg;
        if (factor < 1) {
            double square = factor * factor * g * g;
            scaled += (relative + Rounding.VARIANCE) * square + Math.min(square, Rounding.UNDERFLOW_VARIANCE);
        }
        if (decay == 0) {
            return scaled;
        }
        double decayed = decay * w;
        return Rounding.roundedVariance(scaled + Rounding.roundedVariance(0, decayed), factor * g + decayed);
    }
}
