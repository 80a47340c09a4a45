package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.protocol.MemoryPlan;
import org.apiguardian.api.API;

/** Watches a training run, on its thread. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface TrainingListener {
    /** Watches nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /** The board has set the network up. */
    default void onConfigured(MemoryPlan memory) {}

    /**
     * A batch was trained.
     *
     * @param epoch from 1
     * @param batch within the epoch, from 1
     * @param batches of the epoch
     * @param soFar mean loss of the epoch's samples up to now
     */
    default void onBatch(int epoch, int batch, int batches, EpochLoss soFar) {}

    /** A batch was trained; what board and reference computed for it alone. */
    default void onBatchLoss(EpochLoss loss) {}

    /** A batch was judged. */
    default void onJudged(Comparison gradients) {}

    /** An epoch has ended. */
    default void onEpoch(int epoch, EpochLoss loss) {}
}
