package io.gradhil.suites.gradient;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.junit.HilTest;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.session.HilSession;
import io.gradhil.suites.firmware.WrongBoard;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.NumericalGradient;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Firmware with one seeded fault is caught on one batch of CCPP by the derived tolerance, and the message says where. */
@HilTest
class WrongFirmwareTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));

    private WrongBoard firmware;

    @BeforeEach
    void copy(@TempDir Path folder, HilSession session) throws IOException {
        firmware = WrongBoard.in(folder, session);
    }

    @Test
    void a_flipped_sign_in_the_weight_gradient_is_caught() throws IOException {
        WrongBoard board = firmware.replace("nn/dense.c", "nn_mac(dw_i[j], dz_i[s],", "nn_mac(dw_i[j], -dz_i[s],");

        assertCaught(
                board,
                "gradient",
                "dense\\d\\.weight\\[\\d+]\\[\\d+]",
                "dense1.weight 2\\d\\d of 256, dense2.weight.*");
    }

    @Test
    void a_flipped_sign_in_what_a_layer_hands_back_is_caught() throws IOException {
        WrongBoard board = firmware.replace("nn/dense.c", "nn_mac(d[s], w[", "nn_mac(d[s], -w[");

        assertCaught(
                board, "gradient", "dense[123]\\.(weight|bias)\\[\\d+](\\[\\d+])?", "dense1.*, dense3.bias \\d+ of 16");
    }

    @Test
    void a_skipped_bias_gradient_is_caught() throws IOException {
        WrongBoard board = firmware.replace("nn/dense.c", "db[i] += dz_i[s];", "db[i] += 0.0f * dz_i[s];");

        assertCaught(
                board,
                "gradient",
                "dense\\d\\.bias\\[\\d+]",
                "dense1.bias \\d+ of 64, dense2.bias .* dense4.bias 1 of 1");
    }

    @Test
    void a_missing_factor_of_the_loss_is_caught() throws IOException {
        WrongBoard board = firmware.replace("nn/loss.c", "NN_MSE ? 2.0f", "NN_MSE ? 1.0f");

        assertCaught(board, "gradient", "dense.*", "dense1.weight .*, dense4.bias 1 of 1");
    }

    @Test
    void one_target_of_32_that_is_off_by_a_hundred_thousandth_is_caught() throws IOException {
        assertCaught(beforeSecondGroup("network->targets[1] += 1e-5f;"), "gradient", "dense.*", "dense.*");
    }

    @Test
    void one_sample_of_32_that_is_left_out_is_caught() throws IOException {
        WrongBoard board = firmware.replace(
                "nn/network.c",
                "    const float *d = delta_of_the_last_layer(network, batch_size);",
                "    float *d = delta_of_the_last_layer(network, batch_size);"
                        + " static int group; d[1] = ++group == 2 ? 0.0f : d[1];");

        assertCaught(board, "gradient", "dense.*", "dense.*");
    }

    @Test
    void one_summand_that_is_dropped_in_one_dot_product_is_caught() throws IOException {
        WrongBoard board = firmware.replace(
                "nn/dense.c",
                "sum = nn_mac(sum, w_i[j],",
                "if (shape.inputs != 16 || j != 3) sum = nn_mac(sum, w_i[j],");

        assertCaught(board, "gradient", "dense.*", "dense.*");
    }

    @Test
    void one_weight_that_is_off_by_a_hundred_thousandth_is_caught() throws IOException {
        WrongBoard board = firmware.replace(
                "nn/dense.c",
                "nn_mac(sum, w_i[j],",
                "nn_mac(sum, w_i[j] * (shape.inputs == 16 && j == 3 ? 1.00001f : 1.0f),");

        assertCaught(board, "gradient", "dense.*", "dense.*");
    }

    @Test
    void a_learning_rate_off_by_a_millionth_is_caught() throws IOException {
        WrongBoard board = firmware.replace("nn/optimizer.c", "w[i] -= eta * g;", "w[i] -= eta * 1.000001f * g;");

        assertCaught(board, "parameter", "dense.*", "dense1.weight .*");
    }

    @Test
    void a_flipped_sign_is_caught_by_the_boards_own_loss_without_a_reference() throws IOException {
        WrongBoard wrong = firmware.replace("nn/dense.c", "nn_mac(dw_i[j], dz_i[s],", "nn_mac(dw_i[j], -dz_i[s],");

        wrong.run(board -> {
            NetworkSpec small = NetworkSpec.parse("4-8-1", Activation.TANH, new Sgd(0.03f));
            board.configure(small, Network.initialParameters(small, 1));
            float[] gradients = board.backward(firstBatch()).gradients();

            assertThat(NumericalGradient.of(board, firstBatch(), 0, 5, 40, 47).disagreement(gradients))
                    .hasValueSatisfying(sentence -> assertThat(sentence)
                            .startsWith("The gradient of dense1.weight[0][0] is ")
                            .contains(", but the board's own loss gives ")
                            .endsWith("; 4 of 4 differ."));
        });
    }

    @Test
    void a_sample_that_is_taken_twice_for_another_in_a_tile_is_caught() throws IOException {
        WrongBoard board = firmware.tiled()
                .replace("nn/tile_c.h", "dz[(size_t)i * TILE + s]", "dz[(size_t)i * TILE + (s == 1 ? 2 : s)]")
                .replace("nn/tile_m4.h", "MAC4(s20, s17, s1, s21, s17, s5,", "MAC4(s20, s18, s1, s21, s18, s5,");

        assertCaught(board, "gradient", "dense.*", "dense.*");
    }

    @Test
    void a_derivative_that_is_not_taken_in_a_tile_is_caught() throws IOException {
        WrongBoard board = firmware.tiled()
                .replace("nn/tile_c.h", "a == NULL || a[k] > 0.0f", "a == NULL || a[k] >= 0.0f")
                .replace("nn/tile_m4.h", "\"it le ", "\"it lt ")
                .replace("nn/tile_m4.h", "\"vmovle \"", "\"vmovlt \"");

        assertCaught(board, "gradient", "dense[123].*", "dense1.*");
    }

    private WrongBoard beforeSecondGroup(String statement) throws IOException {
        return firmware.replace(
                "proto/stream.c",
                "    nn_network_forward(network, ",
                "    if (stream->samples == 8) { " + statement + " }\n    nn_network_forward(network, ");
    }

    private static Batch firstBatch() {
        return Ccpp.find().split(1).trainingBatches(32, 1, 1).get(0);
    }

    /** Asserts that a step of the board fails, and that the message names the worst element and all parameters that fail. */
    private static void assertCaught(WrongBoard wrong, String subject, String element, String failed) {
        wrong.run(board -> assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> judgeOneStep(board))
                .withMessageMatching(String.format(
                        "%s: [\\d,]+ of 2,945 beyond the limit; the worst is %s\\n(?s:.*)\\n  failed:    %s\\n(?s:.*)",
                        subject, element, failed)));
    }

    private static void judgeOneStep(McuTrainer board) {
        board.configure(SPEC, Network.initialParameters(SPEC, 1));
        McuStep step = board.backward(firstBatch());
        assertThat(step).gradients().matchReference();
        assertThat(board.update()).parameters().matchReference();
    }
}
