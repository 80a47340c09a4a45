package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Prints how long a step takes, plain and with the error model; both in one run, turn by turn. Asserts no time: machines differ. */
class SpeedTests {

    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private static final int ROUNDS = 12;
    private static final int REPEATS = 400;

    @Test
    void prints_the_time_of_a_step_plain_and_with_bounds_and_sigmas() {
        Network network = new Network(SPEC, Network.initialParameters(SPEC, 1));
        Batch batch = batch();
        double plain = Double.POSITIVE_INFINITY;
        double modelled = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            plain = Math.min(plain, microseconds(() -> network.backward(batch)));
            modelled = Math.min(modelled, microseconds(() -> ErrorModel.of(network, batch)));
        }

        System.out.printf(
                Locale.ROOT,
                "%s, batch of %d, best of %d x %d: plain step %.0f us, with bounds and sigmas %.0f us, %.1f times%n",
                SPEC,
                batch.size(),
                ROUNDS,
                REPEATS,
                plain,
                modelled,
                modelled / plain);
        assertThat(modelled).isPositive();
    }

    private static double microseconds(Supplier<?> step) {
        long start = cpuNanoseconds();
        int used = 0;
        for (int i = 0; i < REPEATS; i++) {
            used += step.get().hashCode() == 0 ? 1 : 0;
        }
        assertThat(used).isNotNegative();
        return (cpuNanoseconds() - start) / 1e3 / REPEATS;
    }

    /** Of this thread: what other processes do costs nothing. */
    private static long cpuNanoseconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Batch batch() {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[32 * 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Batch.of(4, 1, values);
    }
}
