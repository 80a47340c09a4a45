package io.gradhil.suites.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.Readable;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An online update gives the very bits of batches of one, whose gradients and updates the other suites judge. */
@HilTest
class OnlineUpdateTests {
    private static final int SAMPLES = 13;
    private static final int NUMBERS = 5;

    static Stream<Optimizer> optimizers() {
        return Stream.of(
                new Sgd(0.03f),
                new Sgd(0.03f, 0.01f, 0),
                new Momentum(0.01f, 0.9f, 0, 0),
                new Nesterov(0.01f, 0.9f, 0.01f, 0),
                new Adam(0.01f, 0.9f, 0.999f, 1e-7f, 0, 0));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void online_update_gives_the_bits_of_batches_of_one(Optimizer optimizer, McuClient client) {
        NetworkSpec spec = NetworkSpec.parse("4-13-6-1", Activation.RELU, optimizer);
        float[] samples = samples();

        MemoryPlan buffered = configure(client, spec, UpdateMode.BY_STEP);
        for (int s = 0; s < SAMPLES; s++) {
            client.batch(1, Arrays.copyOfRange(samples, s * NUMBERS, (s + 1) * NUMBERS));
            client.step();
        }
        float[] stepped = parameters(client, spec);
        MemoryPlan online = configure(client, spec, UpdateMode.ONLINE);
        client.batch(SAMPLES, samples);

        assertThat(parameters(client, spec)).isEqualTo(stepped);
        assertThat(stepped).isNotEqualTo(Network.initialParameters(spec, 1));
        assertThat(online.gradients()).isZero();
        assertThat(online.total()).isLessThan(buffered.total() - buffered.gradients() + 4 * (13 + 13));
    }

    private static MemoryPlan configure(McuClient client, NetworkSpec spec, UpdateMode mode) {
        MemoryPlan plan = client.configure(spec, mode);
        client.writeParameters(Network.initialParameters(spec, 1));
        return plan;
    }

    private static float[] parameters(McuClient client, NetworkSpec spec) {
        float[] parameters = new float[spec.layout().count()];
        client.read(Readable.PARAMETERS, 0, parameters);
        return parameters;
    }

    private static float[] samples() {
        Random random = new Random(7);
        float[] samples = new float[SAMPLES * NUMBERS];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.nextGaussian();
        }
        return samples;
    }
}
