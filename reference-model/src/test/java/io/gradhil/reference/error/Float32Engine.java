package io.gradhil.reference.error;

import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.ParameterLayout;
import io.gradhil.reference.layer.Activation;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A plain float32 training engine, whose order of summation, use of FMA and scaling of the deltas can be chosen. */
final class Float32Engine {

    enum Scaling {
        FACTOR_FIRST,
        DIVIDE,
        DIVIDE_TWICE
    }

    final float[] parameters;
    final float[] gradients;
    float loss;
    float[] outputs = new float[0];

    private final NetworkSpec spec;
    private final ParameterLayout layout;
    private final Float32Sum sum;
    private final Scaling scaling;
    private final SplittableRandom functionErrors;
    private final int layers;

    Float32Engine(NetworkSpec spec, float[] parameters, Float32Sum sum, Scaling scaling, long seed) {
        this.spec = spec;
        this.layout = spec.layout();
        this.parameters = parameters.clone();
        this.gradients = new float[parameters.length];
        this.sum = sum;
        this.scaling = scaling;
        this.functionErrors = new SplittableRandom(seed);
        this.layers = spec.layers().size();
    }

    void step(Batch batch) {
        int size = batch.size();
        float[][][] a = new float[layers + 1][size][];
        float[][][] dz = new float[layers][size][];
        float[] squares = new float[size * spec.outputs()];
        outputs = new float[size * spec.outputs()];
        for (int b = 0; b < size; b++) {
            trainSample(batch, b, a, dz, squares);
        }
        float[] ones = new float[squares.length];
        Arrays.fill(ones, 1);
        loss = sum.dot(squares, ones, 0) / squares.length;
        accumulate(a, dz, size);
        update();
    }

    private void trainSample(Batch batch, int b, float[][][] a, float[][][] dz, float[] squares) {
        float[] row = batch.row(b);
        a[0][b] = Arrays.copyOf(row, spec.inputs());
        float[][] z = new float[layers][];
        for (int l = 0; l < layers; l++) {
            z[l] = preActivations(l, a[l][b]);
            a[l + 1][b] = activations(l, z[l]);
        }
        float[] da = new float[spec.outputs()];
        for (int k = 0; k < da.length; k++) {
            float residual = a[layers][b][k] - row[spec.inputs() + k];
            squares[b * da.length + k] = residual * residual;
            outputs[b * da.length + k] = a[layers][b][k];
            da[k] = scaled(residual, batch.size(), da.length);
        }
        for (int l = layers - 1; l >= 0; l--) {
            dz[l][b] = deltas(l, a[l + 1][b], da);
            da = inputGradients(l, dz[l][b]);
        }
    }

    private float scaled(float residual, int size, int width) {
        return switch (scaling) {
            case FACTOR_FIRST -> (2.0f / ((float) size * width)) * residual;
            case DIVIDE -> 2.0f * residual / ((float) size * width);
            case DIVIDE_TWICE -> residual / size / width * 2.0f;
        };
    }

    private float[] preActivations(int l, float[] x) {
        ParameterBlock w = weight(l);
        float[] z = new float[w.rows()];
        for (int i = 0; i < z.length; i++) {
            float[] row = new float[w.columns()];
            System.arraycopy(parameters, w.offset() + i * w.columns(), row, 0, row.length);
            z[i] = sum.dot(row, x, parameters[bias(l).offset() + i]);
        }
        return z;
    }

    private float[] activations(int l, float[] z) {
        float[] a = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            a[i] = switch (activation(l)) {
                case LINEAR -> z[i];
                case RELU -> Math.max(0, z[i]);
                case SIGMOID -> disturbed((float) (1 / (1 + Math.exp(-z[i]))));
                case TANH -> disturbed((float) Math.tanh(z[i]));
            };
        }
        return a;
    }

    /** Up to 3 ulp away from the correctly rounded value: within the 4 ulp that are assumed. */
    private float disturbed(float value) {
        float result = value;
        int ulps = functionErrors.nextInt(-3, 4);
        for (int i = 0; i < Math.abs(ulps); i++) {
            result = ulps > 0 ? Math.nextUp(result) : Math.nextDown(result);
        }
        return result;
    }

    private float[] deltas(int l, float[] a, float[] da) {
        float[] dz = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            dz[i] = switch (activation(l)) {
                case LINEAR -> da[i];
                case RELU -> a[i] > 0 ? da[i] : 0;
                case SIGMOID -> da[i] * (scaling == Scaling.DIVIDE ? a[i] - a[i] * a[i] : a[i] * (1 - a[i]));
                case TANH -> da[i] * (scaling == Scaling.DIVIDE ? (1 - a[i]) * (1 + a[i]) : 1 - a[i] * a[i]);
            };
        }
        return dz;
    }

    private float[] inputGradients(int l, float[] dz) {
        ParameterBlock w = weight(l);
        float[] dx = new float[w.columns()];
        for (int j = 0; j < dx.length; j++) {
            float[] column = new float[w.rows()];
            for (int i = 0; i < column.length; i++) {
                column[i] = parameters[w.offset() + i * w.columns() + j];
            }
            dx[j] = sum.dot(column, dz, 0);
        }
        return dx;
    }

    private void accumulate(float[][][] a, float[][][] dz, int size) {
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        for (int l = 0; l < layers; l++) {
            ParameterBlock w = weight(l);
            for (int i = 0; i < w.rows(); i++) {
                float[] delta = column(dz[l], i);
                for (int j = 0; j < w.columns(); j++) {
                    gradients[w.offset() + i * w.columns() + j] = sum.dot(delta, column(a[l], j), 0);
                }
                gradients[bias(l).offset() + i] = sum.dot(delta, ones, 0);
            }
        }
    }

    private static float[] column(float[][] rows, int i) {
        float[] column = new float[rows.length];
        for (int b = 0; b < rows.length; b++) {
            column[b] = rows[b][i];
        }
        return column;
    }

    private void update() {
        float eta = spec.optimizer().learningRate();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] =
                    sum.fused() ? Math.fma(-eta, gradients[i], parameters[i]) : parameters[i] - eta * gradients[i];
        }
    }

    private ParameterBlock weight(int l) {
        return layout.blocks().get(2 * l);
    }

    private ParameterBlock bias(int l) {
        return layout.blocks().get(2 * l + 1);
    }

    private Activation activation(int l) {
        return spec.layers().get(l).activation();
    }
}
