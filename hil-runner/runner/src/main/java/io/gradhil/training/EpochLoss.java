package io.gradhil.training;

import org.apiguardian.api.API;

/**
 * The mean loss over the samples of an epoch, each batch computed before its update.
 *
 * @param board what the board computed
 * @param reference what the reference computed, which trains by itself from the same start (free-running)
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record EpochLoss(double board, double reference) {
    /** Returns |board - reference| / reference. */
    public double relativeDifference() {
        return Math.abs(board - reference) / Math.abs(reference);
    }

    /** Adds the loss of a batch of {@code samples} to sums over samples. */
    EpochLoss plus(double boardLoss, double referenceLoss, int samples) {
        return new EpochLoss(board + boardLoss * samples, reference + referenceLoss * samples);
    }

    EpochLoss over(int samples) {
        return new EpochLoss(board / samples, reference / samples);
    }
}
