package io.gradhil.reference.error;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.layer.Bits;

/**
 * Predicts the variances of {@link Activation}'s errors, element by element; {@code vz} is the variance of {@code z}'s error. A side
 * of a kink is decided from 8 sigma on; nearer, both sides are held. Derivation: {@code docs/derivation.md}, section 8.
 */
final class ActivationVariances {

    private static final double REACH = Rounding.DECIDED * Rounding.DECIDED;

    private ActivationVariances() {}

    /** Gives {@code va}. */
    static double[] forward(Activation activation, double[] z, double[] vz, double[] a) {
        return switch (activation) {
            case LINEAR -> vz;
            case RELU -> relu(z, vz);
            case SIGMOID -> sigmoid(vz, a);
            case TANH -> tanh(vz, a);
            case LEAKY_RELU -> leakyRelu(z, vz);
        };
    }

    private static double[] relu(double[] z, double[] vz) {
        double[] va = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            va[i] = undecided(z[i], vz[i]) ? vz[i] : Bits.ifPositive(z[i], vz[i]);
        }
        return va;
    }

    private static double[] leakyRelu(double[] z, double[] vz) {
        double[] va = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            double steepest = z[i] > 0 || undecided(z[i], vz[i]) ? 1 : Activation.LEAKY_SLOPE;
            double variance = steepest * steepest * vz[i];
            va[i] = z[i] > 0 ? variance : Rounding.roundedVariance(variance, Activation.LEAKY_SLOPE * z[i]);
        }
        return va;
    }

    private static boolean undecided(double z, double vz) {
        return z * z <= REACH * vz;
    }

    private static double[] sigmoid(double[] vz, double[] a) {
        double[] va = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double slope = Math.min(0.25, a[i] * (1 - a[i]) + ActivationErrors.SIGMOID_CURVATURE * Math.sqrt(vz[i]));
            va[i] = slope * slope * vz[i] + Rounding.functionVariance(Rounding.SIGMOID_ROUNDINGS, a[i]);
        }
        return va;
    }

    private static double[] tanh(double[] vz, double[] a) {
        double[] va = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double slope = Math.min(1, 1 - a[i] * a[i] + ActivationErrors.TANH_CURVATURE * Math.sqrt(vz[i]));
            va[i] = slope * slope * vz[i] + Rounding.functionVariance(Rounding.TANH_ROUNDINGS, a[i]);
        }
        return va;
    }

    /** Gives {@code vdz} for {@code dz = da . f'(z)}. */
    static double[] backward(
            Activation activation, double[] z, double[] vz, double[] a, double[] va, double[] da, double[] vda) {
        return switch (activation) {
            case LINEAR -> vda;
            case RELU -> reluSlope(z, vz, da, vda);
            case SIGMOID -> sigmoidSlope(a, va, da, vda);
            case TANH -> tanhSlope(a, va, da, vda);
            case LEAKY_RELU -> leakySlope(z, vz, da, vda);
        };
    }

    private static double[] reluSlope(double[] z, double[] vz, double[] da, double[] vda) {
        double[] vdz = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            boolean jumps = undecided(z[i], vz[i]) && vz[i] > 0;
            vdz[i] = jumps ? da[i] * da[i] + vda[i] : Bits.ifPositive(z[i], vda[i]);
        }
        return vdz;
    }

    private static double[] leakySlope(double[] z, double[] vz, double[] da, double[] vda) {
        double slope = Activation.LEAKY_SLOPE;
        double[] vdz = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            if (vz[i] > 0 && undecided(z[i], vz[i])) {
                vdz[i] = da[i] * da[i] + vda[i];
            } else {
                vdz[i] = z[i] > 0 ? vda[i] : Rounding.roundedVariance(slope * slope * vda[i], slope * da[i]);
            }
        }
        return vdz;
    }

    /** {@code d = a (1 - a)}, {@code dd = (1 - 2a) da + ...}: two roundings of d, one of the product. */
    private static double[] sigmoidSlope(double[] a, double[] va, double[] da, double[] vda) {
        double[] vdz = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double d = a[i] * (1 - a[i]);
            double bend = 1 - 2 * a[i];
            double vd = bend * bend * va[i] + 2 * Rounding.VARIANCE * d * d;
            vdz[i] = product(d, vd, da[i], vda[i]);
        }
        return vdz;
    }

    /** {@code d = 1 - a^2}, {@code dd = -2a da + ...}: a^2 is rounded and the difference, or both factors and the product. */
    private static double[] tanhSlope(double[] a, double[] va, double[] da, double[] vda) {
        double[] vdz = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            double square = a[i] * a[i];
            double d = 1 - square;
            double vd = 4 * square * va[i] + Rounding.VARIANCE * (square * square + 2 * d * d);
            vdz[i] = product(d, vd, da[i], vda[i]);
        }
        return vdz;
    }

    private static double product(double x, double vx, double y, double vy) {
        double variance = x * x * vy + (y * y + vy) * vx + Rounding.VARIANCE * x * x * y * y;
        return variance > 0 ? variance + Rounding.UNDERFLOW_VARIANCE : 0;
    }
}
