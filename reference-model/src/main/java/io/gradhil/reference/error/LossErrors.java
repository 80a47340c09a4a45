package io.gradhil.reference.error;

import io.gradhil.reference.loss.Loss;

/**
 * Bounds the errors of {@link Loss}; {@code ey} is the bound of the predictions' error, n = B * out. Derivation: {@code
 * docs/derivation.md}, section 5.
 */
final class LossErrors {

    /** B, out and their product (3), the quotient by it and the product with it: an engine may do fewer. */
    private static final int SCALING_ROUNDINGS = 5;

    private LossErrors() {}

    /** Gives the error of the loss. */
    static double value(Loss loss, double[] y, double[] ey, double[] t) {
        return switch (loss) {
            case MSE -> meanSquare(y, ey, t);
        };
    }

    /** Gives the errors of the loss's gradient with respect to the predictions. */
    static double[] backward(Loss loss, double[] y, double[] ey, double[] t) {
        return switch (loss) {
            case MSE -> scaledResiduals(y, ey, t);
        };
    }

    /** {@code 1/n (sum (2 |r| er + er^2) + gamma_(n+5) sum (|r| + er)^2) + 4 n eta}. */
    private static double meanSquare(double[] y, double[] ey, double[] t) {
        int n = y.length;
        double propagated = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double residual = Math.abs(y[i] - t[i]);
            double error = residualError(residual, ey[i]);
            propagated += error * (2 * residual + error);
            squares += (residual + error) * (residual + error);
        }
        double gamma = Rounding.gamma((long) n + SCALING_ROUNDINGS);
        double error = propagated + gamma * squares;
        Float32RangeException.requireBelow(gamma, new double[] {error}, "the sum of squares");
        return error > 0 ? error / n + 4.0 * n * Rounding.ETA : 0;
    }

    /** {@code s ey + gamma_(1+5) s (|r| + ey) + 4 eta}, s = 2/n. */
    private static double[] scaledResiduals(double[] y, double[] ey, double[] t) {
        double scale = 2.0 / y.length;
        double gamma = Rounding.gamma(1 + SCALING_ROUNDINGS);
        double[] edy = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double magnitude = Math.abs(y[i] - t[i]) + ey[i];
            edy[i] = magnitude > 0 ? scale * (ey[i] + gamma * magnitude) + 4 * Rounding.ETA : 0;
        }
        return edy;
    }

    private static double residualError(double residual, double ey) {
        return ey + Rounding.U * (residual + ey);
    }
}
