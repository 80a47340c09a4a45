package io.gradhil.suites.training;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.Readable;
import io.gradhil.reference.Batch;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.McuUpdate;
import io.gradhil.training.ParameterCrc;
import org.junit.jupiter.api.Test;

/** One update turns gradients into parameters as it should. */
@HilTest
class UpdateTests {
    @Test
    void parameters_after_one_update_are_those_of_the_host(McuTrainer board, CcppSplit ccpp) {
        McuStep step = board.backward(first(ccpp));
        step.gradients();

        McuUpdate update = board.update();

        assertThat(update).parameters().matchReference();
    }

    @Test
    void the_crc_of_a_step_is_that_of_the_parameters_read_back(McuTrainer board, CcppSplit ccpp) {
        board.backward(first(ccpp));

        McuUpdate update = board.update();

        float[] read = new float[board.spec().layout().count()];
        board.client().read(Readable.PARAMETERS, 0, read);
        assertThat(update.parameterCrc()).isEqualTo(ParameterCrc.of(read));
    }

    @Test
    void evaluation_changes_neither_gradients_nor_parameters(McuTrainer board, CcppSplit ccpp) {
        McuStep step = board.backward(first(ccpp));
        float[] gradients = step.gradients().clone();

        board.evaluate(ccpp.trainingBatches(32, 1, 1).get(1));

        float[] after = new float[gradients.length];
        board.client().read(Readable.GRADIENTS, 0, after);
        assertThat(after).isEqualTo(gradients);
        assertThat(board.update()).parameters().matchReference();
    }

    @Test
    void evaluation_loss_on_the_held_out_part_matches(McuTrainer board, CcppSplit ccpp) {
        assertThat(board.evaluate(ccpp.heldOut())).loss().matchReference();
    }

    private static Batch first(CcppSplit ccpp) {
        return ccpp.trainingBatches(32, 1, 1).get(0);
    }
}
