package io.gradhil.reference;

import io.gradhil.reference.layer.Dense;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Holds every intermediate value of one batch's way forward and, if it was asked for, back. Layers are counted from 0. The arrays
 * are the pass's own and not copied, for speed: do not modify them.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Pass {

    private final NetworkSpec spec;
    private final int size;
    private final double[] inputs;
    private final double[][] z;
    private final double[][] a;
    private final double[] @Nullable [] da;
    private final double[] @Nullable [] dz;

    private Pass(NetworkSpec spec, int size, double[] inputs) {
        int layers = spec.layers().size();
        this.spec = spec;
        this.size = size;
        this.inputs = inputs;
        this.z = new double[layers][];
        this.a = new double[layers][];
        this.da = new double[layers][];
        this.dz = new double[layers][];
    }

    /** {@code z^l = W^l a^(l-1) + b^l}, {@code a^l = f(z^l)}. */
    static Pass forward(NetworkSpec spec, List<Dense> layers, double[] parameters, double[] inputs) {
        Pass pass = new Pass(spec, inputs.length / spec.inputs(), inputs);
        for (int l = 0; l < layers.size(); l++) {
            int length = Math.multiplyExact(pass.size, layers.get(l).outputs());
            pass.z[l] = new double[length];
            pass.a[l] = new double[length];
            layers.get(l).forward(parameters, pass.inputs(l), pass.z[l], pass.size);
            spec.layers().get(l).activation().forward(pass.z[l], pass.a[l]);
        }
        return pass;
    }

    /** {@code dz^L = dC/dy . f'(z^L)}, {@code dz^l = (W^(l+1))^T dz^(l+1) . f'(z^l)}. */
    double[] backward(List<Dense> layers, double[] parameters, double[] targets) {
        double[] gradients = new double[parameters.length];
        double[] gradient = new double[targets.length];
        spec.loss().backward(outputs(), targets, gradient);
        for (int l = layers.size() - 1; l >= 0; l--) {
            double[] delta = new double[z[l].length];
            spec.layers().get(l).activation().backward(z[l], a[l], gradient, delta);
            layers.get(l).parameterGradients(inputs(l), delta, size, gradients);
            da[l] = gradient;
            dz[l] = delta;
            if (l > 0) {
                gradient = new double[z[l - 1].length];
                layers.get(l).inputGradients(parameters, delta, gradient, size);
            }
        }
        return gradients;
    }

    /**
     * Give the number of samples.
     *
     * @return B, at least 1
     */
    public int size() {
        return size;
    }

    /**
     * Give what a layer was fed.
     *
     * @param layer from 0
     * @return (B, in): the samples' inputs for layer 0, else the activations of the layer before
     */
    public double[] inputs(int layer) {
        return layer == 0 ? inputs : a[layer - 1];
    }

    /**
     * Give a layer's pre-activations.
     *
     * @param layer from 0
     * @return z (B, out)
     */
    public double[] preActivations(int layer) {
        return z[layer];
    }

    /**
     * Give a layer's activations.
     *
     * @param layer from 0
     * @return a = f(z) (B, out)
     */
    public double[] activations(int layer) {
        return a[layer];
    }

    /**
     * Give the gradient of the loss with respect to a layer's pre-activations.
     *
     * @param layer from 0
     * @return dz (B, out)
     * @throws IllegalStateException if the pass went forward only
     */
    public double[] deltas(int layer) {
        return requireBackward(dz[layer]);
    }

    /**
     * Give the gradient of the loss with respect to a layer's activations.
     *
     * @param layer from 0
     * @return da (B, out), {@code dz = da . f'(z)}
     * @throws IllegalStateException if the pass went forward only
     */
    public double[] activationGradients(int layer) {
        return requireBackward(da[layer]);
    }

    private static double[] requireBackward(double @Nullable [] values) {
        if (values == null) {
            throw new IllegalStateException("There are no gradients: this pass went forward only.");
        }
        return values;
    }

    /**
     * Give the last layer's activations.
     *
     * @return y (B, out)
     */
    public double[] outputs() {
        return a[a.length - 1];
    }
}
