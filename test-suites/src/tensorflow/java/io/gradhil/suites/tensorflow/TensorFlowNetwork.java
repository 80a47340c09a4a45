package io.gradhil.suites.tensorflow;

import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.ParameterLayout;
import io.gradhil.reference.optim.OptimizerState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * Computes and trains a network with TensorFlow in float32. The graph is forward only; gradients are TensorFlow's automatic
 * differentiation of the loss.
 *
 * <p>One thread, so that the same sums are made in the same order in each run. TensorFlow flushes numbers below 2^-126 to zero, which
 * the bounds of {@code ErrorModel} do not provide for: it is a witness for numbers of usual size only.
 */
final class TensorFlowNetwork implements AutoCloseable {
    private final ParameterLayout layout;
    private final List<TensorFlowVariable> variables = new ArrayList<>();
    private final List<Op> updates = new ArrayList<>();
    private final Graph graph = new Graph();
    private final Placeholder<TFloat32> inputs;
    private final Placeholder<TFloat32> targets;
    private final Operand<TFloat32> loss;
    private final Output<?>[] gradients;
    private final TensorFlowOptimizer optimizer;
    private final Session session;

    /**
     * Builds a network.
     *
     * @param parameters what it starts from, numbered as {@link NetworkSpec#layout} says; not modified
     * @throws IllegalArgumentException if their number is not that of {@code spec}
     */
    TensorFlowNetwork(NetworkSpec spec, float[] parameters) {
        this.layout = spec.layout();
        try {
            Ops tf = Ops.create(graph);
            inputs = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, spec.inputs())));
            targets = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, spec.outputs())));
            loss = TensorFlowFunctions.loss(tf, spec.loss(), outputs(tf, spec), targets);
            gradients = differentiate();
            optimizer = new TensorFlowOptimizer(tf, spec.optimizer(), layout, variables);
            addUpdates();
            session = new Session(graph, oneThread());
        } catch (RuntimeException | Error e) {
            graph.close();
            throw e;
        }
        try {
            setParameters(parameters);
            forget();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static ConfigProto oneThread() {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(1)
                .setInterOpParallelismThreads(1)
                .build();
    }

    /** Adds {@code a = f(x W^T + b)} for each layer: x (B, in), W (out, in), b (out). */
    private Operand<TFloat32> outputs(Ops tf, NetworkSpec spec) {
        Operand<TFloat32> x = inputs;
        for (LayerSpec layer : spec.layers()) {
            TensorFlowVariable weight = addVariable(tf);
            TensorFlowVariable bias = addVariable(tf);
            Operand<TFloat32> product = tf.linalg.matMul(x, weight.value(), MatMul.transposeB(true));
            Operand<TFloat32> z = tf.nn.biasAdd(product, bias.value());
            x = TensorFlowFunctions.activation(tf, layer.activation(), z);
        }
        return x;
    }

    private TensorFlowVariable addVariable(Ops tf) {
        ParameterBlock block = layout.blocks().get(variables.size());
        TensorFlowVariable variable = new TensorFlowVariable(tf, block.name(), TensorFlowVariable.shapeOf(block));
        variables.add(variable);
        return variable;
    }

    private Output<?>[] differentiate() {
        Output<?>[] values =
                variables.stream().map(variable -> variable.value().asOutput()).toArray(Output<?>[]::new);
        return graph.addGradients(loss.asOutput(), values);
    }

    private void addUpdates() {
        List<Operand<TFloat32>> operands = new ArrayList<>();
        for (Output<?> gradient : gradients) {
            operands.add(gradient.expect(TFloat32.class));
        }
        updates.addAll(optimizer.step(operands));
    }

    /** Computes loss and gradients; the parameters stay as they are. */
    TensorFlowStep backward(Batch batch) {
        try (TensorFlowBatch fed = new TensorFlowBatch(batch)) {
            Session.Runner runner = runner(fed).fetch(loss);
            Arrays.stream(gradients).forEach(runner::fetch);
            try (Result result = runner.run()) {
                return new TensorFlowStep(layout, Tensors.scalar(result.get(0)), join(result, 1));
            }
        }
    }

    /** Takes one step of the optimizer; returns the loss before it. */
    float train(Batch batch) {
        try (TensorFlowBatch fed = new TensorFlowBatch(batch)) {
            return train(fed);
        }
    }

    /** Does as {@link #train(Batch)} with samples that TensorFlow has already. */
    float train(TensorFlowBatch fed) {
        Session.Runner runner = runner(fed).fetch(loss);
        updates.forEach(runner::addTarget);
        try (Result result = runner.run()) {
            return Tensors.scalar(result.get(0));
        }
    }

    private Session.Runner runner(TensorFlowBatch fed) {
        return session.runner().feed(inputs, fed.inputs()).feed(targets, fed.targets());
    }

    /** Returns the parameters as they are now, numbered as {@link NetworkSpec#layout} says. */
    float[] parameters() {
        return read(variables);
    }

    /** Returns what the optimizer remembers now. */
    OptimizerState state() {
        List<TensorFlowVariable> powers = optimizer.powers();
        return OptimizerState.of(
                read(optimizer.first()),
                read(optimizer.second()),
                powers.isEmpty() ? 1 : read(powers.get(0)),
                powers.isEmpty() ? 1 : read(powers.get(1)));
    }

    private float[] read(List<TensorFlowVariable> blocks) {
        if (blocks.isEmpty()) {
            return new float[0];
        }
        Session.Runner runner = session.runner();
        blocks.forEach(variable -> runner.fetch(variable.value()));
        try (Result result = runner.run()) {
            return join(result, 0);
        }
    }

    private float read(TensorFlowVariable scalar) {
        try (Result result = session.runner().fetch(scalar.value()).run()) {
            return Tensors.scalar(result.get(0));
        }
    }

    /** Lays the blocks in {@code result[from]} and on one after another. */
    private float[] join(Result result, int from) {
        float[] joined = new float[layout.count()];
        List<ParameterBlock> blocks = layout.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            Tensors.copy(
                    result.get(from + i),
                    joined,
                    blocks.get(i).offset(),
                    blocks.get(i).size());
        }
        return joined;
    }

    /**
     * Replaces all parameters; what the optimizer remembers stays.
     *
     * @throws IllegalArgumentException if their number is not that of the network
     */
    void setParameters(float[] parameters) {
        if (parameters.length != layout.count()) {
            throw new IllegalArgumentException(
                    "There are " + parameters.length + " parameters; the network has " + layout.count() + ".");
        }
        for (int i = 0; i < variables.size(); i++) {
            ParameterBlock block = layout.blocks().get(i);
            set(variables.get(i), Arrays.copyOfRange(parameters, block.offset(), block.offset() + block.size()));
        }
    }

    /** Sets the optimizer back to where it begins. */
    private void forget() {
        for (TensorFlowVariable variable : optimizer.first()) {
            set(variable, new float[(int) variable.shape().size()]);
        }
        for (TensorFlowVariable variable : optimizer.second()) {
            set(variable, new float[(int) variable.shape().size()]);
        }
        for (TensorFlowVariable power : optimizer.powers()) {
            set(power, new float[] {1});
        }
    }

    private void set(TensorFlowVariable variable, float[] values) {
        try (TFloat32 tensor = Tensors.of(variable.shape(), values)) {
            session.runner()
                    .feed(variable.fed(), tensor)
                    .addTarget(variable.assignFed())
                    .run()
                    .close();
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } finally {
            graph.close();
        }
    }
}
