package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingPlanTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.5f));

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, epochs must be 1 or more: 0",
        "1, -1, 1, batch size must be 1 or more: -1",
        "1, 1, 0, verify must be 1 or more: 0"
    })
    void numbers_below_one_are_rejected_by_name(int epochs, int batchSize, int verifyEvery, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingPlan(SPEC, epochs, batchSize, verifyEvery, 1))
                .withMessage(message);
    }
}
