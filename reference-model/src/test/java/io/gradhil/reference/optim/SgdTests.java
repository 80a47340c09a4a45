package io.gradhil.reference.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTests {

    @Test
    void uses_the_learning_rate_as_float32() {
        double[] parameters = {0};

        new Sgd(0.1f).step(parameters, new double[] {1}, OptimizerState.initial(new Sgd(0.1f), 1));

        assertThat(parameters).containsExactly(-(double) 0.1f);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -0.1f, Float.NaN, Float.POSITIVE_INFINITY})
    void rejects_a_learning_rate_that_is_not_finite_and_above_0(float learningRate) {
        assertThatThrownBy(() -> new Sgd(learningRate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Learning rate " + learningRate + " is not valid; it must be a finite float32 above 0.");
    }
}
