package io.gradhil.suites.tensorflow;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Moves float32 values between Java's heap and TensorFlow's, bit by bit. */
final class Tensors {
    private Tensors() {}

    /**
     * Copies values into a new tensor, which the caller closes.
     *
     * @param values as many as {@code shape} has elements, row-major, not modified
     */
    static TFloat32 of(Shape shape, float[] values) {
        return TFloat32.tensorOf(shape, DataBuffers.of(values, true, false));
    }

    /** Copies {@code count} values of a tensor to {@code target[offset]} and on. */
    static void copy(Tensor tensor, float[] target, int offset, int count) {
        ((TFloat32) tensor).copyTo(DataBuffers.of(target, false, false).slice(offset, count));
    }

    /** Returns the value of a tensor that has only one. */
    static float scalar(Tensor tensor) {
        return ((TFloat32) tensor).getFloat();
    }
}
