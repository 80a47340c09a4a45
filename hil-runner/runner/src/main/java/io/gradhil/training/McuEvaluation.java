package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.Tolerance;
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
    /** Compares the loss with the reference's, within {@link Tolerance#derived}. */
    public Comparison compareLoss() {
        ErrorBounds expected = ErrorModel.of(reference, batch);
        Predictions predictions = Predictions.single(
                "evaluation loss", expected.reference().step().loss(), expected.loss(), expected.lossSigma());
        return new Comparison(predictions, new float[] {loss}, Tolerance.derived());
    }
}
