package io.gradhil.suites.tensorflow;

import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.ParameterLayout;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Adds an optimizer's update to a graph, by its formula in the Javadoc of {@link Optimizer} and in {@code firmware/PROTOCOL.md}, STEP.
 *
 * <p>TensorFlow's own operation for Adam is not used: it has epsilon elsewhere.
 */
final class TensorFlowOptimizer {
    private final Ops tf;
    private final Optimizer settings;
    private final List<TensorFlowVariable> parameters;
    private final List<TensorFlowVariable> first;
    private final List<TensorFlowVariable> second;
    private final List<TensorFlowVariable> powers = new ArrayList<>();

    /**
     * Adds the variables of what the optimizer remembers; nothing is in them yet.
     *
     * @param parameters one for each block of {@code layout}
     */
    TensorFlowOptimizer(Ops tf, Optimizer settings, ParameterLayout layout, List<TensorFlowVariable> parameters) {
        this.tf = tf;
        this.settings = settings;
        this.parameters = parameters;
        this.first = settings.statesPerParameter() > 0 ? remembered(layout, "first") : List.of();
        this.second = settings.statesPerParameter() > 1 ? remembered(layout, "second") : List.of();
        if (settings instanceof Adam) {
            powers.add(new TensorFlowVariable(tf, "power1", Shape.scalar()));
            powers.add(new TensorFlowVariable(tf, "power2", Shape.scalar()));
        }
    }

    private List<TensorFlowVariable> remembered(ParameterLayout layout, String name) {
        List<TensorFlowVariable> variables = new ArrayList<>();
        for (ParameterBlock block : layout.blocks()) {
            variables.add(new TensorFlowVariable(tf, block.name() + "." + name, TensorFlowVariable.shapeOf(block)));
        }
        return variables;
    }

    /** Returns the velocities or first moments, one for each block; none for SGD. */
    List<TensorFlowVariable> first() {
        return first;
    }

    /** Returns the second moments, one for each block; none for all but Adam. */
    List<TensorFlowVariable> second() {
        return second;
    }

    /** Returns Adam's powers of beta1 and beta2; none for all others. */
    List<TensorFlowVariable> powers() {
        return powers;
    }

    /**
     * Adds one step: clipping, then weight decay, then the optimizer's own formula.
     *
     * @param gradients of the loss, one for each block
     * @return what has to run
     */
    List<Op> step(List<Operand<TFloat32>> gradients) {
        List<Operand<TFloat32>> clipped = clipped(gradients);
        List<Operand<TFloat32>> prepared = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            prepared.add(decayed(clipped.get(i), parameters.get(i)));
        }
        if (settings instanceof Sgd) {
            return each(prepared, this::sgd);
        }
        if (settings instanceof Momentum momentum) {
            return each(prepared, (i, g) -> momentum(momentum.momentum(), false, i, g));
        }
        if (settings instanceof Nesterov nesterov) {
            return each(prepared, (i, g) -> momentum(nesterov.momentum(), true, i, g));
        }
        return adam((Adam) settings, prepared);
    }

    private interface BlockStep {
        Stream<Op> step(int block, Operand<TFloat32> gradient);
    }

    private static List<Op> each(List<Operand<TFloat32>> gradients, BlockStep step) {
        List<Op> updates = new ArrayList<>();
        for (int i = 0; i < gradients.size(); i++) {
            step.step(i, gradients.get(i)).forEach(updates::add);
        }
        return updates;
    }

    /** {@code g <- f g} with {@code f = min(1, clip / |g|)}, |g| the Euclidean norm over all blocks. */
    private List<Operand<TFloat32>> clipped(List<Operand<TFloat32>> gradients) {
        if (settings.clipNorm() == 0) {
            return gradients;
        }
        List<Operand<TFloat32>> squares = new ArrayList<>();
        for (Operand<TFloat32> g : gradients) {
            squares.add(tf.math.mul(tf.constant(2f), tf.nn.l2Loss(g)));
        }
        Operand<TFloat32> norm = tf.math.sqrt(tf.math.addN(squares));
        Operand<TFloat32> clip = constant(settings.clipNorm());
        Operand<TFloat32> factor = tf.math.div(clip, tf.math.maximum(norm, clip));
        return gradients.stream().map(g -> times(factor, g)).toList();
    }

    /** {@code g <- g + lambda w}. */
    private Operand<TFloat32> decayed(Operand<TFloat32> g, TensorFlowVariable w) {
        return settings.weightDecay() == 0 ? g : plus(g, times(constant(settings.weightDecay()), w.value()));
    }

    /** {@code w <- w - eta g}. */
    private Stream<Op> sgd(int i, Operand<TFloat32> g) {
        return Stream.of(descend(i, times(constant(settings.learningRate()), g)));
    }

    /** {@code v <- mu v + g}, {@code w <- w - eta v}; ahead, {@code w <- w - eta (g + mu v)} with the new v. */
    private Stream<Op> momentum(float momentum, boolean ahead, int i, Operand<TFloat32> g) {
        Operand<TFloat32> mu = constant(momentum);
        Operand<TFloat32> v = plus(times(mu, first.get(i).value()), g);
        Operand<TFloat32> direction = ahead ? plus(g, times(mu, v)) : v;
        return Stream.of(first.get(i).assign(v), descend(i, times(constant(settings.learningRate()), direction)));
    }

    /** The powers are taken further once for all blocks. */
    private List<Op> adam(Adam adam, List<Operand<TFloat32>> gradients) {
        Operand<TFloat32> power1 = times(powers.get(0).value(), constant(adam.beta1()));
        Operand<TFloat32> power2 = times(powers.get(1).value(), constant(adam.beta2()));
        List<Op> updates = each(gradients, (i, g) -> adam(adam, unbias(power1), unbias(power2), i, g));
        updates.add(powers.get(0).assign(power1));
        updates.add(powers.get(1).assign(power2));
        return updates;
    }

    /** {@code 1 / (1 - p)}. */
    private Operand<TFloat32> unbias(Operand<TFloat32> power) {
        return tf.math.div(constant(1), tf.math.sub(constant(1), power));
    }

    /** {@code m <- beta1 m + (1 - beta1) g}, {@code v <- beta2 v + (1 - beta2) g^2}, {@code w <- w - eta r1 m / (sqrt(r2 v) + epsilon)}. */
    private Stream<Op> adam(Adam adam, Operand<TFloat32> r1, Operand<TFloat32> r2, int i, Operand<TFloat32> g) {
        Operand<TFloat32> m = average(adam.beta1(), first.get(i), g);
        Operand<TFloat32> v = average(adam.beta2(), second.get(i), tf.math.square(g));
        Operand<TFloat32> numerator = times(constant(adam.learningRate()), times(m, r1));
        Operand<TFloat32> denominator = plus(tf.math.sqrt(times(v, r2)), constant(adam.epsilon()));
        return Stream.of(
                first.get(i).assign(m), second.get(i).assign(v), descend(i, tf.math.div(numerator, denominator)));
    }

    private Operand<TFloat32> average(float beta, TensorFlowVariable old, Operand<TFloat32> next) {
        return plus(times(constant(beta), old.value()), times(constant(1 - beta), next));
    }

    private Op descend(int i, Operand<TFloat32> change) {
        TensorFlowVariable w = parameters.get(i);
        return w.assign(tf.math.sub(w.value(), change));
    }

    private Operand<TFloat32> constant(float value) {
        return tf.constant(value);
    }

    private Operand<TFloat32> plus(Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.math.add(a, b);
    }

    private Operand<TFloat32> times(Operand<TFloat32> a, Operand<TFloat32> b) {
        return tf.math.mul(a, b);
    }
}
