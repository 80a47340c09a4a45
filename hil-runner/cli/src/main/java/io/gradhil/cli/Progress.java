package io.gradhil.cli;

import io.gradhil.protocol.MemoryPlan;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.TrainingListener;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** A bar for each epoch while a person watches, and a line for each that has ended. */
final class Progress implements TrainingListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 100;

    private final TrainOutput output;
    private final int epochs;
    private final boolean interactive;
    private @Nullable ProgressBar bar;

    Progress(TrainOutput output, int epochs, boolean interactive) {
        this.output = output;
        this.epochs = epochs;
        this.interactive = interactive;
    }

    @Override
    public void onConfigured(MemoryPlan memory) {
        output.memory(memory);
    }

    @Override
    public void onBatch(int epoch, int batch, int batches, EpochLoss soFar) {
        if (!interactive) {
            return;
        }
        if (bar == null) {
            bar = bar(epoch, batches);
        }
        bar.setExtraMessage(
                String.format(Locale.ROOT, " loss: board %.6f, reference %.6f", soFar.board(), soFar.reference()));
        bar.stepTo(batch);
    }

    private ProgressBar bar(int epoch, int batches) {
        return new ProgressBarBuilder()
                .setTaskName("epoch " + epoch + "/" + epochs)
                .setInitialMax(batches)
                .setUnit(" batches", 1)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .showSpeed()
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public void onEpoch(int epoch, EpochLoss loss) {
        close();
        output.epoch(epoch, epochs, loss);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
