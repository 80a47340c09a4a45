package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionsTests {
    private static Predictions predictions(double[] values, double[] bounds, double[] sigmas) {
        return new Predictions("gradient", i -> "w[" + i + "]", true, values, bounds, sigmas);
    }

    @Test
    void single_number_bears_the_name_of_its_subject() {
        Predictions loss = Predictions.single("loss", 1, 2, 3);

        assertThat(loss.size()).isEqualTo(1);
        assertThat(loss.names().apply(0)).isEqualTo("loss");
        assertThat(loss.values()).containsExactly(1);
        assertThat(loss.bounds()).containsExactly(2);
        assertThat(loss.sigmas()).containsExactly(3);
    }

    @Test
    void exact_numbers_convert_exactly_and_have_no_error() {
        Predictions exact = Predictions.exact("parameter", i -> "w[" + i + "]", new float[] {0.1f, -0.0f});

        assertThat(exact.values()).containsExactly(0.1f, -0.0);
        assertThat(exact.bounds()).containsExactly(0, 0);
        assertThat(exact.sigmas()).containsExactly(0, 0);
        assertThat(exact.fromTheLast()).isFalse();
    }

    @Test
    void different_numbers_of_values_are_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictions(new double[3], new double[2], new double[3]))
                .withMessage("gradient: 3 values, 2 bounds, 3 sigmas");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictions(new double[3], new double[3], new double[4]))
                .withMessage("gradient: 3 values, 3 bounds, 4 sigmas");
    }

    @Test
    void predictions_of_nothing_are_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictions(new double[0], new double[0], new double[0]))
                .withMessage("gradient: 0 values, 0 bounds, 0 sigmas");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-Double.MIN_VALUE, Double.NaN})
    void negative_bound_or_sigma_is_rejected(double wrong) {
        double[] one = {1, wrong};

        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictions(new double[2], one, new double[2]))
                .withMessage("gradient: a bound or sigma is negative or NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> predictions(new double[2], new double[2], one))
                .withMessage("gradient: a bound or sigma is negative or NaN");
    }
}
