package io.gradhil.reference.error;

import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.loss.MeanAbsoluteError;

/**
 * Predicts the variances of {@link Loss}'s errors; {@code vy} is the variance of the predictions' error, n = B * out. Derivation:
 * {@code docs/derivation.md}, section 8.
 */
final class LossVariances {

    private LossVariances() {}

    /** Gives the variance of the loss. */
    static double value(Loss loss, double[] y, double[] vy, double[] t, SampleErrors samples) {
        int n = y.length;
        int width = n / samples.count();
        double propagated = 0;
        double bent = 0;
        double sum = 0;
        double squares = 0;
        double[] last = new double[width];
        int repeated = 0;
        for (int i = 0; i < n; i++) {
            double residual = y[i] - t[i];
            double variance = residualVariance(residual, vy[i]);
            double slope = steepest(loss, residual);
            double term = loss.term(residual);
            propagated += samples.repeats(i / width) * slope * slope * variance;
            bent += variance;
            sum += term;
            squares += term * term;
            repeated += Summands.isRepeated(term, last[i % width], n) ? 1 : 0;
            last[i % width] = term;
        }
        double share = DenseVariances.repeatedShare(n, repeated);
        double roundings = share * sum * sum + DenseVariances.squaresShare(n) * squares;
        double bend = loss instanceof MeanAbsoluteError ? 0 : 3 * bent * bent;
        double total = propagated + bend + Rounding.VARIANCE * (roundings + 2 * sum * sum);
        return total > 0 ? total / n / n + n * Rounding.UNDERFLOW_VARIANCE : 0;
    }

    private static double residualVariance(double residual, double vy) {
        return vy + Rounding.VARIANCE * residual * residual;
    }

    /** At MAE's kink the slope is 1 on either side. */
    private static double steepest(Loss loss, double residual) {
        return loss instanceof MeanAbsoluteError ? 1 : loss.slope(residual);
    }

    /** Gives the variances of the loss's gradient with respect to the predictions, without that of the common factor. */
    static double[] backward(Loss loss, double[] y, double[] vy, double[] t, double[] dy) {
        double[] vdy = new double[y.length];
        double product = Integer.bitCount(y.length) == 1 ? 0 : Rounding.VARIANCE;
        for (int i = 0; i < y.length; i++) {
            double residual = y[i] - t[i];
            double variance = slopeVariance(loss, residual, residualVariance(residual, vy[i]), vy[i]);
            double total = variance / y.length / y.length + product * dy[i] * dy[i];
            vdy[i] = total > 0 ? total + Rounding.UNDERFLOW_VARIANCE : 0;
        }
        return vdy;
    }

    private static double slopeVariance(Loss loss, double residual, double variance, double vy) {
        double reach = Rounding.DECIDED * Math.sqrt(variance);
        if (loss instanceof Huber huber) {
            return Math.abs(residual) - reach > huber.delta() ? 0 : variance;
        }
        if (loss instanceof MeanAbsoluteError) {
            double jump = 1 + Math.abs(Math.signum(residual));
            return vy > 0 && Math.abs(residual) <= Rounding.DECIDED * Math.sqrt(vy) ? jump * jump : 0;
        }
        return 4 * variance;
    }
}
