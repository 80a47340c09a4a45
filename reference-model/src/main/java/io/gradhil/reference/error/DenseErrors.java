package io.gradhil.reference.error;

import io.gradhil.reference.layer.Dense;
import io.gradhil.reference.layer.MatrixProduct;

/**
 * Bounds the errors of {@link Dense}. Shapes as there; {@code ex} is the bound of {@code x}'s error. Derivation: {@code
 * docs/derivation.md}, section 3.
 */
final class DenseErrors {

    private final Dense layer;
    private final double[] parameters;
    private final int batch;

    DenseErrors(Dense layer, double[] parameters, int batch) {
        this.layer = layer;
        this.parameters = parameters;
        this.batch = batch;
    }

    /** {@code ez_bi = sum_j |w_ij| ex_bj + gamma_(in+1) (sum_j |w_ij| (|x_bj| + ex_bj) + |b_i|) + 2 in eta}. */
    double[] forward(double[] x, double[] ex) {
        int in = layer.inputs();
        int out = layer.outputs();
        double gamma = Rounding.gamma(in + 1L);
        double[] spread = spread(x, ex, gamma);
        double[] ez = new double[batch * out];
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < out; i++) {
                ez[b * out + i] = gamma * Math.abs(parameters[layer.biasOffset() + i]);
            }
        }
        MatrixProduct.add(spread, magnitudes(layer.columns(parameters)), out, ez, batch);
        addUnderflow(ez, 0, ez.length, in);
        Float32RangeException.requireBelow(gamma, ez, "a pre-activation");
        return ez;
    }

    /** {@code edx_bj = sum_i |w_ij| edz_bi + gamma_out sum_i |w_ij| (|dz_bi| + edz_bi) + 2 out eta}. */
    double[] inputGradients(double[] dz, double[] edz) {
        int in = layer.inputs();
        int out = layer.outputs();
        double gamma = Rounding.gamma(out);
        double[] spread = spread(dz, edz, gamma);
        double[] edx = new double[batch * in];
        MatrixProduct.add(spread, magnitudes(layer.rows(parameters)), in, edx, batch);
        addUnderflow(edx, 0, edx.length, out);
        Float32RangeException.requireBelow(gamma, edx, "a gradient of an activation");
        return edx;
    }

    /**
     * {@code edw_ij = sum_b (edz_bi (|x_bj| + ex_bj) + |dz_bi| ex_bj) + gamma_B sum_b (|dz_bi| + edz_bi) (|x_bj| + ex_bj) + 2 B eta},
     * and for the bias the same with x = 1 and ex = 0. Written to this layer's place in {@code errors}.
     */
    void parameterGradients(double[] x, double[] ex, double[] dz, double[] edz, double[] errors) {
        int in = layer.inputs();
        int out = layer.outputs();
        double gamma = Rounding.gamma(batch);
        double[] spread = spread(dz, edz, gamma);
        double[] magnitude = magnitude(x, ex);
        MatrixProduct.addOuter(spread, out, magnitude, in, batch, errors, layer.offset());
        if (!isZero(ex)) {
            MatrixProduct.addOuter(absolute(dz), out, ex, in, batch, errors, layer.offset());
        }
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < out; i++) {
                errors[layer.biasOffset() + i] += spread[b * out + i];
            }
        }
        addUnderflow(errors, layer.offset(), layer.biasOffset(), batch);
        int end = layer.biasOffset() + out;
        Float32RangeException.requireBelow(gamma, errors, layer.offset(), end, "a gradient of a parameter");
    }

    /**
     * Adds what the products may lose by underflow, at most doubled by the additions that follow. Where nothing can err because every
     * product has a factor 0, nothing can underflow either.
     */
    private static void addUnderflow(double[] errors, int from, int to, int products) {
        for (int i = from; i < to; i++) {
            if (errors[i] > 0) {
                errors[i] += 2.0 * products * Rounding.ETA;
            }
        }
    }

    /** {@code e + gamma (|v| + e)}: the error brought along, and what summation adds to it. */
    private static double[] spread(double[] values, double[] errors, double gamma) {
        double[] spread = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            spread[i] = errors[i] + gamma * (Math.abs(values[i]) + errors[i]);
        }
        return spread;
    }

    /** {@code |v| + e}: what an engine's value cannot exceed. */
    private static double[] magnitude(double[] values, double[] errors) {
        double[] magnitude = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitude[i] = Math.abs(values[i]) + errors[i];
        }
        return magnitude;
    }

    private static double[] absolute(double[] values) {
        double[] absolute = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            absolute[i] = Math.abs(values[i]);
        }
        return absolute;
    }

    static boolean isZero(double[] values) {
        for (double value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** Replaces each element by its magnitude. */
    private static double[][] magnitudes(double[][] rows) {
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.abs(row[i]);
            }
        }
        return rows;
    }
}
