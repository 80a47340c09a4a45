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
        double[] transposed = transposedWeights(parameters);
        for (int b = 0; b < batch; b++) {
            System.arraycopy(parameters, biasOffset(), z, b * outputs, outputs);
            RowProduct.add(x, b * inputs, 1, inputs, transposed, 0, outputs, z, b * outputs);
        }
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
        for (int i = 0; i < outputs; i++) {
            RowProduct.add(dz, i, outputs, batch, x, 0, inputs, gradients, offset + i * inputs);
        }
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < outputs; i++) {
                gradients[biasOffset() + i] += dz[b * outputs + i];
            }
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
        for (int b = 0; b < batch; b++) {
            RowProduct.add(dz, b * outputs, 1, outputs, parameters, offset, inputs, dx, b * inputs);
        }
    }

    /** Copies W (out, in) to (in, out): forward then runs along rows, as the other two products do. */
    private double[] transposedWeights(double[] parameters) {
        double[] transposed = new double[inputs * outputs];
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                transposed[j * outputs + i] = parameters[offset + i * inputs + j];
            }
        }
        return transposed;
    }
}
