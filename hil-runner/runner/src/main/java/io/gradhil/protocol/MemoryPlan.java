package io.gradhil.protocol;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * How a board divides its memory for a network, in bytes.
 *
 * @param parameterCount number of parameters
 * @param parameters weights and biases
 * @param gradients their gradients; none with online update
 * @param activations outputs of all layers, and what the layers hand back
 * @param deltas what else it takes to hand derivatives back: something with online update only
 * @param optimizer the optimizer's state
 * @param samples the samples that are being gathered
 * @param total all of these
 * @param available what the board has
 * @param group number of samples that are computed together
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record MemoryPlan(
        int parameterCount,
        int parameters,
        int gradients,
        int activations,
        int deltas,
        int optimizer,
        int samples,
        int total,
        int available,
        int group) {
    static final int BYTES = 40;

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
                reply.getInt(),
                reply.getInt());
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d of %,d bytes: parameters %,d, gradients %,d, activations %,d, deltas %,d, optimizer %,d,"
                        + " samples %,d",
                total,
                available,
                parameters,
                gradients,
                activations,
                deltas,
                optimizer,
                samples);
    }
}
