package io.gradhil.training;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.Step;
import io.gradhil.reference.data.CcppSplit;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Trains a board and, beside it and never synchronised with it, the double-precision reference, from the same initial
 * bits on the same batches. Judges gradients in lockstep as often as the plan says. Stops at the first number that is
 * wrong.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TrainingRun {
    private final McuTrainer trainer;
    private final TrainingPlan plan;
    private final CcppSplit data;
    private final TrainingListener listener;

    private final Network reference;
    private final Verification verification = new Verification();
    private final List<EpochLoss> epochs = new ArrayList<>();
    private int batches;
    private int parameterCrc;

    private TrainingRun(McuTrainer trainer, TrainingPlan plan, CcppSplit data, TrainingListener listener) {
        this.trainer = trainer;
        this.plan = plan;
        this.data = data;
        this.listener = listener;
        float[] initial = Network.initialParameters(plan.spec(), plan.seed());
        this.reference = new Network(plan.spec(), initial);
        listener.onConfigured(trainer.configure(plan.spec(), initial));
    }

    /** Runs to the end, or to the first wrong number. */
    public static TrainingReport run(McuTrainer trainer, TrainingPlan plan, CcppSplit data, TrainingListener listener) {
        return new TrainingRun(trainer, plan, data, listener).run();
    }

    private TrainingReport run() {
        for (int epoch = 1; epoch <= plan.epochs() && verification.failures().isEmpty(); epoch++) {
            trainEpoch(epoch);
        }
        return new TrainingReport(List.copyOf(epochs), verification, heldOut(), parameterCrc, batches);
    }

    private void trainEpoch(int epoch) {
        List<Batch> order = data.trainingBatches(plan.batchSize(), plan.seed(), epoch);
        EpochLoss sum = new EpochLoss(0, 0);
        int samples = 0;
        for (int i = 0; i < order.size() && verification.failures().isEmpty(); i++) {
            Batch batch = order.get(i);
            Step expected = reference.backward(batch);
            sum = sum.plus(trainBoard(batch), expected.loss(), batch.size());
            reference.apply(expected.gradients());
            samples += batch.size();
            listener.onBatch(epoch, i + 1, order.size(), sum.over(samples));
        }
        epochs.add(sum.over(samples));
        listener.onEpoch(epoch, sum.over(samples));
    }

    /** Trains the board on one batch and returns its loss. */
    private float trainBoard(Batch batch) {
        boolean judged = batches++ % plan.verifyEvery() == 0;
        McuStep step = trainer.backward(batch);
        if (judged) {
            verification.verify(step);
        }
        McuUpdate update = trainer.update();
        if (judged) {
            verification.verify(update);
        }
        parameterCrc = update.parameterCrc();
        return step.loss();
    }

    private EpochLoss heldOut() {
        McuEvaluation evaluation = trainer.evaluate(data.heldOut());
        verification.note(evaluation.compareLoss());
        return new EpochLoss(evaluation.loss(), reference.loss(data.heldOut()));
    }
}
