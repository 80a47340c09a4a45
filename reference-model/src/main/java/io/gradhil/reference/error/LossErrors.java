package io.gradhil.reference.error;

import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.loss.MeanAbsoluteError;
import io.gradhil.reference.loss.MeanSquaredError;

/**
 * Bounds the errors of {@link Loss}; {@code ey} is the bound of the predictions' error, n = B * out. Derivation: {@code
 * docs/derivation.md}, section 5.
 */
final class LossErrors {

    /** B, out and their product (3), the quotient by it and the product with it: an engine may do fewer. */
    private static final int SCALING_ROUNDINGS = 5;

    private LossErrors() {}

    /** Gives the error of the loss: {@code 1/n (sum et + gamma_(n+5) sum (|term| + et)) + 4 n eta}. */
    static double value(Loss loss, double[] y, double[] ey, double[] t) {
        int n = y.length;
        double propagated = 0;
        double terms = 0;
        for (int i = 0; i < n; i++) {
            double residual = Math.abs(y[i] - t[i]);
            double error = residualError(residual, ey[i]);
            propagated += termError(loss, residual, error);
            terms += loss.term(residual + error);
        }
        double gamma = Rounding.gamma((long) n + SCALING_ROUNDINGS);
        double error = propagated + gamma * terms;
        Float32RangeException.requireBelow(gamma, new double[] {error}, "the sum of squares");
        return error > 0 ? error / n + 4.0 * n * Rounding.ETA : 0;
    }

    /** How much a term changes if |r| changes by er, and for Huber's line the rounding that a square does not have. */
    private static double termError(Loss loss, double residual, double er) {
        if (loss instanceof MeanSquaredError) {
            return er * (2 * residual + er);
        }
        if (loss instanceof Huber huber && residual + er > huber.delta()) {
            return huber.delta() * (er + 4 * Rounding.U * (residual + er));
        }
        return er * loss.slope(residual + er);
    }

    private static double residualError(double residual, double ey) {
        return ey + Rounding.U * (residual + ey);
    }

    /** Gives the errors of the loss's gradient with respect to the predictions. */
    static double[] backward(Loss loss, double[] y, double[] ey, double[] t) {
        double scale = (loss instanceof MeanSquaredError ? 2.0 : 1.0) / y.length;
        double[] edy = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double error = slopeError(loss, y[i] - t[i], ey[i]);
            edy[i] = error > 0 ? scale * error + 4 * Rounding.ETA : 0;
        }
        return edy;
    }

    /** Error of {@code dy / scale}. */
    private static double slopeError(Loss loss, double residual, double ey) {
        if (loss instanceof MeanAbsoluteError) {
            return signError(residual, ey);
        }
        double magnitude = Math.abs(residual) + ey;
        if (loss instanceof Huber huber && Math.abs(residual) - residualError(Math.abs(residual), ey) > huber.delta()) {
            return Rounding.gamma(SCALING_ROUNDINGS) * huber.delta();
        }
        return ey + Rounding.gamma(1 + SCALING_ROUNDINGS) * magnitude;
    }

    /** Near the kink, where an engine's residual may have either sign or be 0, the bound holds all cases. */
    private static double signError(double residual, double ey) {
        double magnitude = Math.abs(residual);
        double gamma = Rounding.gamma(SCALING_ROUNDINGS);
        if (magnitude > ey) {
            return gamma;
        }
        return ey > 0 ? 1 + gamma + Math.signum(magnitude) : 0;
    }
}
