package io.gradhil.suites.gradient;

import static io.gradhil.assertions.GradHilAssertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
        NetworkSpec spec = NetworkSpec.parse(sizes, activation, new Sgd(0.01f));
        McuTrainer board = new McuTrainer(client);
        board.configure(spec, Network.initialParameters(spec, SEED));
        for (int i = 0; i < 3; i++) {
            McuStep step = board.backward(batch);
            assertThat(step).loss().matchReference();
            assertThat(step).gradients().matchReference();
            assertThat(board.update()).parameters().matchReference();
        }
    }
}
