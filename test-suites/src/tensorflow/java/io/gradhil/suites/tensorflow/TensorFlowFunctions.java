package io.gradhil.suites.tensorflow;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.loss.MeanAbsoluteError;
import io.gradhil.reference.loss.MeanSquaredError;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;

/**
 * Says what the reference's names are called in TensorFlow. Only forward: the derivatives are TensorFlow's own. A new
 * activation does not compile until it has a line here.
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
            case LEAKY_RELU -> tf.nn.leakyRelu(z, LeakyRelu.alpha((float) Activation.LEAKY_SLOPE));
        };
    }

    /** Adds the loss, a scalar: the mean over the batch and the outputs of {@code y} and {@code t}, both (B, out). */
    static Operand<TFloat32> loss(Ops tf, Loss loss, Operand<TFloat32> y, Operand<TFloat32> t) {
        Operand<TFloat32> residual = tf.math.sub(y, t);
        return tf.math.mean(terms(tf, loss, residual), tf.array(0, 1));
    }

    private static Operand<TFloat32> terms(Ops tf, Loss loss, Operand<TFloat32> residual) {
        if (loss instanceof MeanSquaredError) {
            return tf.math.square(residual);
        }
        if (loss instanceof MeanAbsoluteError) {
            return tf.math.abs(residual);
        }
        return huber(tf, ((Huber) loss).delta(), residual);
    }

    /** {@code r^2 / 2} where {@code |r| <= delta}, else {@code delta (|r| - delta / 2)}. */
    private static Operand<TFloat32> huber(Ops tf, float delta, Operand<TFloat32> residual) {
        Operand<TFloat32> magnitude = tf.math.abs(residual);
        Operand<TFloat32> square = tf.math.mul(tf.constant(0.5f), tf.math.square(residual));
        Operand<TFloat32> line = tf.math.mul(tf.constant(delta), tf.math.sub(magnitude, tf.constant(0.5f * delta)));
        return tf.select(tf.math.lessEqual(magnitude, tf.constant(delta)), square, line);
    }
}
