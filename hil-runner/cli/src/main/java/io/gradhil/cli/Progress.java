package io.gradhil.cli;

import io.gradhil.core.Deadline;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.TrainingListener;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar with rate and remaining time while a person watches, and a line for each epoch that has ended. */
final class Progress implements TrainingListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 100;

    private final TrainOutput output;
    private final int epochs;
    private final boolean interactive;
    private final Deadline clock = Deadline.after(Duration.ZERO);
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
        long done = (epoch - 1L) * batches;
        if (bar == null) {
            bar = bar(epoch, done, (long) batches * epochs);
        }
        bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", soFar.board()));
        bar.stepTo(done + batch);
    }

    /** Of the whole run, so that the remaining time is the run's. What counts batches has no unit: 80 columns leave room for the bar. */
    private ProgressBar bar(int epoch, long done, long all) {
        boolean plain = System.getenv("NO_COLOR") != null;
        return new ProgressBarBuilder()
                .setTaskName("epoch " + epoch + "/" + epochs)
                .setStyle(plain ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setInitialMax(all)
                .startsFrom(done, done == 0 ? Duration.ZERO : clock.elapsed())
                .setUnit("", 1)
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
