package io.gradhil.training;

import io.gradhil.judge.Comparison;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * What a training run came to.
 *
 * @param epochs loss of each epoch
 * @param losses loss of each batch
 * @param verification what was judged
 * @param heldOut loss on the held-out part after training, of the board and of the free-running reference; empty if the
 *     run ended early
 * @param parameterCrc CRC-32 of the board's parameters at the end
 * @param batches batches trained
 * @param samples how they went, those of the held-out part included
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TrainingReport(
        List<EpochLoss> epochs,
        List<EpochLoss> losses,
        Verification verification,
        Optional<EpochLoss> heldOut,
        int parameterCrc,
        int batches,
        SamplesSent samples) {

    /** Returns the comparisons that failed, potentially empty. */
    public List<Comparison> failures() {
        return verification.failures();
    }
}
