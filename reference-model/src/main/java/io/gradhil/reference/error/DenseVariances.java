package io.gradhil.reference.error;

import io.gradhil.reference.layer.Bits;
import io.gradhil.reference.layer.Dense;
import io.gradhil.reference.layer.MatrixProduct;
import java.util.Arrays;

/**
 * Predicts the variances of {@link Dense}'s errors. Shapes as there; {@code vx} is the variance of {@code x}'s error. With n products
 * that are not 0, their sum S and the sum of their squares Q, the roundings of a sum have the variance {@code u^2/3 ((n+1)/3 S^2 +
 * ((n+1)/6 + 1 - 1/n) Q)}. Derivation: {@code docs/derivation.md}, section 8.
 */
final class DenseVariances {

    private final Dense layer;
    private final double[] parameters;
    private final int batch;

    DenseVariances(Dense layer, double[] parameters, int batch) {
        this.layer = layer;
        this.parameters = parameters;
        this.batch = batch;
    }

    /** Share of Q in the roundings of a sum of n products. */
    static double squaresShare(double n) {
        return (n + 1) / 6 + 1 - 1 / n;
    }

    /** Share of S^2 in the roundings of a sum of n terms. */
    static double sumShare(double n) {
        return (n + 1) / 3;
    }

    /** The same where {@code repeated} of the terms are nearly the one before them: their roundings are the same, too. */
    static double repeatedShare(double n, double repeated) {
        return sumShare(n) * (1 + 0.75 * repeated);
    }

    /** {@code vz_bi = sum_j w_ij^2 vx_bj}, and the roundings, the bias being the first or the last term, whichever is worse. */
    double[] forward(double[] x, double[] vx, double[] z) {
        int in = layer.inputs();
        int out = layer.outputs();
        double[] vz = new double[batch * out];
        int[] summands = new int[batch];
        double[] spread = spread(x, vx, in, summands);
        MatrixProduct.add(spread, squared(layer.columns(parameters)), out, vz, batch);
        double[] biases = Arrays.copyOfRange(parameters, layer.biasOffset(), layer.biasOffset() + out);
        double[] sums = new double[out];
        double[] variances = new double[out];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(z, b * out, sums, 0, out);
            System.arraycopy(vz, b * out, variances, 0, out);
            addSumRoundings(summands[b], biases, sums, variances);
            System.arraycopy(variances, 0, vz, b * out, out);
        }
        return vz;
    }

    /** Partial sums of n products that begin at c: n c^2 + (n+1) c S + (n+1)/3 S^2 + ...; that end with it: (n+1)/3 S^2 + z^2 + ... */
    private static void addSumRoundings(int n, double[] biases, double[] sums, double[] variances) {
        if (n == 0) {
            return;
        }
        double sumShare = sumShare(n);
        double onceShare = 1 / ((double) n * n);
        double underflow = n * Rounding.UNDERFLOW_VARIANCE;
        for (int i = 0; i < biases.length; i++) {
            double c = biases[i];
            double products = sums[i] - c;
            double first = n * c * c + (n + 1) * c * products + onceShare * products * products;
            double started = started(c, first, sums[i] * sums[i]);
            variances[i] += Rounding.VARIANCE * (sumShare * products * products + started);
        }
        Rounding.addUnderflow(variances, 0, variances.length, underflow);
    }

    /** Beginning at 0 or ending with it costs nothing. */
    private static double started(double bias, double first, double last) {
        return bias == 0 ? 0 : Math.max(first, last);
    }

    /** {@code vdx_bj = sum_i w_ij^2 vdz_bi}, and the roundings. */
    double[] inputGradients(double[] dz, double[] vdz, double[] dx) {
        int in = layer.inputs();
        int out = layer.outputs();
        double[] vdx = new double[batch * in];
        int[] summands = new int[batch];
        double[] spread = spread(dz, vdz, out, summands);
        MatrixProduct.add(spread, squared(layer.rows(parameters)), in, vdx, batch);
        for (int b = 0; b < batch; b++) {
            addRoundings(summands[b], dx, vdx, b * in, in);
        }
        return vdx;
    }

    /** {@code v + u^2/3 (share of Q) x^2}: the variance brought along, and the products' part in the roundings. */
    private double[] spread(double[] values, double[] variances, int width, int[] summands) {
        double[] spread = new double[values.length];
        for (int b = 0; b < batch; b++) {
            summands[b] = summands(values, variances, b * width, width);
            double share = summands[b] > 0 ? Rounding.VARIANCE * squaresShare(summands[b]) : 0;
            for (int i = b * width; i < (b + 1) * width; i++) {
                spread[i] = variances[i] + share * values[i] * values[i];
            }
        }
        return spread;
    }

    private static void addRoundings(int n, double[] sums, double[] variances, int from, int count) {
        double share = Rounding.VARIANCE * sumShare(n);
        double underflow = n * Rounding.UNDERFLOW_VARIANCE;
        for (int i = from; i < from + count; i++) {
            variances[i] += share * sums[i] * sums[i];
        }
        Rounding.addUnderflow(variances, from, from + count, underflow);
    }

    /** Terms that are or may be other than 0: adding 0 is exact. */
    private static int summands(double[] values, double[] variances, int from, int count) {
        int n = 0;
        for (int i = from; i < from + count; i++) {
            n += Bits.isNonzero(values[i], variances[i]);
        }
        return n;
    }

    private static double[][] squared(double[][] rows) {
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] *= row[i];
            }
        }
        return rows;
    }
}
