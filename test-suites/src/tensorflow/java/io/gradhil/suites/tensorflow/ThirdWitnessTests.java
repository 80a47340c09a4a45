package io.gradhil.suites.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.junit.HilTest;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.suites.RealData;
import io.gradhil.training.McuTrainer;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Board, TensorFlow and reference train the default network on CCPP side by side, once for all tests of this class. The curves are
 * left in {@code target/witness}.
 *
 * <p>In lockstep, board and TensorFlow are held to the same {@code Tolerance.derived()}.
 *
 * <p>They run free, and {@link UndecidedUnits} says how flips of ReLU decisions are treated. While an engine's parameters are no
 * further from the reference's than rounding explains, it has not flipped, and its losses are the reference's to six digits. When they
 * are further, decisions that the reference itself holds for undecided must explain it; from then on both trainings are right and
 * their losses may differ by {@code |grad C| |dw|}, to first order.
 */
@HilTest
@Tag("tensorflow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdWitnessTests {
    private static final int EPOCHS = 3;
    private static final int BATCH = 32;
    private static final int JUDGE_EVERY = 60;
    private static final int JUDGED = 12;
    private static final long ORDER_SEED = 1;

    private @Nullable WitnessReport report;

    @Test
    void the_data_are_the_real_ones(Ccpp ccpp) {
        RealData.require(ccpp);

        assertThat(ccpp.size()).isEqualTo(9568);
    }

    @Test
    void losses_and_gradients_of_both_are_within_the_derived_tolerance(McuTrainer board, CcppSplit ccpp)
            throws IOException {
        WitnessReport trained = report(board, ccpp);

        assertThat(trained.lockstep())
                .hasSize(4 * JUDGED)
                .filteredOn(comparison -> !comparison.passes())
                .extracting(ShouldMatchReference::message)
                .isEmpty();
    }

    @Test
    void the_loss_curve_of_the_board_is_the_one_of_the_reference(McuTrainer board, CcppSplit ccpp) throws IOException {
        assertCurvesAgree(report(board, ccpp), WitnessEpoch::board, WitnessPoint::board);
    }

    @Test
    void the_loss_curve_of_tensorflow_is_the_one_of_the_reference(McuTrainer board, CcppSplit ccpp) throws IOException {
        assertCurvesAgree(report(board, ccpp), WitnessEpoch::tensorFlow, WitnessPoint::tensorFlow);
    }

    @Test
    void the_board_goes_no_further_than_rounding_and_flips_explain(McuTrainer board, CcppSplit ccpp)
            throws IOException {
        assertDistancesExplained(report(board, ccpp), WitnessPoint::board);
    }

    @Test
    void tensorflow_goes_no_further_than_rounding_and_flips_explain(McuTrainer board, CcppSplit ccpp)
            throws IOException {
        assertDistancesExplained(report(board, ccpp), WitnessPoint::tensorFlow);
    }

    private static void assertCurvesAgree(
            WitnessReport report,
            ToDoubleFunction<WitnessEpoch> loss,
            Function<WitnessPoint, WitnessPoint.Distance> engine) {
        assertThat(report.epochs()).hasSize(EPOCHS).allSatisfy(epoch -> assertThat(loss.applyAsDouble(epoch))
                .as("%s", epoch)
                .isCloseTo(epoch.reference(), within(report.lossLimit(epoch, engine))));
    }

    private static void assertDistancesExplained(
            WitnessReport report, Function<WitnessPoint, WitnessPoint.Distance> engine) {
        List<WitnessPoint> points = report.untilParted(engine);
        assertThat(points).allMatch(point -> point.explains(engine.apply(point)));
        assertThat(points)
                .filteredOn(point -> !point.parted(engine.apply(point)))
                .allSatisfy(point ->
                        assertThat(engine.apply(point).preActivations()).isLessThan(UndecidedUnits.DRIFT));
    }

    private WitnessReport report(McuTrainer board, CcppSplit ccpp) throws IOException {
        if (report == null) {
            report = train(board, ccpp);
            LossCurves.write(report);
        }
        return report;
    }

    private static WitnessReport train(McuTrainer board, CcppSplit ccpp) {
        try (ThirdWitness witness = new ThirdWitness(board)) {
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                witness.trainEpoch(epoch, ccpp.trainingBatches(BATCH, ORDER_SEED, epoch), JUDGE_EVERY);
            }
            return witness.report(ccpp.heldOut());
        }
    }
}
