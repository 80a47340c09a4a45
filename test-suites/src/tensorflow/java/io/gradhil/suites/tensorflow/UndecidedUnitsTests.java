package io.gradhil.suites.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.TracedStep;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A flip that is forced: {@code z = w x + b} of the only ReLU is 2^-24 in double, on, and 0 in float32, off, as {@code (1 + 2^-12)^2}
 * is rounded to {@code 1 + 2^-11}. TensorFlow is right, parts from the reference, and is let pass; an engine that does not flip is not.
 */
@Tag("tensorflow")
class UndecidedUnitsTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("1-1-1", Activation.RELU, new Sgd(1e-4f));
    private static final float[] PARAMETERS = {1 + 0x1p-12f, -(1 + 0x1p-11f), 1, 0};
    private static final Batch FLIP = Batch.of(1, 1, new float[] {1 + 0x1p-12f, 1});
    private static final Batch AFTER = Batch.of(1, 1, new float[] {2, 0});

    @Test
    void float32_and_double_decide_differently() {
        Network reference = new Network(SPEC, PARAMETERS);
        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(SPEC, PARAMETERS)) {
            assertThat(reference.backward(FLIP).gradients().values()[0]).isLessThan(-1.9);
            assertThat(tensorFlow.backward(FLIP).gradients()[0]).isZero();
        }
    }

    @Test
    void the_tolerance_in_lockstep_admits_it() {
        ErrorBounds expected = ErrorModel.of(new Network(SPEC, PARAMETERS), FLIP);

        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(SPEC, PARAMETERS)) {
            assertThat(tensorFlow.backward(FLIP).compareGradients(expected).passes())
                    .isTrue();
        }
    }

    @Test
    void the_distance_after_it_is_explained_by_the_jump_only() {
        WitnessPoint last = last(train());

        assertThat(last.tensorFlow()).matches(last::parted, "parted").matches(last::explains, "explained");
        assertThat(last.jumps()).isCloseTo(1e-4 * 2 * Math.sqrt(2), within(1e-6));
    }

    @Test
    void a_distance_that_the_jump_does_not_explain_is_seen() {
        WitnessPoint last = last(train());
        WitnessPoint.Distance tooFar = new WitnessPoint.Distance(1.01 * (last.rounding() + last.jumps()), 0);

        assertThat(last.explains(tooFar)).isFalse();
    }

    @Test
    void losses_after_it_may_differ_by_the_distance_and_otherwise_by_six_digits() {
        WitnessReport report = train();
        WitnessEpoch after = report.epochs().get(1);
        double sixDigits = WitnessEpoch.SIX_DIGITS * after.reference();

        assertThat(Math.abs(after.tensorFlow() - after.reference()))
                .isGreaterThan(sixDigits)
                .isLessThan(report.lossLimit(after, WitnessPoint::tensorFlow));
        assertThat(report.lossLimit(after, WitnessPoint::board)).isEqualTo(sixDigits);
    }

    private static WitnessPoint last(WitnessReport report) {
        return report.points().get(report.points().size() - 1);
    }

    /** Two epochs of one batch; the part of the board is the reference's. */
    private static WitnessReport train() {
        Network reference = new Network(SPEC, PARAMETERS);
        UndecidedUnits undecided = new UndecidedUnits(SPEC);
        List<WitnessBatch> batches = new ArrayList<>();
        List<WitnessPoint> points = new ArrayList<>();
        double jumps = 0;
        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(SPEC, PARAMETERS)) {
            for (Batch batch : List.of(FLIP, AFTER)) {
                TracedStep step = reference.traced(batch);
                double jump = undecided.jump(reference, batch, step);
                double norm = Vectors.norm(step.step().gradients().values());
                double loss = step.step().loss();
                batches.add(new WitnessBatch(
                        batches.size() + 1, 1, (float) loss, tensorFlow.train(batch), loss, norm, jump));
                reference.apply(step.step().gradients());
                jumps += jump;
                points.add(point(batches.size(), reference, tensorFlow, jumps));
            }
        }
        return new WitnessReport(batches, points);
    }

    private static WitnessPoint point(int updates, Network reference, TensorFlowNetwork tensorFlow, double jumps) {
        double[] own = new Network(SPEC, tensorFlow.parameters()).parameters();
        double distance = Vectors.norm(Vectors.difference(own, reference.parameters()));
        return new WitnessPoint(
                updates,
                new WitnessPoint.Distance(0, 0),
                new WitnessPoint.Distance(distance, 0),
                UndecidedUnits.roundingDistance(reference.parameters(), updates),
                jumps,
                List.of());
    }
}
