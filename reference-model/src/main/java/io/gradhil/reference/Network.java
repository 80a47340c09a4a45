package io.gradhil.reference;

import io.gradhil.reference.layer.Dense;
import io.gradhil.reference.optim.OptimizerState;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Computes a network in double precision: the truth that an engine is compared with.
 *
 * <p>Only {@link #apply} changes it. Not safe for use by several threads while one of them does.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Network {

    private final NetworkSpec spec;
    private final ParameterLayout layout;
    private final List<Dense> layers;
    private final double[] parameters;
    private final OptimizerState state;

    /**
     * Build a network before its first step.
     *
     * @param spec its shape
     * @param parameters all parameters in the order of {@link NetworkSpec#layout()}, finite; copied
     * @throws IllegalArgumentException if their number is not that of {@code spec} or one is NaN or infinite
     */
    public Network(NetworkSpec spec, double[] parameters) {
        this(spec, parameters, OptimizerState.initial(spec.optimizer(), parameters.length));
    }

    /**
     * Build a network that has been trained already.
     *
     * @param spec its shape
     * @param parameters all parameters in the order of {@link NetworkSpec#layout()}, finite; copied
     * @param state what its optimizer remembers; copied
     * @throws IllegalArgumentException if their number is not that of {@code spec} or one is NaN or infinite
     */
    public Network(NetworkSpec spec, double[] parameters, OptimizerState state) {
        this.spec = spec;
        this.layout = spec.layout();
        this.layers = layersOf(layout);
        requireCount("parameters", layout, parameters.length);
        this.parameters = parameters.clone();
        requireFinite();
        this.state = state.requireFor(spec.optimizer(), layout.count()).copy();
    }

    /**
     * Build a network from float32 parameters, which convert exactly.
     *
     * @param spec its shape
     * @param parameters all parameters in the order of {@link NetworkSpec#layout()}, finite; copied
     * @throws IllegalArgumentException if their number is not that of {@code spec} or one is NaN or infinite
     */
    public Network(NetworkSpec spec, float[] parameters) {
        this(spec, toDoubles(parameters));
    }

    /**
     * Build a network that an engine has trained already: its float32 parameters and state convert exactly.
     *
     * @param spec its shape
     * @param parameters all parameters in the order of {@link NetworkSpec#layout()}, finite; copied
     * @param state what its optimizer remembers; copied
     * @throws IllegalArgumentException if their number is not that of {@code spec} or one is NaN or infinite
     */
    public Network(NetworkSpec spec, float[] parameters, OptimizerState state) {
        this(spec, toDoubles(parameters), state);
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static List<Dense> layersOf(ParameterLayout layout) {
        List<Dense> layers = new ArrayList<>();
        for (ParameterBlock block : layout.blocks()) {
            if (!block.isBias()) {
                layers.add(new Dense(block.columns(), block.rows(), block.offset()));
            }
        }
        return List.copyOf(layers);
    }

    static int requireCount(String what, ParameterLayout layout, int count) {
        if (count != layout.count()) {
            throw new IllegalArgumentException(
                    "There are " + count + " " + what + "; the network has " + layout.count() + " parameters.");
        }
        return count;
    }

    private void requireFinite() {
        for (int i = 0; i < parameters.length; i++) {
            if (!Double.isFinite(parameters[i])) {
                throw new IllegalArgumentException(
                        layout.describe(i) + " is " + parameters[i] + "; every parameter must be finite.");
            }
        }
    }

    /**
     * Draw parameters to start from: He-uniform for layers with ReLU, leaky or not, Glorot-uniform for all others, biases 0. The same seed gives
     * the same bits everywhere.
     *
     * @param spec the shape
     * @param seed any value
     * @return all parameters in the order of {@link NetworkSpec#layout()}
     */
    public static float[] initialParameters(NetworkSpec spec, long seed) {
        return Initializer.draw(spec, seed);
    }

    /**
     * Give the shape.
     *
     * @return never null
     */
    public NetworkSpec spec() {
        return spec;
    }

    /**
     * Give the layers, each with the place of its parameters.
     *
     * @return first to last, at least one
     */
    public List<Dense> layers() {
        return layers;
    }

    /**
     * Give the parameters as they are now.
     *
     * @return a copy, in the order of {@link NetworkSpec#layout()}
     */
    public double[] parameters() {
        return parameters.clone();
    }

    /**
     * Give what the optimizer remembers.
     *
     * @return a copy
     */
    public OptimizerState optimizerState() {
        return state.copy();
    }

    /**
     * Compute the loss and its gradients; the parameters stay as they are.
     *
     * @param batch samples of the network's shape
     * @return loss and gradients, never null
     * @throws IllegalArgumentException if the batch has another shape
     */
    public Step backward(Batch batch) {
        return traced(batch).step();
    }

    /**
     * Do as {@link #backward} and keep every intermediate value.
     *
     * @param batch samples of the network's shape
     * @return all values, never null
     * @throws IllegalArgumentException if the batch has another shape
     */
    public TracedStep traced(Batch batch) {
        Pass pass = forward(batch);
        double[] targets = batch.targetValues();
        double loss = spec.loss().value(pass.outputs(), targets);
        double[] gradients = pass.backward(layers, parameters, targets);
        return new TracedStep(new Step(loss, Gradients.owning(layout, gradients)), pass);
    }

    /**
     * Compute the loss.
     *
     * @param batch samples of the network's shape
     * @return mean over the batch and the outputs
     * @throws IllegalArgumentException if the batch has another shape
     */
    public double loss(Batch batch) {
        return spec.loss().value(forward(batch).outputs(), batch.targetValues());
    }

    /**
     * Compute the outputs of samples; their targets play no part.
     *
     * @param batch samples of the network's shape
     * @return (B, outputs) row-major
     * @throws IllegalArgumentException if the batch has another shape
     */
    public double[] predict(Batch batch) {
        return forward(batch).outputs();
    }

    /**
     * Compute the outputs of samples.
     *
     * @param inputs (B, inputs) row-major, B at least 1
     * @return (B, outputs) row-major
     * @throws IllegalArgumentException if {@code inputs} is empty or not whole rows
     */
    public double[] predict(float[] inputs) {
        if (inputs.length == 0 || inputs.length % spec.inputs() != 0) {
            throw new IllegalArgumentException(
                    inputs.length + " inputs are not whole samples; a sample has " + spec.inputs() + " inputs.");
        }
        return Pass.forward(spec, layers, parameters, toDoubles(inputs)).outputs();
    }

    /**
     * Take one step of the optimizer.
     *
     * @param gradients of this network's parameters
     * @throws IllegalArgumentException if they belong to a network of another shape
     */
    public void apply(Gradients gradients) {
        if (!gradients.layout().equals(layout)) {
            throw new IllegalArgumentException("The gradients belong to another network: " + gradients.layout()
                    + "; this one has " + layout + ".");
        }
        spec.optimizer().step(parameters, gradients.shared(), state);
    }

    private Pass forward(Batch batch) {
        if (batch.inputs() != spec.inputs() || batch.outputs() != spec.outputs()) {
            throw new IllegalArgumentException("The batch has " + batch.inputs() + " inputs and " + batch.outputs()
                    + " targets; the network has " + spec.inputs() + " inputs and " + spec.outputs() + " outputs.");
        }
        return Pass.forward(spec, layers, parameters, batch.inputValues());
    }
}
