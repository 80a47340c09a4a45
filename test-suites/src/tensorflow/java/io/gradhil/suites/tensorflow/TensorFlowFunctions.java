package io.gradhil.suites.tensorflow;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Loss;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Says what the reference's names are called in TensorFlow. Only forward: the derivatives are TensorFlow's own. A new name does not
 * compile until it has a line here.
 */
final class TensorFlowFunctions {
    private TensorFlowFunctions() {}

    /** Adds {@code a = f(z)}, of the shape of {@code z}. */
    static Operand<TFloat32> activation(Ops tf, Activation activation, Operand<TFloat32> z) {
        return switch (activation) {
            case LINEAR -> z;
            case RELU -> tf.nn.relu(z);
            case SIGMOID -> tf.math.sigmoid(z);
            case TANH -> tf.math.tanh(z);
        };
    }

    /** Adds the loss, a scalar: the mean over the batch and the outputs of {@code y} and {@code t}, both (B, out). */
    static Operand<TFloat32> loss(Ops tf, Loss loss, Operand<TFloat32> y, Operand<TFloat32> t) {
        Operand<TFloat32> residual = tf.math.sub(y, t);
        Operand<TFloat32> each =
                switch (loss) {
                    case MSE -> tf.math.square(residual);
                };
        return tf.math.mean(each, tf.array(0, 1));
    }
}
