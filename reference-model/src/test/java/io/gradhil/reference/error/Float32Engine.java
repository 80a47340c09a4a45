package io.gradhil.reference.error;

import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.layer.Dense;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.loss.MeanAbsoluteError;
import io.gradhil.reference.loss.MeanSquaredError;
import io.gradhil.reference.optim.OptimizerState;
import java.util.Arrays;
import java.util.List;

/** A plain float32 training engine, whose order of summation, use of FMA, functions and scaling of the deltas can be chosen. */
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
    private final List<Dense> layers;
    private final Float32Sum sum;
    private final Scaling scaling;
    private final Float32Functions functions;
    private final Float32Optimizer optimizer;

    Float32Engine(
            NetworkSpec spec,
            List<Dense> layers,
            float[] parameters,
            Float32Sum sum,
            Scaling scaling,
            Float32Functions functions) {
        this.spec = spec;
        this.layers = layers;
        this.parameters = parameters.clone();
        this.gradients = new float[parameters.length];
        this.sum = sum;
        this.scaling = scaling;
        this.functions = functions;
        this.optimizer = new Float32Optimizer(spec.optimizer(), parameters.length, sum);
    }

    OptimizerState state() {
        return optimizer.state();
    }

    void step(Batch batch) {
        backward(batch);
        optimizer.step(parameters, gradients);
    }

    void backward(Batch batch) {
        int size = batch.size();
        float[][] a = new float[layers.size() + 1][];
        float[][] z = new float[layers.size()][];
        a[0] = columns(batch, 0, spec.inputs());
        for (int l = 0; l < layers.size(); l++) {
            z[l] = preActivations(layers.get(l), a[l], size);
            a[l + 1] = activations(activation(l), z[l]);
        }
        outputs = a[layers.size()];
        float[] da = lossGradient(columns(batch, spec.inputs(), spec.outputs()), size);
        for (int l = layers.size() - 1; l >= 0; l--) {
            float[] dz = deltas(activation(l), a[l + 1], da);
            accumulate(layers.get(l), a[l], dz, size);
            da = l > 0 ? inputGradients(layers.get(l), dz, size) : da;
        }
    }

    private static float[] columns(Batch batch, int from, int count) {
        float[] values = batch.values();
        int width = batch.inputs() + batch.outputs();
        float[] columns = new float[batch.size() * count];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = values[i / count * width + from + i % count];
        }
        return columns;
    }

    private float[] lossGradient(float[] t, int size) {
        float[] terms = new float[t.length];
        float[] dy = new float[t.length];
        for (int k = 0; k < t.length; k++) {
            float residual = outputs[k] - t[k];
            terms[k] = term(residual);
            dy[k] = scaled(slope(residual), size, spec.outputs());
        }
        float[] ones = new float[t.length];
        Arrays.fill(ones, 1);
        loss = sum.dot(terms, ones, 0) / t.length;
        return dy;
    }

    private float term(float e) {
        Loss kind = spec.loss();
        float magnitude = Math.abs(e);
        if (kind instanceof Huber huber) {
            float delta = huber.delta();
            return magnitude <= delta ? 0.5f * e * e : delta * (magnitude - 0.5f * delta);
        }
        return kind instanceof MeanAbsoluteError ? magnitude : e * e;
    }

    /** Half of it for MSE. */
    private float slope(float e) {
        if (spec.loss() instanceof Huber huber) {
            return Math.max(-huber.delta(), Math.min(huber.delta(), e));
        }
        return spec.loss() instanceof MeanAbsoluteError ? Math.signum(e) : e;
    }

    private float scaled(float slope, int size, int width) {
        float s = spec.loss() instanceof MeanSquaredError ? 2 : 1;
        return switch (scaling) {
            case FACTOR_FIRST -> (s / ((float) size * width)) * slope;
            case DIVIDE -> s * slope / ((float) size * width);
            case DIVIDE_TWICE -> slope / size / width * s;
        };
    }

    private float[] preActivations(Dense layer, float[] x, int size) {
        int in = layer.inputs();
        int out = layer.outputs();
        float[] z = new float[size * out];
        for (int b = 0; b < size; b++) {
            for (int i = 0; i < out; i++) {
                float bias = parameters[layer.biasOffset() + i];
                z[b * out + i] = sum.dot(parameters, layer.offset() + i * in, 1, x, b * in, 1, in, bias);
            }
        }
        return z;
    }

    private float[] activations(Activation activation, float[] z) {
        float[] a = new float[z.length];
        for (int i = 0; i < z.length; i++) {
            a[i] = switch (activation) {
                case LINEAR -> z[i];
                case RELU -> Math.max(0, z[i]);
                case SIGMOID -> functions.sigmoid(z[i]);
                case TANH -> functions.tanh(z[i]);
                case LEAKY_RELU -> z[i] > 0 ? z[i] : 0.01f * z[i];
            };
        }
        return a;
    }

    private float[] deltas(Activation activation, float[] a, float[] da) {
        boolean other = scaling == Scaling.DIVIDE;
        float[] dz = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            dz[i] = switch (activation) {
                case LINEAR -> da[i];
                case RELU -> a[i] > 0 ? da[i] : 0;
                case SIGMOID -> da[i] * (other ? a[i] - a[i] * a[i] : a[i] * (1 - a[i]));
                case TANH -> da[i] * (other ? 1 - a[i] * a[i] : (1 - a[i]) * (1 + a[i]));
                case LEAKY_RELU -> a[i] > 0 ? da[i] : 0.01f * da[i];
            };
        }
        return dz;
    }

    private float[] inputGradients(Dense layer, float[] dz, int size) {
        int in = layer.inputs();
        int out = layer.outputs();
        float[] dx = new float[size * in];
        for (int b = 0; b < size; b++) {
            for (int j = 0; j < in; j++) {
                dx[b * in + j] = sum.dot(parameters, layer.offset() + j, in, dz, b * out, 1, out, 0);
            }
        }
        return dx;
    }

    private void accumulate(Dense layer, float[] x, float[] dz, int size) {
        int in = layer.inputs();
        int out = layer.outputs();
        float[] ones = new float[size];
        Arrays.fill(ones, 1);
        for (int i = 0; i < out; i++) {
            for (int j = 0; j < in; j++) {
                gradients[layer.offset() + i * in + j] = sum.dot(dz, i, out, x, j, in, size, 0);
            }
            gradients[layer.biasOffset() + i] = sum.dot(dz, i, out, ones, 0, 1, size, 0);
        }
    }

    private Activation activation(int l) {
        return spec.layers().get(l).activation();
    }
}
