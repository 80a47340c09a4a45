package io.gradhil.reference.error;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.layer.Bits;

/**
 * Bounds the errors of {@link Activation}, element by element; {@code ez} is the bound of {@code z}'s error. Derivation: {@code
 * docs/derivation.md}, section 4.
 */
final class ActivationErrors {

    /** Largest second derivative of sigmoid, {@code 1 / (6 sqrt 3)}, rounded up. */
    static final double SIGMOID_CURVATURE = 0.0963;

    /** Largest second derivative of tanh, {@code 4 / (3 sqrt 3)}, rounded up. */
    static final double TANH_CURVATURE = 0.7699;

    private ActivationErrors() {}

    /** Gives {@code ea}. */
    static double[] forward(Activation activation, double[] z, double[] ez, double[] a) {
        return switch (activation) {
            case LINEAR -> ez;
            case RELU -> relu(z, ez);
            case SIGMOID -> sigmoid(ez, a);
            case TANH -> tanh(ez, a);
            case LEAKY_RELU -> leakyRelu(z, ez);
        };
    }

    private static double[] relu(double[] z, double[] ez) {
        double[] ea = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            ea[i] = Math.min(ez[i], Math.max(0, z[i] + ez[i]));
        }
        return ea;
    }

    /** Surely positive z is not rounded; else the slope is that of the steeper side the engine may be on. */
    private static double[] leakyRelu(double[] z, double[] ez) {
        double[] ea = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            double slope = z[i] + ez[i] > 0 ? 1 : Activation.LEAKY_SLOPE;
            boolean rounded = z[i] - ez[i] <= 0;
            ea[i] = rounded ? Rounding.rounded(slope * ez[i], Activation.LEAKY_SLOPE * z[i]) : ez[i];
        }
        return ea;
    }

    private static double[] sigmoid(double[] ez, double[] a) {
        double[] ea = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            ea[i] = smooth(ez[i], a[i], Math.min(0.25, a[i] * (1 - a[i]) + SIGMOID_CURVATURE * ez[i]));
        }
        return ea;
    }

    private static double[] tanh(double[] ez, double[] a) {
        double[] ea = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            ea[i] = smooth(ez[i], a[i], Math.min(1, 1 - a[i] * a[i] + TANH_CURVATURE * ez[i]));
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
        return switch (activation) {
            case LINEAR -> eda;
            case RELU -> reluSlopes(z, ez, da, eda);
            case SIGMOID -> sigmoidSlopes(a, ea, da, eda);
            case TANH -> tanhSlopes(a, ea, da, eda);
            case LEAKY_RELU -> leakySlopes(z, ez, da, eda);
        };
    }

    private static double[] reluSlopes(double[] z, double[] ez, double[] da, double[] eda) {
        double[] edz = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            boolean undecided = Math.abs(z[i]) <= ez[i] && ez[i] > 0;
            edz[i] = undecided ? relu(z[i], ez[i], da[i], eda[i]) : Bits.ifPositive(z[i], eda[i]);
        }
        return edz;
    }

    /** Near the kink an engine has da^ or 0.01 da^: the bound holds both. */
    private static double[] leakySlopes(double[] z, double[] ez, double[] da, double[] eda) {
        double[] edz = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            double positive = eda[i];
            double negative = Rounding.rounded(Activation.LEAKY_SLOPE * eda[i], Activation.LEAKY_SLOPE * da[i]);
            double jump = (1 - Activation.LEAKY_SLOPE) * Math.abs(da[i]);
            boolean undecided = z[i] - ez[i] <= 0 && z[i] + ez[i] > 0;
            edz[i] = undecided ? Math.max(positive, negative) + jump : z[i] > 0 ? positive : negative;
        }
        return edz;
    }

    private static double[] sigmoidSlopes(double[] a, double[] ea, double[] da, double[] eda) {
        double[] edz = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            edz[i] = product(da[i], eda[i], a[i] * (1 - a[i]), sigmoidSlope(a[i], ea[i]));
        }
        return edz;
    }

    private static double[] tanhSlopes(double[] a, double[] ea, double[] da, double[] eda) {
        double[] edz = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            edz[i] = product(da[i], eda[i], 1 - a[i] * a[i], tanhSlope(a[i], ea[i]));
        }
        return edz;
    }

    /** Near the kink, where an engine's z may have either sign, the bound holds both cases. */
    private static double relu(double z, double ez, double da, double eda) {
        if (z + ez <= 0) {
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
