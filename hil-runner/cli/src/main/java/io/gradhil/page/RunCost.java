package io.gradhil.page;

import io.gradhil.cost.Budgets;
import io.gradhil.cost.ImageSize;
import io.gradhil.protocol.Stats;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.training.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a run has cost the board.
 *
 * @param counters the board's own
 * @param trained samples that went forward and backward
 * @param evaluated samples that went forward only
 * @param updates of the parameters
 * @param budgets what the firmware may take beside what it took; empty where nothing is known of them
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public record RunCost(Stats counters, long trained, long evaluated, int updates, List<Budgets.Line> budgets) {
    /** Sums up what a run did, without budgets; one that came to its end has evaluated the held-out part. */
    public static RunCost of(CcppSplit data, TrainingPlan plan, int batches, boolean toTheEnd, Stats counters) {
        int rows = data.trainingSize();
        int perEpoch = (rows + plan.batchSize() - 1) / plan.batchSize();
        int begun = batches % perEpoch * plan.batchSize();
        long trained = (long) (batches / perEpoch) * rows + Math.min(begun, rows);
        long evaluated = toTheEnd ? data.heldOut().size() : 0;
        return new RunCost(counters, trained, evaluated, batches, List.of());
    }

    /** Returns the same beside the budgets; those of a step only if the run took the steps that they are for. */
    public RunCost beside(Budgets limits, ImageSize image, TrainingPlan plan) {
        List<Budgets.Line> lines = new ArrayList<>(limits.compare(image, counters));
        if (plan.spec().equals(Budgets.NETWORK) && plan.batchSize() == Budgets.BATCH && forward() > 0) {
            lines.addAll(limits.compareStep(
                    Math.round(forward() * Budgets.BATCH),
                    Math.round(backward() * Budgets.BATCH),
                    Math.round(update())));
        }
        return new RunCost(counters, trained, evaluated, updates, lines);
    }

    /** Returns cycles of a sample's forward pass; 0 where none were counted, as for the next two. */
    double forward() {
        return (double) counters.forwardCycles() / Math.max(1, trained + evaluated);
    }

    /** Returns cycles of a sample's backward pass. */
    double backward() {
        return (double) counters.backwardCycles() / Math.max(1, trained);
    }

    /** Returns cycles of an update. */
    double update() {
        return (double) counters.updateCycles() / Math.max(1, updates);
    }
}
