package io.gradhil.reference.error;

import io.gradhil.reference.optim.Optimizer;

/**
 * Bounds the errors of parameters after one step of an {@link Optimizer}; {@code eg} is the bound of the gradients' error. The
 * parameters before the step are exact. Derivation: {@code docs/derivation.md}, section 6.
 */
final class OptimizerErrors {

    private OptimizerErrors() {}

    /**
     * {@code p = eta (|g| + eg)}, {@code e = eta eg + u p + 2^-150}, {@code ew = e + u (|w - eta g| + e)}; 0 where the gradient is
     * exactly 0.
     */
    static double[] stepped(Optimizer optimizer, double[] w, double[] g, double[] eg) {
        double eta = optimizer.learningRate();
        double[] errors = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            double change = eta * (Math.abs(g[i]) + eg[i]);
            if (change > 0) {
                double error = eta * eg[i] + Rounding.U * change + Rounding.ETA;
                errors[i] = error + Rounding.U * (Math.abs(w[i] - eta * g[i]) + error);
            }
        }
        Float32RangeException.requireBelow(Rounding.U, errors, "a parameter after the step");
        return errors;
    }
}
