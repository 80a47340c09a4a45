package io.gradhil.reference.error;

import io.gradhil.reference.layer.Dense;
import io.gradhil.reference.layer.MatrixProduct;

/**
 * Predicts the variances of the errors of {@code dw_ij = sum_b dz_bi x_bj} and {@code db_i = sum_b dz_bi}. Derivation: {@code
 * docs/derivation.md}, section 8.
 */
final class ParameterVariances {

    private final Dense layer;
    private final SampleErrors samples;
    private final double[] gradients;
    private final double[] variances;

    /** {@code gradients} of all layers are not modified; {@code variances} of all layers are overwritten, layer by layer. */
    ParameterVariances(Dense layer, SampleErrors samples, double[] gradients, double[] variances) {
        this.layer = layer;
        this.samples = samples;
        this.gradients = gradients;
        this.variances = variances;
    }

    /** {@code x} (B, in) with the variances {@code vx}; {@code dz} (B, out) with {@code vdz}, the part that samples do not share. */
    void add(double[] x, double[] vx, double[] dz, double[] vdz) {
        int in = layer.inputs();
        int out = layer.outputs();
        int batch = samples.count();
        double[] magnitudes = new double[batch * in];
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = x[i] * x[i] + vx[i];
        }
        double[] squares = squares(dz);
        double[] passed = samples.variances(squares, vdz, out);
        Summands units = Summands.of(dz, vdz, out, batch, samples.mayRepeatDeltas());
        Summands inputs = Summands.of(x, vx, in, batch, units.anyRepeats());
        double[] products = columnSums(squares, out);
        biases(passed, products, units);
        addRoundings(squares, passed, units);
        MatrixProduct.addOuter(passed, out, magnitudes, in, batch, variances, layer.offset());
        if (!DenseErrors.isZero(vx)) {
            double[] repeated = samples.isRepeating() ? samples.repeated(squares, out) : squares;
            MatrixProduct.addOuter(repeated, out, vx, in, batch, variances, layer.offset());
        }
        for (int i = 0; i < out; i++) {
            sumRoundings(i, units, inputs);
        }
    }

    private static double[] squares(double[] values) {
        double[] squares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }

    private static double[] columnSums(double[] values, int width) {
        double[] sums = new double[width];
        for (int at = 0; at < values.length; at += width) {
            for (int i = 0; i < width; i++) {
                sums[i] += values[at + i];
            }
        }
        return sums;
    }

    private void biases(double[] passed, double[] products, Summands units) {
        double[] errors = columnSums(passed, layer.outputs());
        for (int i = 0; i < errors.length; i++) {
            int index = layer.biasOffset() + i;
            double n = units.count(i);
            double square = gradients[index] * gradients[index];
            double roundings = Math.max(0, units.sumShare(i) * square + ((n + 1) / 6 - 1 / n) * products[i]);
            variances[index] = errors[i] + Rounding.VARIANCE * roundings + samples.common() * square;
        }
    }

    /** Adds the share that the squares of the products have in the roundings. */
    private void addRoundings(double[] squares, double[] passed, Summands units) {
        int out = layer.outputs();
        double[] shares = new double[out];
        for (int i = 0; i < out; i++) {
            shares[i] = Rounding.VARIANCE * DenseVariances.squaresShare(units.count(i));
        }
        double[] row = new double[out];
        for (int at = 0; at < squares.length; at += out) {
            System.arraycopy(squares, at, row, 0, out);
            for (int i = 0; i < out; i++) {
                row[i] *= shares[i];
            }
            for (int i = 0; i < out; i++) {
                passed[at + i] += row[i];
            }
        }
    }

    /** Adds the share that the square of the sum has in the roundings. */
    private void sumRoundings(int i, Summands units, Summands inputs) {
        int in = layer.inputs();
        int row = layer.offset() + i * in;
        double[] shares = units.sumShares(i, inputs);
        for (int j = 0; j < in; j++) {
            double sum = gradients[row + j];
            double share = Rounding.VARIANCE * shares[j] + samples.common();
            variances[row + j] += share * sum * sum;
        }
        Rounding.addUnderflow(variances, row, row + in, samples.count() * Rounding.UNDERFLOW_VARIANCE);
    }
}
