package io.gradhil.suites.tensorflow;

import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Adds an optimizer's update to a graph. One that keeps a state makes a {@link TensorFlowVariable} for it. */
@FunctionalInterface
interface TensorFlowOptimizer {

    /**
     * Adds one step.
     *
     * @param parameter changed whenever all returned operations run
     * @param gradient of the loss, the parameter's shape
     * @return what has to run
     */
    List<Op> step(Ops tf, TensorFlowVariable parameter, Operand<TFloat32> gradient);

    /**
     * Translates an optimizer.
     *
     * @throws IllegalArgumentException if it has no translation yet
     */
    static TensorFlowOptimizer of(Optimizer optimizer) {
        if (optimizer instanceof Sgd sgd) {
            return sgd(sgd.learningRate());
        }
        throw new IllegalArgumentException(
                "TensorFlowOptimizer has no " + optimizer + " yet; it has SGD. Add it beside that.");
    }

    /** {@code w <- w - eta g}. */
    private static TensorFlowOptimizer sgd(float learningRate) {
        return (tf, parameter, gradient) -> {
            Operand<TFloat32> change = tf.math.mul(tf.constant(learningRate), gradient);
            return List.of(parameter.assign(tf.math.sub(parameter.value(), change)));
        };
    }
}
