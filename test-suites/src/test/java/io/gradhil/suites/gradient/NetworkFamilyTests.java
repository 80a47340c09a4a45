package io.gradhil.suites.gradient;

import static io.gradhil.assertions.GradHilAssertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.McuUpdate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients match for other networks than the default one. */
@HilTest
class NetworkFamilyTests {
    private static final long SEED = 3;

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gradients_match_for_each_activation(Activation activation, McuClient client, CcppSplit ccpp) {
        verifySteps(
                client,
                "4-64-32-16-1",
                activation,
                ccpp.trainingBatches(32, SEED, 1).get(0));
    }

    static Stream<NetworkSpec> family() {
        List<Optimizer> optimizers = List.of(
                new Sgd(0.05f, 0.01f, 0.5f),
                new Momentum(0.02f, 0.9f),
                new Nesterov(0.02f, 0.9f),
                new Adam(0.01f, 0.9f, 0.999f, 1e-7f));
        return Stream.of(Activation.values()).flatMap(activation -> Stream.of(Loss.MSE, Loss.MAE, new Huber(0.5f))
                .flatMap(loss -> optimizers.stream().map(optimizer -> network(activation, loss, optimizer))));
    }

    private static NetworkSpec network(Activation activation, Loss loss, Optimizer optimizer) {
        List<LayerSpec> layers =
                List.of(new LayerSpec(12, activation), new LayerSpec(6, Activation.TANH), new LayerSpec(2, activation));
        return new NetworkSpec(4, layers, loss, optimizer);
    }

    @ParameterizedTest
    @MethodSource("family")
    void gradients_loss_and_update_match_for_each_activation_loss_and_optimizer(NetworkSpec spec, McuClient client) {
        verifySteps(client, spec, random(16, spec));
    }

    @ParameterizedTest
    @CsvSource({"4-1", "4-16-16-16-16-1", "4-3-1", "4-8-8-8-8-8-8-8-1"})
    void gradients_match_for_any_depth(String sizes, McuClient client, CcppSplit ccpp) {
        verifySteps(
                client,
                sizes,
                Activation.TANH,
                ccpp.trainingBatches(32, SEED, 1).get(0));
    }

    @ParameterizedTest
    @CsvSource({"300-8-2", "1-5-7", "17-1-1", "3-2-260"})
    void gradients_match_for_samples_that_span_frames_or_have_many_targets(String sizes, McuClient client) {
        NetworkSpec spec = NetworkSpec.parse(sizes, Activation.RELU, new Sgd(0.01f));

        verifySteps(client, sizes, Activation.RELU, random(5, spec));
    }

    @Test
    void gradients_match_for_inputs_of_extreme_size(McuClient client) {
        float[] values = {1e-30f, 1e-20f, -1e-10f, 1e-3f, 0, 3, -10, 1e-2f, -1e-38f, 1};

        verifySteps(client, "4-16-8-1", Activation.RELU, Batch.of(4, 1, values));
    }

    private static Batch random(int samples, NetworkSpec spec) {
        Random random = new Random(SEED);
        float[] values = new float[samples * (spec.inputs() + spec.outputs())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Batch.of(spec.inputs(), spec.outputs(), values);
    }

    private static void verifySteps(McuClient client, String sizes, Activation activation, Batch batch) {
        verifySteps(client, NetworkSpec.parse(sizes, activation, new Sgd(0.01f)), batch);
    }

    private static void verifySteps(McuClient client, NetworkSpec spec, Batch batch) {
        McuTrainer board = new McuTrainer(client);
        board.configure(spec, Network.initialParameters(spec, SEED));
        for (int i = 0; i < 3; i++) {
            McuStep step = board.backward(batch);
            assertThat(step).loss().matchReference();
            assertThat(step).gradients().matchReference();
            McuUpdate update = board.update();
            assertThat(update).parameters().matchReference();
            if (spec.optimizer().statesPerParameter() > 0) {
                assertThat(update).optimizer().matchReference();
            }
        }
    }
}
