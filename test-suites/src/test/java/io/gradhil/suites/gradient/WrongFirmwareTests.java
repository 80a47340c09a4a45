package io.gradhil.suites.gradient;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.board.Boards;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfFile;
import io.gradhil.junit.HilTest;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.suites.Tools;
import io.gradhil.suites.firmware.FirmwareCopy;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Firmware with one seeded fault is caught, and the message says where. */
@Tag("hil")
@ResourceLock(HilTest.BOARD)
class WrongFirmwareTests {
    private static final String NUMBER = "-?\\d\\.?\\d*(E-?\\d+|e[-+]\\d+)?|-?0\\.\\d+";

    @TempDir
    private Path folder;

    @Test
    void a_flipped_sign_in_the_weight_gradient_is_caught() throws IOException {
        FirmwareCopy firmware = firmware().replace("nn/dense.c", "dw_i[j] += dz_i * x[j]", "dw_i[j] -= dz_i * x[j]");

        assertCaught(firmware, "gradient", "dense\\d\\.weight\\[\\d+]\\[\\d+]", "dense1.weight 2\\d\\d of 256.*");
    }

    @Test
    void a_flipped_sign_in_what_a_layer_hands_back_is_caught() throws IOException {
        FirmwareCopy firmware = firmware().replace("nn/dense.c", "dx[j] += w_i[j] * dz_i", "dx[j] -= w_i[j] * dz_i");

        assertCaught(
                firmware,
                "gradient",
                "dense[123]\\.(weight|bias)\\[\\d+](\\[\\d+])?",
                "dense1.*, dense3.bias \\d+ of 16");
    }

    @Test
    void a_skipped_bias_gradient_is_caught() throws IOException {
        FirmwareCopy firmware = firmware().replace("nn/dense.c", "db[i] += dz_i;", "db[i] += 0.0f * dz_i;");

        assertCaught(
                firmware,
                "gradient",
                "dense\\d\\.bias\\[\\d+]",
                "dense1.bias \\d+ of 64, dense2.bias .* dense4.bias 1 of 1");
    }

    @Test
    void a_missing_factor_of_the_loss_is_caught() throws IOException {
        FirmwareCopy firmware = firmware().replace("nn/loss.c", "NN_MSE ? 2.0f", "NN_MSE ? 1.0f");

        assertCaught(firmware, "gradient", "dense.*", "dense1.weight .*, dense4.bias 1 of 1");
    }

    @Test
    void a_learning_rate_off_by_a_millionth_is_caught() throws IOException {
        FirmwareCopy firmware =
                firmware().replace("nn/optimizer.c", "learning_rate * g;", "learning_rate * 1.000001f * g;");

        assertCaught(firmware, "parameter", "dense.*", "dense1.weight .*");
    }

    private FirmwareCopy firmware() throws IOException {
        Tools.require("cmake", target() == FirmwareTarget.HOST ? "cc" : "arm-none-eabi-gcc");
        return FirmwareCopy.in(folder);
    }

    private static FirmwareTarget target() {
        return Boards.named(HilSettings.fromProperties().board()).target();
    }

    /** Asserts that a step of the firmware fails with a message that names element, both values, error and limit. */
    private static void assertCaught(FirmwareCopy firmware, String subject, String element, String failed) {
        FirmwareImage image = ElfFile.image(firmware.build(target()), target());
        try (HilSession session = HilSession.open(HilSettings.fromProperties(), image, StepListener.NONE)) {
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(judgeOneStep(new McuTrainer(session.client())))
                    .withMessageMatching(String.format("""
                            %1$s: [\\d,]+ of 2,945 beyond the limit; the worst is %2$s
                              board:     (%3$s)
                              reference: (%3$s)
                              error:     (%3$s) absolute, (%3$s) relative, [\\d.]+ ulp
                              limit:     (%3$s).* \\(.*\\)
                              failed:    %4$s""", subject, element, NUMBER, failed));
        }
    }

    private static ThrowingCallable judgeOneStep(McuTrainer board) {
        return () -> {
            CcppSplit ccpp = Ccpp.find().split(1);
            NetworkSpec spec = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
            board.configure(spec, Network.initialParameters(spec, 1));
            McuStep step = board.backward(ccpp.trainingBatches(32, 1, 1).get(0));
            assertThat(step).gradients().matchReference();
            assertThat(board.update()).parameters().matchReference();
        };
    }
}
