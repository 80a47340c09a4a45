package io.gradhil.suites.tensorflow;

import io.gradhil.judge.Comparison;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.TracedStep;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains three engines side by side from the same bits on the same batches: the board, TensorFlow and the double-precision reference.
 * Each goes on from its own parameters and never meets the others again (free-running). Every so often board and TensorFlow are also
 * judged in lockstep, both at the board's parameters and within the same tolerance.
 */
final class ThirdWitness implements AutoCloseable {
    private final McuTrainer board;
    private final NetworkSpec spec;
    private final Network reference;
    private final TensorFlowNetwork tensorFlow;
    private final TensorFlowNetwork judged;
    private final UndecidedUnits undecided;
    private final List<WitnessBatch> batches = new ArrayList<>();
    private final List<WitnessPoint> points = new ArrayList<>();
    private double jumps;

    /** Takes a board that has been set up with a network, whose present parameters are where all three start. */
    ThirdWitness(McuTrainer board) {
        float[] initial = board.parameters();
        this.board = board;
        this.spec = board.spec();
        this.reference = new Network(spec, initial);
        this.undecided = new UndecidedUnits(spec);
        this.tensorFlow = new TensorFlowNetwork(spec, initial);
        try {
            this.judged = new TensorFlowNetwork(spec, initial);
        } catch (RuntimeException | Error e) {
            tensorFlow.close();
            throw e;
        }
    }

    /** Trains one epoch; the first batch and every {@code judgeEvery}th after it is judged in lockstep. */
    void trainEpoch(int epoch, List<Batch> order, int judgeEvery) {
        for (int i = 0; i < order.size(); i++) {
            train(epoch, order.get(i), i % judgeEvery == 0);
        }
    }

    private void train(int epoch, Batch batch, boolean judge) {
        TracedStep expected = reference.traced(batch);
        McuStep step = judge ? judge(batch, expected) : board.backward(batch);
        float loss = tensorFlow.train(batch);
        double jump = undecided.jump(reference, batch, expected);
        double[] gradients = expected.step().gradients().values();
        batches.add(new WitnessBatch(
                epoch, batch.size(), step.loss(), loss, expected.step().loss(), Vectors.norm(gradients), jump));
        jumps += jump;
        board.update();
        reference.apply(expected.step().gradients());
    }

    private McuStep judge(Batch batch, TracedStep expected) {
        float[] parameters = board.parameters();
        ErrorBounds bounds = ErrorModel.of(new Network(spec, parameters), batch);
        McuStep step = board.backward(batch);
        judged.setParameters(parameters);
        TensorFlowStep witness = judged.backward(batch);
        note(
                batch,
                expected,
                List.of(
                        step.compareLoss(),
                        step.compareGradients(),
                        witness.compareLoss(bounds),
                        witness.compareGradients(bounds)));
        return step;
    }

    private void note(Batch batch, TracedStep expected, List<Comparison> lockstep) {
        double rounding = UndecidedUnits.roundingDistance(reference.parameters(), batches.size());
        points.add(new WitnessPoint(
                batches.size(),
                distance(board.parameters(), batch, expected),
                distance(tensorFlow.parameters(), batch, expected),
                rounding,
                jumps,
                lockstep));
    }

    private WitnessPoint.Distance distance(float[] parameters, Batch batch, TracedStep expected) {
        Network engine = new Network(spec, parameters);
        TracedStep own = engine.traced(batch);
        double preActivations = 0;
        for (int layer = 0; layer < spec.layers().size(); layer++) {
            double largest = Vectors.largestDifference(
                    own.pass().preActivations(layer), expected.pass().preActivations(layer));
            preActivations = Math.max(preActivations, largest);
        }
        double[] difference = Vectors.difference(engine.parameters(), reference.parameters());
        return new WitnessPoint.Distance(Vectors.norm(difference), preActivations);
    }

    /** Looks at the parameters a last time and returns what was recorded. */
    WitnessReport report(Batch heldOut) {
        note(heldOut, reference.traced(heldOut), List.of());
        return new WitnessReport(List.copyOf(batches), List.copyOf(points));
    }

    @Override
    public void close() {
        try {
            judged.close();
        } finally {
            tensorFlow.close();
        }
    }
}
