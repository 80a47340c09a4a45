package io.gradhil.page;

import io.gradhil.core.Deadline;
import io.gradhil.judge.Comparison;
import io.gradhil.judge.Score;
import io.gradhil.judge.ZscoreBins;
import io.gradhil.picture.LossTrace;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.TrainingListener;
import io.gradhil.training.TrainingReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Everything that a page shows of a run, collected while it goes on. Safe for one thread that trains and another that shows. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RunRecord implements TrainingListener, StepListener {
    /** How often a kind of step was taken, and how long all of them took. */
    record Phase(long count, Duration total) {
        Phase plus(Duration more) {
            return new Phase(count + 1, total.plus(more));
        }
    }

    private final Deadline clock = Deadline.after(Duration.ZERO);
    final LossTrace losses = new LossTrace();
    final ZscoreBins zscores = new ZscoreBins();
    final Map<String, Score> scores = new LinkedHashMap<>();
    final Map<String, Phase> phases = new LinkedHashMap<>();
    final List<String> retries = new ArrayList<>();
    final List<EpochLoss> epochs = new ArrayList<>();

    @Nullable RunSetting setting;

    @Nullable MemoryPlan memory;

    @Nullable Comparison lastJudged;

    @Nullable RunCost cost;

    @Nullable TrainingReport report;

    @Nullable String error;

    Duration elapsed = Duration.ZERO;
    /** From the first batch to the last one. */
    Duration training = Duration.ZERO;

    private @Nullable Deadline trainingClock;
    int batches;
    int allBatches;

    /** Returns what {@code view} makes of the record while nobody changes it. */
    synchronized <T> T look(Supplier<T> view) {
        elapsed = finished() ? elapsed : clock.elapsed();
        return view.get();
    }

    boolean finished() {
        return report != null || error != null;
    }

    /** Notes what the run was started with. */
    public synchronized void onSetting(RunSetting started) {
        setting = started;
    }

    @Override
    public synchronized void onStep(Step step) {
        phases.merge(step.name(), new Phase(1, step.duration()), (sum, one) -> sum.plus(step.duration()));
        if (step.outcome() == io.gradhil.report.Outcome.RETRY) {
            retries.add(step.name() + ": " + step.detail());
        }
    }

    @Override
    public synchronized void onConfigured(MemoryPlan plan) {
        memory = plan;
        trainingClock = Deadline.after(Duration.ZERO);
    }

    @Override
    public synchronized void onBatchLoss(EpochLoss loss) {
        losses.add(loss);
    }

    @Override
    public synchronized void onBatch(int epoch, int batch, int ofEpoch, EpochLoss soFar) {
        batches++;
        allBatches = setting == null ? ofEpoch : ofEpoch * setting.plan().epochs();
        training = trainingClock == null ? Duration.ZERO : trainingClock.elapsed();
    }

    @Override
    public synchronized void onJudged(Comparison gradients) {
        lastJudged = gradients;
        zscores.add(gradients);
        if (setting != null) {
            for (ParameterBlock block : setting.plan().spec().layout().blocks()) {
                scores.merge(block.name(), gradients.score(block.offset(), block.size()), Score::plus);
            }
        }
    }

    @Override
    public synchronized void onEpoch(int epoch, EpochLoss loss) {
        epochs.add(loss);
    }

    /** Notes what the run came to. */
    public synchronized void onEnd(TrainingReport result, RunCost costs) {
        elapsed = clock.elapsed();
        cost = costs;
        report = result;
    }

    /** Notes that the run broke off. */
    public synchronized void onError(String message) {
        elapsed = clock.elapsed();
        error = message;
    }
}
