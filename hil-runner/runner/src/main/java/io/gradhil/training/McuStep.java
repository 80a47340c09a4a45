package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.GradientHints;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.Tolerance;
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
    private @Nullable BoardState before;
    private float @Nullable [] gradients;
    private @Nullable GradientDigest digest;
    private @Nullable ErrorBounds bounds;

    /**
     * Notes a step.
     *
     * @param before what the board had, or null if the host has to read it
     */
    McuStep(McuTrainer trainer, NetworkSpec spec, Batch batch, float loss, @Nullable BoardState before) {
        this.trainer = trainer;
        this.spec = spec;
        this.batch = batch;
        this.loss = loss;
        this.before = before;
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

    /**
     * Returns a CRC-32 for each parameter instead of its gradients, when only equality with others is asked: 8 bytes on the wire for a
     * layer. The board is asked at the first call; gradients that were read before are not looked at.
     *
     * @throws IllegalStateException if the board has gone on to another batch or applied this one meanwhile
     */
    public GradientDigest gradientDigest() {
        if (digest == null) {
            digest = trainer.digest(this);
        }
        return digest;
    }

    /** The gradients were read with the batch. */
    void received(float[] values) {
        gradients = values;
    }

    /** Returns what the board had when it computed this step. */
    BoardState before() {
        if (before == null) {
            before = trainer.readState(this);
        }
        return before;
    }

    /** Tells whether the gradients were read from the board. */
    boolean gradientsRead() {
        return gradients != null;
    }

    /** Compares the loss with the reference's, within {@link Tolerance#derived}. */
    public Comparison compareLoss() {
        ErrorBounds expected = bounds();
        Predictions predictions =
                Predictions.single("loss", expected.reference().step().loss(), expected.loss(), expected.lossSigma());
        return new Comparison(predictions, new float[] {loss}, Tolerance.derived());
    }

    /** Compares every gradient with the reference's, within {@link Tolerance#derived}. */
    public Comparison compareGradients() {
        ErrorBounds expected = bounds();
        Predictions predictions = new Predictions(
                "gradient",
                spec.layout()::describe,
                true,
                expected.reference().step().gradients().values(),
                expected.gradients().values(),
                expected.gradientSigmas().values());
        Comparison all = new Comparison(predictions, gradients(), Tolerance.derived());
        return all.withHint(() -> GradientHints.find(reference(), batch, all, gradients()));
    }

    private Network reference() {
        BoardState state = before();
        return new Network(spec, state.parameters(), state.forReference(spec.optimizer()));
    }

    private ErrorBounds bounds() {
        if (bounds == null) {
            bounds = ErrorModel.of(reference(), batch);
        }
        return bounds;
    }
}
