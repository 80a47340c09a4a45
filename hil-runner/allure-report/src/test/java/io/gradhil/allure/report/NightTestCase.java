package io.gradhil.allure.report;

import static io.gradhil.assertions.GradHilAssertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.Fault;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.TrainingListener;
import io.gradhil.training.TrainingPlan;
import io.gradhil.training.TrainingRun;
import java.time.Duration;
import org.junit.jupiter.api.MethodOrderer.MethodName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A night in which something of each kind goes wrong. */
@HilTest
@TestMethodOrder(MethodName.class)
class NightTestCase {
    /** One of dense2's weights. */
    private static final int NUMBER = 1000;

    @Test
    void a_loss_curve_is_that_of_the_reference(McuTrainer board, CcppSplit ccpp) {
        TrainingPlan plan = new TrainingPlan(board.spec(), 1, 256, 4, 1);

        assertThat(TrainingRun.run(board, plan, ccpp, TrainingListener.NONE)).matchesReference();
    }

    @Test
    void b_gradients_match(McuTrainer board, CcppSplit ccpp) {
        if (ReportTests.night > 1) {
            board.client().writeParameters(NUMBER, new float[] {0.25f});
        }

        assertThat(board.backward(ccpp.trainingBatches(32, 1, 1).get(0)))
                .gradients()
                .matchReference();
    }

    @Test
    void c_firmware_crashes(McuClient client) {
        client.fault(Fault.UNDEFINED_INSTRUCTION);
    }

    @Test
    void d_a_frame_is_damaged(McuTrainer board, CcppSplit ccpp) {
        String reason = "READ: host: the frame's CRC is 0x4E2C43B1, not 0x4DD6A1C7";
        StepListener.installed().onStep(new Step("send again", reason, Duration.ZERO).as(Outcome.RETRY));

        assertThat(board.backward(ccpp.trainingBatches(32, 1, 1).get(0))).loss().matchReference();
    }
}
