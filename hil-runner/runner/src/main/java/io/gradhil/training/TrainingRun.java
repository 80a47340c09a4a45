package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.Tolerance;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.Step;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Trains a board and, beside it and never synchronised with it, the double-precision reference, from the same initial
 * bits on the same batches. Judges gradients in lockstep as often as the plan says. Stops at the first number that is
 * wrong.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TrainingRun {
    /** Beyond this loss a float32 engine may overflow: its square root's square, times a few thousand summands. */
    private static final double RANGE = 1e30;

    private final McuTrainer trainer;
    private final TrainingPlan plan;
    private final CcppSplit data;
    private final TrainingListener listener;

    private final Network reference;
    private final Verification verification = new Verification();
    private final List<EpochLoss> epochs = new ArrayList<>();
    private final List<EpochLoss> losses = new ArrayList<>();
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
        for (int epoch = 1; epoch <= plan.epochs() && passing(); epoch++) {
            trainEpoch(epoch);
        }
        Optional<EpochLoss> heldOut = passing() ? Optional.of(heldOut()) : Optional.empty();
        return new TrainingReport(
                List.copyOf(epochs),
                List.copyOf(losses),
                verification,
                heldOut,
                parameterCrc,
                batches,
                trainer.samplesSent());
    }

    private boolean passing() {
        return verification.failures().isEmpty();
    }

    private void trainEpoch(int epoch) {
        List<Batch> order = data.trainingBatches(plan.batchSize(), plan.seed(), epoch - 1);
        EpochLoss sum = new EpochLoss(0, 0);
        int samples = 0;
        int before = batches;
        BatchPipeline pipeline = new BatchPipeline(trainer, order, index -> isJudged(before + index));
        for (int i = 0; pipeline.hasNext() && passing(); i++) {
            boolean judged = isJudged(batches++);
            Batch batch = pipeline.next();
            Step expected = reference.backward(batch); // while the board is busy
            McuStep step = pipeline.step();
            requireConvergence(epoch, i + 1, step.loss(), expected.loss());
            train(pipeline, step, expected, judged);
            sum = sum.plus(step.loss(), expected.loss(), batch.size());
            samples += batch.size();
            EpochLoss loss = new EpochLoss(step.loss(), expected.loss());
            losses.add(loss);
            listener.onBatchLoss(loss);
            listener.onBatch(epoch, i + 1, order.size(), sum.over(samples));
        }
        epochs.add(sum.over(samples));
        listener.onEpoch(epoch, sum.over(samples));
    }

    private void requireConvergence(int epoch, int batch, float board, double expected) {
        if (!(expected < RANGE)) {
            throw new TrainingDivergedException(
                    epoch, batch, board, expected, plan.spec().optimizer());
        }
    }

    private boolean isJudged(int batch) {
        return batch % plan.verifyEvery() == 0;
    }

    /** Judges a step if it is its turn, and updates both sides. */
    private void train(BatchPipeline pipeline, McuStep step, Step expected, boolean judged) {
        if (!Float.isFinite(step.loss())) {
            verification.note(notFinite(step.loss(), expected.loss()));
            return;
        }
        if (judged) {
            judge(step);
        }
        McuUpdate update = pipeline.update();
        if (judged) {
            verification.verify(update, plan.spec().optimizer());
        }
        parameterCrc = update.parameterCrc();
        reference.apply(expected.gradients());
    }

    private void judge(McuStep step) {
        step.gradients(); // reading them is a step of its own
        Comparison compared = trainer.client()
                .steps()
                .take("compare", "loss and gradients", this::judged, () -> verification.verify(step));
        listener.onJudged(compared);
    }

    private io.gradhil.report.Step judged(io.gradhil.report.Step taken) {
        return (passing() ? taken : taken.as(Outcome.WRONG)).oneOfMany();
    }

    private static Comparison notFinite(float board, double expected) {
        Predictions predictions = Predictions.single("loss", expected, Float.MAX_VALUE, 0);
        return new Comparison(predictions, new float[] {board}, Tolerance.rigorous());
    }

    private EpochLoss heldOut() {
        McuEvaluation evaluation = trainer.evaluate(data.heldOut());
        verification.note(evaluation.compareLoss());
        return new EpochLoss(evaluation.loss(), reference.loss(data.heldOut()));
    }
}
