package io.gradhil.suites.gradient;

import static io.gradhil.assertions.GradHilAssertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.reference.Batch;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every gradient of real CCPP batches is that of the reference. */
@HilTest
class CcppGradientTests {
    private static final long ORDER_SEED = 1;

    @Test
    void gradients_of_ten_batches_match_at_initialisation(McuTrainer board, CcppSplit ccpp) {
        for (Batch batch : ccpp.trainingBatches(32, ORDER_SEED, 1).subList(0, 10)) {
            McuStep step = board.backward(batch);

            assertThat(step).loss().matchReference();
            assertThat(step).gradients().matchReference();
        }
    }

    @Test
    void gradients_match_after_50_updates(McuTrainer board, CcppSplit ccpp) {
        List<Batch> batches = ccpp.trainingBatches(32, ORDER_SEED, 1);
        for (Batch batch : batches.subList(0, 50)) {
            board.backward(batch);
            board.update();
        }

        McuStep step = board.backward(batches.get(50));

        assertThat(step).loss().matchReference();
        assertThat(step).gradients().matchReference();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 257})
    void gradients_match_for_batches_of_any_size(int size, McuTrainer board, CcppSplit ccpp) {
        McuStep step = board.backward(ccpp.trainingBatches(size, ORDER_SEED, 1).get(0));

        assertThat(step).loss().matchReference();
        assertThat(step).gradients().matchReference();
    }
}
