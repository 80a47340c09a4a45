package io.gradhil.suites.gradient;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.suites.firmware.WrongBoard;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real mistakes in the firmware, on the board {@code host}: the last line of the failure names the mistake. */
class HintTests {
    private static final String FORWARD = "    nn_network_forward(network, ";
    private static final String DELTA = "    const float *d = delta_of_the_last_layer(network, batch_size);";

    @TempDir
    private Path folder;

    @Test
    void sign_of_a_weight_gradient() throws IOException {
        assertHint(
                spoil("nn/dense.c", "nn_mac(dw_i[j], dz_i[s],", "nn_mac(dw_i[j], -dz_i[s],"),
                "the gradient of dense1.weight, dense2.weight, dense3.weight, dense4.weight has its sign flipped");
    }

    @Test
    void sign_of_the_loss() throws IOException {
        assertHint(
                spoil("nn/loss.c", "slope_of(training, y[k] - t[k]);", "slope_of(training, t[k] - y[k]);"),
                "every gradient has its sign flipped");
    }

    @Test
    void sign_of_what_a_layer_hands_back() throws IOException {
        assertHint(
                spoil("nn/dense.c", "nn_mac(d[s], w[", "nn_mac(d[s], -w["),
                "what each layer hands back to the one before has its sign flipped");
    }

    @Test
    void weight_gradient_that_is_written_column_by_column() throws IOException {
        assertHint(
                WrongBoard.onHost(folder)
                        .replace(
                                "nn/dense.c",
                                "dw_i[j] = nn_mac(dw_i[j],",
                                "float *dw_ji = dw + (size_t)j * shape.outputs + i; *dw_ji = nn_mac(*dw_ji,")
                        .replace("nn/dense.c", "        float *dw_i = dw + (size_t)i * shape.inputs;\n", ""),
                "the gradient of dense1.weight, dense2.weight, dense3.weight is transposed: rows and columns are exchanged");
    }

    @Test
    void mean_over_the_batch_that_is_not_taken() throws IOException {
        assertHint(
                spoil(
                        "nn/loss.c",
                        "s / ((float)batch_size * (float)outputs)",
                        "s / (0 * (float)batch_size + (float)outputs)"),
                "every gradient is 32 times too large, which is the batch size: the mean over the batch is not taken");
    }

    @Test
    void factor_of_the_loss() throws IOException {
        assertHint(spoil("nn/loss.c", "NN_MSE ? 2.0f", "NN_MSE ? 1.0f"), "every gradient is 0.5 times the reference's");
    }

    @Test
    void bias_gradient_that_is_skipped() throws IOException {
        assertHint(
                spoil("nn/dense.c", "db[i] += dz_i[s];", "db[i] += 0.0f * dz_i[s];"),
                "the gradient of dense1.bias, dense2.bias, dense3.bias, dense4.bias is 0: it is not accumulated");
    }

    @Test
    void bias_that_is_not_added() throws IOException {
        assertHint(
                spoil("nn/dense.c", "float sum = b[i];", "float sum = 0.0f * b[i];"),
                "the bias is not added on the way forward in dense1, dense2, dense3, dense4");
    }

    @Test
    void derivative_that_is_missing() throws IOException {
        assertHint(
                spoil(
                        "nn/activation.c",
                        "dz[i] = a[i] > 0.0f ? d[i] : 0.0f;",
                        "dz[i] = a[i] > 0.0f ? d[i] : 1.0f * d[i];"),
                "the derivative of the activation is missing in dense1, dense2, dense3");
    }

    @Test
    void derivative_that_is_missing_in_one_layer() throws IOException {
        assertHint(
                spoil(
                        "nn/dense.c",
                        "kernels->hand_back(before->a, before->a, before->activation,",
                        "kernels->hand_back(before->a, before->a, layer == &network->layers[2] ? NN_LINEAR : before->activation,"),
                "the derivative of the activation is missing in dense2");
    }

    @Test
    void sample_that_is_left_out() throws IOException {
        assertHint(scaleDelta(2, 1, "0.0f"), "sample 5 of the batch, counted from 0, is left out");
    }

    @Test
    void sample_that_is_counted_twice() throws IOException {
        assertHint(scaleDelta(8, 3, "2.0f"), "sample 31 of the batch, counted from 0, is counted twice");
    }

    @Test
    void sample_that_is_stale() throws IOException {
        assertHint(
                spoil("proto/stream.c", FORWARD, """
                            for (int k = 0; stream->samples == 8 && k < 20; k += 4) {
                                network->inputs[k + 3] = network->inputs[k + 2];
                            }
                        """ + FORWARD),
                "sample 7 of the batch, counted from 0, is stale: sample 6 is used in its place");
    }

    @Test
    void single_element() throws IOException {
        assertHint(
                spoil(
                        "nn/network.c",
                        "    memset(network->gradients, 0, network->gradient_count * sizeof(float));",
                        """
                            memset(network->gradients, 0, network->gradient_count * sizeof(float));
                            network->gradients[network->parameter_count - 1] = 100.0f;
                        """),
                "dense4\\.bias\\[0] alone is off, the other 2,944 gradients are right: it is -?\\d.*"
                        + " times the reference's");
    }

    @Test
    void mistake_that_is_not_known_has_no_hint() throws IOException {
        spoil("nn/dense.c", "db[i] += dz_i[s];", "db[i] += dz_i[s] * dz_i[s];")
                .run(board -> assertThat(step(board).compareGradients().hint()).isEmpty());
    }

    /** Multiplies what the loss hands back to one sample of a group. */
    private WrongBoard scaleDelta(int group, int lane, String factor) throws IOException {
        return spoil(
                "nn/network.c",
                DELTA,
                "    static int group; float *d = delta_of_the_last_layer(network, batch_size); d[" + lane
                        + "] *= ++group == " + group + " ? " + factor + " : 1.0f;");
    }

    private WrongBoard spoil(String file, String text, String replacement) throws IOException {
        return WrongBoard.onHost(folder).replace(file, text, replacement);
    }

    private static void assertHint(WrongBoard wrong, String hint) {
        wrong.run(board -> assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(step(board)).gradients().matchReference())
                .withMessageMatching("gradient: (?s:.*)\n  hint:      " + hint));
    }

    private static McuStep step(McuTrainer board) {
        NetworkSpec spec = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
        float[] parameters = Network.initialParameters(spec, 1);
        spec.layout().blocks().stream().filter(ParameterBlock::isBias).forEach(bias -> {
            for (int i = 0; i < bias.size(); i++) {
                parameters[bias.offset() + i] = 0.05f * (i % 7 - 2);
            }
        });
        board.configure(spec, parameters);
        Batch batch = Ccpp.find().split(1).trainingBatches(32, 1, 1).get(0);
        return board.backward(batch);
    }
}
