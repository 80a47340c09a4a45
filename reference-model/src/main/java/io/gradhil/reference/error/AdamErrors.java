package io.gradhil.reference.error;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.OptimizerState;

/** Bounds the errors of {@link Adam}'s change. Derivation: {@code docs/derivation.md}, section 6. */
final class AdamErrors implements OptimizerErrors.Change {

    private final AdamChange change;
    private final double shareError1;
    private final double shareError2;
    private final double biasError1;
    private final double biasError2;

    AdamErrors(Adam adam, OptimizerState before) {
        this.change = new AdamChange(adam, before);
        this.shareError1 = Rounding.U * change.share1;
        this.shareError2 = Rounding.U * change.share2;
        this.biasError1 = biasError(before.power1(), adam.beta1());
        this.biasError2 = biasError(before.power2(), adam.beta2());
    }

    /** Error of {@code 1 / (1 - p beta)}: product (exact at the first step), difference and quotient are rounded. */
    private static double biasError(double power, double beta) {
        double difference = 1 - power * beta;
        double productError = power == 1 ? 0 : Rounding.U * power * beta + Rounding.ETA;
        double error = productError + Rounding.U * (difference + productError);
        double propagated = error < difference ? error / (difference * (difference - error)) : Double.POSITIVE_INFINITY;
        return propagated + Rounding.U * (1 / difference + propagated);
    }

    @Override
    public double value(int i, double g) {
        return change.value(i, g);
    }

    @Override
    public double error(int i, double g, double eg) {
        double m = change.first(i, g);
        double numerator = change.eta * m * change.bias1;
        double numeratorError = numeratorError(m, firstError(i, g, eg));
        if (Math.abs(numerator) + numeratorError == 0) {
            return 0;
        }
        double v = change.second(i, g) * change.bias2;
        double ev =
                Rounding.rounded(scaledError(change.second(i, g), secondError(i, g, eg), change.bias2, biasError2), v);
        double root = Math.sqrt(v);
        double lowest = Math.sqrt(Math.max(0, v - ev));
        double rootError = Math.max(Math.sqrt(v + ev) - root, root - lowest);
        double denominator = root + change.epsilon;
        double denominatorError = Rounding.rounded(Rounding.rounded(rootError, root), denominator);
        double smallest = (lowest + change.epsilon) * (1 - 3 * Rounding.U);
        double quotient = numerator / denominator;
        return Rounding.rounded((numeratorError + Math.abs(quotient) * denominatorError) / smallest, quotient);
    }

    private double numeratorError(double m, double em) {
        double scaled = Rounding.rounded(scaledError(m, em, change.bias1, biasError1), m * change.bias1);
        return Rounding.rounded(change.eta * scaled, change.eta * m * change.bias1);
    }

    private static double scaledError(double value, double error, double bias, double biasError) {
        return bias * error + biasError * (Math.abs(value) + error);
    }

    private double firstError(int i, double g, double eg) {
        double decayed = Rounding.rounded(0, change.beta1 * change.first[i]);
        double added = Rounding.rounded(change.share1 * eg + shareError1 * (Math.abs(g) + eg), change.share1 * g);
        return Rounding.rounded(decayed + added, change.first(i, g));
    }

    private double secondError(int i, double g, double eg) {
        double square = Rounding.rounded(eg * (2 * Math.abs(g) + eg), g * g);
        double decayed = Rounding.rounded(0, change.beta2 * change.second[i]);
        double added = Rounding.rounded(change.share2 * square + shareError2 * (g * g + square), change.share2 * g * g);
        return Rounding.rounded(decayed + added, change.second(i, g));
    }
}
