package io.gradhil.reference.error;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.OptimizerState;

/** Predicts the variance of the error of {@link Adam}'s change. Derivation: {@code docs/derivation.md}, section 9. */
final class AdamVariances implements OptimizerVariances.Change {

    private final AdamChange change;
    private final double bias1;
    private final double bias2;

    AdamVariances(Adam adam, OptimizerState before) {
        this.change = new AdamChange(adam, before);
        this.bias1 = biasVariance(before.power1(), adam.beta1());
        this.bias2 = biasVariance(before.power2(), adam.beta2());
    }

    /** Relative variance of {@code 1 / (1 - p beta)}, which all parameters share: three roundings at their largest. */
    private static double biasVariance(double power, double beta) {
        double product = power * beta;
        double amplified = power == 1 ? 0 : product / (1 - product);
        return Rounding.U * Rounding.U * (2 + amplified * amplified);
    }

    @Override
    public double variance(int i, double g, double vg) {
        double value = change.value(i, g);
        double reach = Rounding.DECIDED * Math.sqrt(vg);
        double propagated = Math.abs(g) > reach ? slopeSquared(i, g) * vg : jumpSquared(i, g, reach, value);
        if (value == 0 && propagated == 0) {
            return 0;
        }
        return propagated
                + numerator(i, g)
                + denominator(i, g, value)
                + Rounding.roundedVariance(0, value)
                + Rounding.UNDERFLOW_VARIANCE;
    }

    /** {@code d(eta N / D)/dg = eta (dN/dg - N/D dD/dg) / D}. */
    private double slopeSquared(int i, double g) {
        double root = change.root(i, g);
        double denominator = root + change.epsilon;
        double bent = root > 0 ? change.share2 * g * change.bias2 / root : 0;
        double slope = (change.eta * change.share1 * change.bias1 - change.value(i, g) * bent) / denominator;
        return slope * slope;
    }

    /** A gradient whose sign is undecided: the change may be any between those of both ends. */
    private double jumpSquared(int i, double g, double reach, double value) {
        double up = change.value(i, g + reach) - value;
        double down = change.value(i, g - reach) - value;
        return Math.max(up * up, down * down);
    }

    /** Roundings of {@code beta1 m0}, of {@code 1 - beta1} and its product, of m, of the products with the bias and with eta. */
    private double numerator(int i, double g) {
        double decayed = change.beta1 * change.first[i];
        double added = change.share1 * g;
        double m = decayed + added;
        double denominator = change.root(i, g) + change.epsilon;
        double scale = change.eta * change.bias1 / denominator;
        double roundings = decayed * decayed + 2 * added * added + 3 * m * m;
        double underflow = (2 * scale * scale + (change.eta * change.eta + 1) / denominator / denominator)
                * Rounding.UNDERFLOW_VARIANCE;
        return scale * scale * (Rounding.VARIANCE * roundings + bias1 * m * m) + underflow;
    }

    /** Roundings of v as of m, halved by the root, then of the root and of the sum with epsilon. */
    private double denominator(int i, double g, double value) {
        double decayed = change.beta2 * change.second[i];
        double added = change.share2 * g * g;
        double v = decayed + added;
        double root = change.root(i, g);
        double denominator = root + change.epsilon;
        double roundings = v > 0 ? decayed / v * (decayed / v) + 3 * (added / v) * (added / v) + 2 : 0;
        double relative = Rounding.VARIANCE * (roundings / 4 + 1) + bias2 / 4;
        double share = root / denominator;
        double lost = Math.sqrt(2 * 0x1p-149 * change.bias2);
        double underflow = v * change.bias2 < 0x1p-120 ? lost * lost / denominator / denominator : 0;
        return value * value * (relative * share * share + Rounding.VARIANCE + underflow);
    }
}
