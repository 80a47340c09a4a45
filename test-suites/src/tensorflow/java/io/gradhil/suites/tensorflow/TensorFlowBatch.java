package io.gradhil.suites.tensorflow;

import io.gradhil.reference.Batch;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** A batch as two tensors, inputs (B, in) and targets (B, out), with the very bits that every engine gets. */
final class TensorFlowBatch implements AutoCloseable {
    private final TFloat32 inputs;
    private final TFloat32 targets;

    TensorFlowBatch(Batch batch) {
        float[] rows = batch.values();
        inputs = columns(rows, batch, 0, batch.inputs());
        try {
            targets = columns(rows, batch, batch.inputs(), batch.outputs());
        } catch (RuntimeException | Error e) {
            inputs.close();
            throw e;
        }
    }

    private static TFloat32 columns(float[] rows, Batch batch, int from, int count) {
        float[] columns = new float[batch.size() * count];
        int width = batch.inputs() + batch.outputs();
        for (int row = 0; row < batch.size(); row++) {
            System.arraycopy(rows, row * width + from, columns, row * count, count);
        }
        return Tensors.of(Shape.of(batch.size(), count), columns);
    }

    TFloat32 inputs() {
        return inputs;
    }

    TFloat32 targets() {
        return targets;
    }

    @Override
    public void close() {
        targets.close();
        inputs.close();
    }
}
