package io.gradhil.reference.error;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.OptimizerState;

/**
 * Predicts the variances of the errors of parameters after one step of an {@link Optimizer}; {@code vg} is the variance of the
 * gradients' error. The parameters and the state before the step are exact. Derivation: {@code docs/derivation.md}, section 9.
 */
final class OptimizerVariances {

    /** Variance of what is subtracted from one parameter. */
    interface Change {

        double variance(int i, double g, double vg);
    }

    private OptimizerVariances() {}

    /** The change's variance, and the rounding of the new parameter; 0 where the change is exactly 0. */
    static double[] stepped(Optimizer optimizer, OptimizerState before, double[] w, double[] g, double[] vg) {
        GradientErrors values = new GradientErrors(optimizer, g, new double[g.length]);
        GradientVariances gradients = new GradientVariances(optimizer, g, vg);
        OptimizerErrors.Change change = OptimizerErrors.change(optimizer, before);
        Change changeVariance = change(optimizer, before);
        double[] variances = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            double gradient = values.value(g[i], w[i]);
            double variance = changeVariance.variance(i, gradient, gradients.variance(g[i], vg[i], w[i]));
            if (variance > 0) {
                double stepped = w[i] - change.value(i, gradient);
                variances[i] = variance + Rounding.VARIANCE * stepped * stepped;
            }
        }
        return variances;
    }

    private static Change change(Optimizer optimizer, OptimizerState before) {
        double eta = optimizer.learningRate();
        if (optimizer instanceof Adam adam) {
            return new AdamVariances(adam, before);
        }
        if (optimizer instanceof Momentum momentum) {
            return velocity(eta, momentum.momentum(), before.first(), false);
        }
        if (optimizer instanceof Nesterov nesterov) {
            return velocity(eta, nesterov.momentum(), before.first(), true);
        }
        return (i, g, vg) -> Rounding.roundedVariance(eta * eta * vg, eta * g);
    }

    /** {@code eta v} and, ahead, {@code eta (g + mu v)}, with {@code v = mu v0 + g}: g enters the latter by {@code 1 + mu}. */
    private static Change velocity(double eta, double mu, double[] v0, boolean ahead) {
        return (i, g, vg) -> {
            double decayed = mu * v0[i];
            double v = decayed + g;
            double own = Rounding.roundedVariance(Rounding.roundedVariance(0, decayed), v);
            double direction = v;
            double variance = vg + own;
            if (ahead) {
                direction = g + mu * v;
                variance = (1 + mu) * (1 + mu) * vg + Rounding.roundedVariance(mu * mu * own, mu * v);
                variance = Rounding.roundedVariance(variance, direction);
            }
            return Rounding.roundedVariance(eta * eta * variance, eta * direction);
        };
    }
}
