package io.gradhil.reference.error;

import io.gradhil.reference.layer.Activation;

/**
 * Bounds the errors of {@link Activation}, element by element; {@code ez} is the bound of {@code z}'s error. Derivation: {@code
 * docs/derivation.md}, section 4.
 */
final class ActivationErrors {

    /** Largest second derivative of sigmoid, {@code 1 / (6 sqrt 3)}, rounded up. */
    private static final double SIGMOID_CURVATURE = 0.0963;

    /** Largest second derivative of tanh, {@code 4 / (3 sqrt 3)}, rounded up. */
    private static final double TANH_CURVATURE = 0.7699;

    private ActivationErrors() {}

    /** Gives {@code ea}. */
    static double[] forward(Activation activation, double[] z, double[] ez, double[] a) {
        double[] ea = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            ea[i] = switch (activation) {
                case LINEAR -> ez[i];
                case RELU -> z[i] > 0 ? ez[i] : Math.max(0, z[i] + ez[i]);
                case SIGMOID -> smooth(ez[i], a[i], Math.min(0.25, a[i] * (1 - a[i]) + SIGMOID_CURVATURE * ez[i]));
                case TANH -> smooth(ez[i], a[i], Math.min(1, 1 - a[i] * a[i] + TANH_CURVATURE * ez[i]));
            };
        }
        return ea;
    }

    /** {@code slope} is at least the largest |f'| between z - ez and z + ez. */
    private static double smooth(double ez, double a, double slope) {
        double propagated = ez * slope;
        return propagated + Rounding.functionError(Math.abs(a) + propagated);
    }

    /** Gives {@code edz} for {@code dz = da . f'(z)}; {@code f'} of sigmoid and tanh is computed from {@code a}. */
    static double[] backward(
            Activation activation, double[] z, double[] ez, double[] a, double[] ea, double[] da, double[] eda) {
        double[] edz = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            edz[i] = switch (activation) {
                case LINEAR -> eda[i];
                case RELU -> relu(z[i], ez[i], da[i], eda[i]);
                case SIGMOID -> product(da[i], eda[i], a[i] * (1 - a[i]), sigmoidSlope(a[i], ea[i]));
                case TANH -> product(da[i], eda[i], 1 - a[i] * a[i], tanhSlope(a[i], ea[i]));
            };
        }
        return edz;
    }

    /** Near the kink, where an engine's z may have either sign, the bound holds both cases. */
    private static double relu(double z, double ez, double da, double eda) {
        boolean active = z - ez > 0;
        boolean dead = z + ez <= 0;
        if (active) {
            return eda;
        }
        if (dead) {
            return 0;
        }
        return z > 0 ? Math.max(eda, Math.abs(da)) : Math.abs(da) + eda;
    }

    /** Error of {@code a (1 - a)} or {@code a - a a}. */
    private static double sigmoidSlope(double a, double ea) {
        double magnitude = Math.abs(a) + ea;
        return ea * (Math.abs(1 - 2 * a) + ea) + Rounding.gamma(2) * (magnitude + magnitude * magnitude) + Rounding.ETA;
    }

    /** Error of {@code 1 - a a} or {@code (1 - a) (1 + a)}. */
    private static double tanhSlope(double a, double ea) {
        double magnitude = Math.abs(a) + ea;
        return ea * (2 * Math.abs(a) + ea) + Rounding.gamma(3) * (1 + magnitude * magnitude) + Rounding.ETA;
    }

    private static double product(double x, double ex, double y, double ey) {
        double magnitude = (Math.abs(x) + ex) * (Math.abs(y) + ey);
        if (magnitude == 0) {
            return 0;
        }
        return ex * (Math.abs(y) + ey) + Math.abs(x) * ey + Rounding.U * magnitude + Rounding.ETA;
    }
}
