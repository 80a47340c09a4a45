package io.gradhil.reference.error;

/**
 * Bounds the errors of {@code eta v} and, ahead, {@code eta (g + mu v)}, with {@code v = mu v0 + g}.
 *
 * @param eta learning rate
 * @param mu momentum
 * @param v0 velocity before the step, exact
 * @param ahead whether this is Nesterov's
 */
record VelocityErrors(double eta, double mu, double[] v0, boolean ahead) implements OptimizerErrors.Change {

    @Override
    public double value(int i, double g) {
        return eta * direction(i, g);
    }

    private double direction(int i, double g) {
        double v = mu * v0[i] + g;
        return ahead ? g + mu * v : v;
    }

    @Override
    public double error(int i, double g, double eg) {
        double v = mu * v0[i] + g;
        double error = Rounding.rounded(Rounding.rounded(0, mu * v0[i]) + eg, v);
        if (ahead) {
            error = Rounding.rounded(eg + Rounding.rounded(mu * error, mu * v), direction(i, g));
        }
        return Rounding.rounded(eta * error, value(i, g));
    }
}
