package io.gradhil.reference.layer;

import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * Connects every input with every output: {@code z = W x + b}.
 *
 * <p>All arrays are flat and row-major. {@code x} is (B, in), {@code z} is (B, out). The parameters of this layer lie in one
 * array with those of all others: {@code W} (out, in) from {@code offset} on, {@code b} (out) right after it; gradients
 * likewise. Each of the three products costs B * out * in multiply-accumulates. Formulas: {@code docs/derivation.md}, section 1.
 *
 * @param inputs in, at least 1
 * @param outputs out, at least 1
 * @param offset index of {@code w_00} among the parameters, at least 0
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Dense(int inputs, int outputs, int offset) {

    /**
     * Give the index of {@code b_0} among the parameters.
     *
     * @return the index right after the weights
     */
    public int biasOffset() {
        return offset + inputs * outputs;
    }

    /**
     * Compute {@code z_bi = sum_j w_ij x_bj + b_i}.
     *
     * @param parameters of all layers, not modified
     * @param x (B, in), not modified
     * @param z (B, out), overwritten
     * @param batch B
     */
    public void forward(double[] parameters, double[] x, double[] z, int batch) {
        for (int b = 0; b < batch; b++) {
            System.arraycopy(parameters, biasOffset(), z, b * outputs, outputs);
        }
        MatrixProduct.add(x, columns(parameters), outputs, z, batch);
    }

    /**
     * Compute {@code dw_ij += sum_b dz_bi x_bj} and {@code db_i += sum_b dz_bi}.
     *
     * @param x (B, in), not modified
     * @param dz (B, out), the gradient of {@code z}, not modified
     * @param batch B
     * @param gradients of all layers, accumulated
     */
    public void parameterGradients(double[] x, double[] dz, int batch, double[] gradients) {
        MatrixProduct.addOuter(dz, outputs, x, inputs, batch, gradients, offset);
        addColumns(dz, batch, gradients);
    }

    private void addColumns(double[] dz, int batch, double[] gradients) {
        double[] sums = new double[outputs];
        for (int b = 0; b < batch; b++) {
            int row = b * outputs;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += dz[row + i];
            }
        }
        for (int i = 0; i < outputs; i++) {
            gradients[biasOffset() + i] += sums[i];
        }
    }

    /**
     * Compute {@code dx_bj = sum_i w_ij dz_bi}.
     *
     * @param parameters of all layers, not modified
     * @param dz (B, out), the gradient of {@code z}, not modified
     * @param dx (B, in), the gradient of {@code x}, overwritten
     * @param batch B
     */
    public void inputGradients(double[] parameters, double[] dz, double[] dx, int batch) {
        Arrays.fill(dx, 0);
        MatrixProduct.add(dz, rows(parameters), inputs, dx, batch);
    }

    /**
     * Copy the rows of W.
     *
     * @param parameters of all layers, not modified
     * @return one row (in) for each output
     */
    public double[][] rows(double[] parameters) {
        return MatrixProduct.rows(parameters, offset, outputs, inputs);
    }

    /**
     * Copy the columns of W.
     *
     * @param parameters of all layers, not modified
     * @return one column (out) for each input
     */
    public double[][] columns(double[] parameters) {
        return MatrixProduct.columns(parameters, offset, outputs, inputs);
    }
}
