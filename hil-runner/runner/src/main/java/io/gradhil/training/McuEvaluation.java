package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Limit;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import org.apiguardian.api.API;

/**
 * The loss of a batch, computed forward only.
 *
 * @param loss the board's mean over samples and outputs
 * @param reference the reference at the board's parameters
 * @param batch the samples
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record McuEvaluation(float loss, Network reference, Batch batch) {
    /** Compares the loss with the reference's, within its rounding error's bound. */
    public Comparison compareLoss() {
        ErrorBounds bounds = ErrorModel.of(reference, batch);
        return Comparison.single(
                "evaluation loss",
                Limit.ROUNDING_BOUND,
                loss,
                bounds.reference().step().loss(),
                bounds.loss());
    }
}
