package io.gradhil.training;

import io.gradhil.reference.NetworkSpec;
import org.apiguardian.api.API;

/**
 * What to train, and how closely to look.
 *
 * @param spec the network
 * @param epochs passes over the training part, 1 or more
 * @param batchSize samples in a batch, 1 or more; the last batch of an epoch may be smaller
 * @param verifyEvery judge the gradients of every so many batches, 1 or more; the first of a run is always judged
 * @param seed of the initial parameters and of the order of the samples
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TrainingPlan(NetworkSpec spec, int epochs, int batchSize, int verifyEvery, long seed) {
    public TrainingPlan {
        requirePositive("epochs", epochs);
        requirePositive("batch size", batchSize);
        requirePositive("verify", verifyEvery);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more: " + value);
        }
    }
}
