package io.gradhil.reference.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.check.FiniteDifference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LossTests {

    private static final double[] Y = {1, 2, 3, -4};
    private static final double[] T = {1, 0, 3.5, -1};

    @Test
    void mse_is_the_mean_square_over_batch_and_outputs() {
        assertThat(Loss.MSE.value(Y, T)).isEqualTo((0 + 4 + 0.25 + 9) / 4);
    }

    @ParameterizedTest
    @EnumSource
    void backward_agrees_with_finite_differences(Loss loss) {
        double[] dy = new double[Y.length];

        loss.backward(Y, T, dy);

        assertThat(FiniteDifference.of(y -> loss.value(y, T), Y).disagreement(dy, i -> "dy" + i))
                .isEmpty();
    }
}
