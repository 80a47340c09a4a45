package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Limit;
import io.gradhil.protocol.Readable;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One batch that a board was trained on: its loss and gradients, and the reference at the very parameters that the board
 * had (lockstep: one batch's error stays one batch's error). Nothing but the loss is read from the board before it is
 * asked for.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McuStep {
    private final McuTrainer trainer;
    private final NetworkSpec spec;
    private final Batch batch;
    private final float loss;
    private float @Nullable [] parameters;
    private float @Nullable [] gradients;
    private @Nullable ErrorBounds bounds;

    /**
     * Notes a step.
     *
     * @param parameters those that the board had, or null if the host has to read them
     */
    McuStep(McuTrainer trainer, NetworkSpec spec, Batch batch, float loss, float @Nullable [] parameters) {
        this.trainer = trainer;
        this.spec = spec;
        this.batch = batch;
        this.loss = loss;
        this.parameters = parameters;
    }

    /** Returns the batch. */
    public Batch batch() {
        return batch;
    }

    /** Returns the board's loss: the mean over samples and outputs. */
    public float loss() {
        return loss;
    }

    /**
     * Returns the board's gradients, numbered as its parameters; read from the board at the first call. Not a copy.
     *
     * @throws IllegalStateException if the board has gone on to another batch meanwhile
     */
    public float[] gradients() {
        if (gradients == null) {
            gradients = trainer.read(this, Readable.GRADIENTS);
        }
        return gradients;
    }

    /** Returns the parameters that the board had when it computed this step. Not a copy. */
    float[] parameters() {
        if (parameters == null) {
            parameters = trainer.read(this, Readable.PARAMETERS);
        }
        return parameters;
    }

    /** Tells whether the gradients were read from the board. */
    boolean gradientsRead() {
        return gradients != null;
    }

    /** Compares the loss with the reference's, within its rounding error's bound. */
    public Comparison compareLoss() {
        return Comparison.single(
                "loss", Limit.ROUNDING_BOUND, loss, bounds().reference().step().loss(), bounds().loss());
    }

    /** Compares every gradient with the reference's, within its rounding error's bound. */
    public Comparison compareGradients() {
        double[] expected = bounds().reference().step().gradients().values();
        double[] limits = bounds().gradients().values();
        return new Comparison("gradient", Limit.ROUNDING_BOUND, spec.layout()::describe, gradients(), expected, limits);
    }

    private ErrorBounds bounds() {
        if (bounds == null) {
            bounds = ErrorModel.of(new Network(spec, parameters()), batch);
        }
        return bounds;
    }
}
