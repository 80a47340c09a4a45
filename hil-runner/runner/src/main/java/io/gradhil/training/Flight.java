package io.gradhil.training;

import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.Pending;
import io.gradhil.protocol.Readable;
import io.gradhil.protocol.StepReply;
import io.gradhil.protocol.StreamReply;
import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import org.jspecify.annotations.Nullable;

/** One batch on its way: what was asked of the board and may have to be asked again after a reset. */
final class Flight {
    private final Batch batch;
    private final boolean withGradients;
    private final boolean withState;
    private boolean applied;

    private @Nullable Pending<StreamReply> loss;
    private @Nullable Pending<float[]> parameters;
    private @Nullable Pending<float[]> optimizer;
    private @Nullable Pending<float[]> gradients;
    private @Nullable Pending<StepReply> step;

    /**
     * Plans a flight.
     *
     * @param withGradients whether the gradients are read
     * @param withState whether parameters and optimizer's state are read, as they are before the batch is applied
     */
    Flight(Batch batch, boolean withGradients, boolean withState) {
        this.batch = batch;
        this.withGradients = withGradients;
        this.withState = withState;
    }

    Batch batch() {
        return batch;
    }

    boolean withGradients() {
        return withGradients;
    }

    boolean withState() {
        return withState;
    }

    /** Tells whether the board was told to apply the gradients. */
    boolean isApplied() {
        return applied;
    }

    /** Hands everything over, or everything again. */
    void submit(SampleSender samples, NetworkSpec spec) {
        McuClient client = samples.client();
        if (withState) {
            parameters = client.submitRead(
                    Readable.PARAMETERS, 0, new float[spec.layout().count()]);
            optimizer = client.submitRead(Readable.OPTIMIZER_STATE, 0, new float[BoardState.optimizerNumbers(spec)]);
        }
        loss = samples.submitBatch(batch);
        if (withGradients) {
            gradients = client.submitRead(
                    Readable.GRADIENTS, 0, new float[spec.layout().count()]);
        }
        if (applied) {
            step = client.submitStep();
        }
    }

    /** Hands over that the gradients are to be applied. */
    void apply(McuClient client) {
        applied = true;
        step = client.submitStep();
    }

    float loss() {
        return get(loss).loss();
    }

    float[] gradients() {
        return get(gradients);
    }

    float[] parameters() {
        return get(parameters);
    }

    float[] optimizer() {
        return get(optimizer);
    }

    StepReply step() {
        return get(step);
    }

    private static <T> T get(@Nullable Pending<T> pending) {
        if (pending == null) {
            throw new IllegalStateException("This was not asked of the board");
        }
        return pending.get();
    }
}
