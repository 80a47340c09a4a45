package io.gradhil.reference.error;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Gradients;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.ParameterLayout;
import io.gradhil.reference.Pass;
import io.gradhil.reference.TracedStep;
import io.gradhil.reference.layer.Dense;
import io.gradhil.reference.optim.OptimizerState;
import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Bounds the rounding errors of a float32 engine that trains on one batch, starting from the reference's parameters.
 *
 * <p>The bounds are rigorous (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, chapter 3). They hold whatever
 * the order of summation, with or without fused multiply-add. Assumed are: IEEE 754 binary32, rounding to nearest, gradual
 * underflow; the error of sigmoid and tanh as stated in {@code docs/derivation.md}, section 4; the factor 1/(B out) in the deltas,
 * not in the finished gradients.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ErrorModel {

    private final Network network;
    private final double[] parameters;
    private final double[] targets;
    private final TracedStep reference;
    private final Pass pass;
    private final double[][] ez;
    private final double[][] ea;
    private final double[][] edz;

    private ErrorModel(Network network, Batch batch) {
        int layers = network.layers().size();
        this.network = network;
        this.parameters = network.parameters();
        this.targets = batch.targetValues();
        this.reference = network.traced(batch);
        this.pass = reference.pass();
        this.ez = new double[layers][];
        this.ea = new double[layers][];
        this.edz = new double[layers][];
    }

    /**
     * Compute the reference's step and its bounds.
     *
     * @param network the reference at the engine's parameters, not modified
     * @param batch the samples both are trained on
     * @return the bounds, never null
     * @throws IllegalArgumentException if a parameter is no float32 value, so that no engine can hold it, or the batch has another
     *     shape
     * @throws Float32RangeException if an engine may overflow
     */
    public static ErrorBounds of(Network network, Batch batch) {
        requireFloat32(network);
        return new ErrorModel(network, batch).bounds();
    }

    private static void requireFloat32(Network network) {
        double[] parameters = network.parameters();
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] != (float) parameters[i]) {
                throw new IllegalArgumentException(network.spec().layout().describe(i) + " is " + parameters[i]
                        + ", which is no float32 value; the bounds hold only for an engine with the same parameters.");
            }
        }
    }

    private ErrorBounds bounds() {
        forward();
        double loss = LossErrors.value(network.spec().loss(), pass.outputs(), ea[ea.length - 1], targets);
        double[] gradients = backward();
        OptimizerState before = network.optimizerState();
        Supplier<double[]> stepped = () -> OptimizerErrors.stepped(
                network.spec().optimizer(),
                before,
                parameters,
                reference.step().gradients().values(),
                gradients);
        ParameterLayout layout = network.spec().layout();
        Sigmas sigmas = new SigmaModel(network, parameters, targets, reference).sigmas();
        return new ErrorBounds(reference, loss, ea, edz, new Gradients(layout, gradients), stepped, sigmas);
    }

    private void forward() {
        for (int l = 0; l < ez.length; l++) {
            ez[l] = errorsOf(l).forward(pass.inputs(l), inputErrors(l));
            ea[l] = ActivationErrors.forward(
                    layerSpec(l).activation(), pass.preActivations(l), ez[l], pass.activations(l));
        }
    }

    private double[] backward() {
        double[] gradients = new double[parameters.length];
        double[] eda = LossErrors.backward(network.spec().loss(), pass.outputs(), ea[ea.length - 1], targets);
        for (int l = ez.length - 1; l >= 0; l--) {
            edz[l] = ActivationErrors.backward(
                    layerSpec(l).activation(),
                    pass.preActivations(l),
                    ez[l],
                    pass.activations(l),
                    ea[l],
                    pass.activationGradients(l),
                    eda);
            errorsOf(l).parameterGradients(pass.inputs(l), inputErrors(l), pass.deltas(l), edz[l], gradients);
            if (l > 0) {
                eda = errorsOf(l).inputGradients(pass.deltas(l), edz[l]);
            }
        }
        return gradients;
    }

    /** The samples are the same float32 values on both sides. */
    private double[] inputErrors(int layer) {
        return layer == 0 ? new double[pass.inputs(0).length] : ea[layer - 1];
    }

    private DenseErrors errorsOf(int layer) {
        List<Dense> layers = network.layers();
        return new DenseErrors(layers.get(layer), parameters, pass.size());
    }

    private LayerSpec layerSpec(int layer) {
        return network.spec().layers().get(layer);
    }
}
