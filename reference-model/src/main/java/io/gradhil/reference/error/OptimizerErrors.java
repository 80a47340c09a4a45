package io.gradhil.reference.error;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.OptimizerState;

/**
 * Bounds the errors of parameters after one step of an {@link Optimizer}; {@code eg} is the bound of the gradients' error. The
 * parameters and the state before the step are exact. Derivation: {@code docs/derivation.md}, section 6.
 */
final class OptimizerErrors {

    /** Value and error of what is subtracted from one parameter. */
    interface Change {

        double value(int i, double g);

        double error(int i, double g, double eg);
    }

    private OptimizerErrors() {}

    /**
     * With c the change: {@code ew = ec + u (|w - c| + ec)}; 0 where the change is exactly 0.
     */
    static double[] stepped(Optimizer optimizer, OptimizerState before, double[] w, double[] g, double[] eg) {
        GradientErrors gradients = new GradientErrors(optimizer, g, eg);
        Change change = change(optimizer, before);
        double[] errors = new double[w.length];
        boolean unprepared = optimizer.weightDecay() == 0 && optimizer.clipNorm() == 0;
        for (int i = 0; i < w.length; i++) {
            double gradient = unprepared ? g[i] : gradients.value(g[i], w[i]);
            double value = change.value(i, gradient);
            double error = change.error(i, gradient, unprepared ? eg[i] : gradients.error(g[i], eg[i], w[i]));
            if (Math.abs(value) + error > 0) {
                errors[i] = error + Rounding.U * (Math.abs(w[i] - value) + error);
            }
        }
        Float32RangeException.requireBelow(Rounding.U, errors, "a parameter after the step");
        return errors;
    }

    static Change change(Optimizer optimizer, OptimizerState before) {
        double eta = optimizer.learningRate();
        if (optimizer instanceof Adam adam) {
            return new AdamErrors(adam, before);
        }
        if (optimizer instanceof Momentum momentum) {
            return new VelocityErrors(eta, momentum.momentum(), before.first(), false);
        }
        if (optimizer instanceof Nesterov nesterov) {
            return new VelocityErrors(eta, nesterov.momentum(), before.first(), true);
        }
        return new SgdErrors(eta);
    }

    /** {@code eta g}. */
    private record SgdErrors(double eta) implements Change {

        @Override
        public double value(int i, double g) {
            return eta * g;
        }

        @Override
        public double error(int i, double g, double eg) {
            return Rounding.rounded(eta * eg, eta * g);
        }
    }
}
