package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gradhil.reference.loss.Loss;
import org.junit.jupiter.api.Test;

/** Each bound against its formula in docs/derivation.md, section 5. */
class LossErrorsTests {

    private static final double U = 0x1p-24;
    private static final double[] Y = {3, -4};
    private static final double[] T = {1, 1};
    private static final double[] EXACT = {0, 0};

    @Test
    void mse_of_exact_predictions_errs_by_its_residuals_squares_and_sum() {
        double bound = LossErrors.value(Loss.MSE, Y, EXACT, T);

        // residuals 2 and 5, each with 1 rounding, then n + 5 = 7
        assertThat(bound).isCloseTo(((2 + 7) * (4 + 25) / 2.0) * U, withinPercentage(1e-3));
    }

    @Test
    void mse_passes_errors_of_predictions_on() {
        double bound = LossErrors.value(Loss.MSE, Y, new double[] {0.1, 0}, T);

        // rounding adds 0.004 %, see above
        assertThat(bound).isCloseTo((2 * 2 * 0.1 + 0.01) / 2, withinPercentage(1e-2));
    }

    @Test
    void gradient_of_exact_predictions_rounds_6_times() {
        double[] bounds = LossErrors.backward(Loss.MSE, Y, EXACT, T);

        assertThat(bounds[0] / (6 * U * 2)).isCloseTo(1, withinPercentage(1e-3));
        assertThat(bounds[1] / (6 * U * 5)).isCloseTo(1, withinPercentage(1e-3));
    }

    @Test
    void gradient_passes_errors_of_predictions_on() {
        assertThat(LossErrors.backward(Loss.MSE, Y, new double[] {0.1, 0}, T)[0])
                .isCloseTo(0.1, withinPercentage(1e-3));
    }

    @Test
    void a_prediction_that_is_exactly_its_target_costs_exactly_nothing() {
        assertThat(LossErrors.value(Loss.MSE, T, EXACT, T)).isZero();
        assertThat(LossErrors.backward(Loss.MSE, T, EXACT, T)).containsExactly(0, 0);
    }
}
