package io.gradhil.reference.error;

import io.gradhil.reference.optim.Optimizer;

/**
 * Bounds the errors of gradients after clipping and weight decay: {@code f g + decay w}. Derivation: {@code docs/derivation.md},
 * section 6.
 */
final class GradientErrors {

    private final double decay;
    private final double factor;
    private final double factorError;

    GradientErrors(Optimizer optimizer, double[] g, double[] eg) {
        this.decay = optimizer.weightDecay();
        this.factor = optimizer.clipFactor(g);
        this.factorError = optimizer.clipNorm() > 0 ? factorError(optimizer.clipNorm(), g, eg) : 0;
    }

    /**
     * Error of {@code f = min(1, c / |g|)}. The norm errs by {@code e = |eg| + gamma_(n+2) (|g| + |eg|) + sqrt(2 n eta)}, the
     * quotient rounds once.
     */
    private double factorError(double clip, double[] g, double[] eg) {
        double norm = norm(g);
        double propagated = norm(eg);
        double gamma = Rounding.gamma(g.length + 2L);
        double error = propagated + gamma * (norm + propagated) + Math.sqrt(2.0 * g.length * Rounding.ETA);
        double squares = (norm + error) * (norm + error);
        Float32RangeException.requireBelow(gamma, new double[] {2 * gamma * squares}, "the norm of the gradients");
        double highest = norm - error > clip ? clip / (norm - error) : 1;
        double lowest = norm + error > clip ? clip / (norm + error) : 1;
        double change = Math.max(highest - factor, factor - lowest);
        return lowest < 1 ? Rounding.rounded(change, factor) : 0;
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    /** Gives {@code f g + decay w}. */
    double value(double g, double w) {
        return factor * g + decay * w;
    }

    /** Gives the error of {@link #value}. */
    double error(double g, double eg, double w) {
        double error = eg;
        if (factorError > 0) {
            error = Rounding.rounded(factor * eg + factorError * (Math.abs(g) + eg), factor * g);
        }
        if (decay == 0) {
            return error;
        }
        return Rounding.rounded(error + Rounding.rounded(0, decay * w), value(g, w));
    }
}
