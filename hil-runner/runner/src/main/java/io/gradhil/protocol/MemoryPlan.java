package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * How a board divides its memory for a network, in bytes.
 *
 * @param parameterCount number of parameters
 * @param parameters weights and biases
 * @param gradients their gradients
 * @param activations outputs of all layers
 * @param deltas derivatives of the loss handed from layer to layer
 * @param optimizer the optimizer's state
 * @param sample the sample that is being received
 * @param total all of these
 * @param available what the board has
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record MemoryPlan(
        int parameterCount,
        int parameters,
        int gradients,
        int activations,
        int deltas,
        int optimizer,
        int sample,
        int total,
        int available) {
    static final int BYTES = 36;

    static MemoryPlan of(ByteBuffer reply) {
        return new MemoryPlan(
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt(),
                reply.getInt());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d bytes: parameters %,d, gradients %,d, activations %,d, deltas %,d, optimizer %,d,"
                        + " sample %,d",
                total,
                available,
                parameters,
                gradients,
                activations,
                deltas,
                optimizer,
                sample);
    }
}
