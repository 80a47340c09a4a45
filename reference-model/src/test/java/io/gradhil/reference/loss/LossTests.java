package io.gradhil.reference.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.reference.check.FiniteDifference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossTests {

    private static final double[] Y = {1, 2, 3, -4};
    private static final double[] T = {1, 0, 3.5, -1};

    @Test
    void mse_is_the_mean_square_over_batch_and_outputs() {
        assertThat(Loss.MSE.value(Y, T)).isEqualTo((0 + 4 + 0.25 + 9) / 4);
    }

    @Test
    void mae_is_the_mean_magnitude_over_batch_and_outputs() {
        assertThat(Loss.MAE.value(Y, T)).isEqualTo((0 + 2 + 0.5 + 3) / 4);
    }

    @Test
    void huber_is_half_the_square_up_to_delta_and_a_line_from_there() {
        // residuals 0, 2, -0.5, -3 with delta 1
        assertThat(new Huber(1).value(Y, T)).isEqualTo((0 + (2 - 0.5) + 0.125 + (3 - 0.5)) / 4);
    }

    @Test
    void mae_has_the_sign_of_the_residual_as_slope_and_0_at_its_kink() {
        double[] dy = new double[Y.length];

        Loss.MAE.backward(Y, T, dy);

        assertThat(dy).containsExactly(0, 0.25, -0.25, -0.25);
    }

    @Test
    void huber_has_the_residual_as_slope_held_between_minus_delta_and_delta() {
        double[] dy = new double[Y.length];

        new Huber(1).backward(Y, T, dy);

        assertThat(dy).containsExactly(0, 0.25, -0.125, -0.25);
    }

    @Test
    void losses_name_themselves() {
        assertThat(Stream.of(Loss.MSE, Loss.MAE, new Huber(0.5f)))
                .map(Loss::toString)
                .containsExactly("MSE", "MAE", "Huber(0.5)");
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void rejects_a_delta_that_is_not_finite_and_above_0(float delta) {
        assertThatThrownBy(() -> new Huber(delta))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Huber's delta " + delta + " is not valid; it must be a finite float32 above 0.");
    }

    /** The last is Huber's with a residual right at delta, 2. */
    static Stream<Loss> losses() {
        return Stream.of(Loss.MSE, Loss.MAE, new Huber(1), new Huber(2.5f), new Huber(2));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void backward_agrees_with_finite_differences(Loss loss) {
        double[] dy = new double[Y.length];

        loss.backward(Y, T, dy);

        assertThat(FiniteDifference.of(y -> loss.value(y, T), Y).disagreement(dy, i -> "dy" + i))
                .isEmpty();
    }
}
