package io.gradhil.cli;

import io.gradhil.judge.Comparison;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.TrainingListener;

/** Two listeners as one. */
record Listeners(TrainingListener first, TrainingListener second) implements TrainingListener {
    @Override
    public void onConfigured(MemoryPlan memory) {
        first.onConfigured(memory);
        second.onConfigured(memory);
    }

    @Override
    public void onBatch(int epoch, int batch, int batches, EpochLoss soFar) {
        first.onBatch(epoch, batch, batches, soFar);
        second.onBatch(epoch, batch, batches, soFar);
    }

    @Override
    public void onBatchLoss(EpochLoss loss) {
        first.onBatchLoss(loss);
        second.onBatchLoss(loss);
    }

    @Override
    public void onJudged(Comparison gradients) {
        first.onJudged(gradients);
        second.onJudged(gradients);
    }

    @Override
    public void onEpoch(int epoch, EpochLoss loss) {
        first.onEpoch(epoch, loss);
        second.onEpoch(epoch, loss);
    }
}
