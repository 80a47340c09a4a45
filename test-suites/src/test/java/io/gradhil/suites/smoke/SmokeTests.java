package io.gradhil.suites.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.NetworkTooLargeException;
import io.gradhil.junit.HilTest;
import io.gradhil.protocol.Hello;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.Readable;
import io.gradhil.protocol.Stats;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.McuTrainer;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The board is there, and what it says of itself makes sense. */
@HilTest
class SmokeTests {
    private static final Sgd SGD = new Sgd(0.01f);

    @Test
    void hello_tells_clock_and_memory(McuClient client) {
        Hello hello = client.hello();

        assertThat(hello.clockHz()).isPositive();
        assertThat(hello.arenaBytes()).isBetween(64 * 1024, 128 * 1024);
        assertThat(hello.maxLayers()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void echo_returns_every_length_and_byte(McuClient client) {
        Random random = new Random(1);

        for (int length : new int[] {0, 1, 2, 253, 254, 255, 256, 508, 1023, 1024}) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(client.echo(bytes))
                    .as("echo of %d bytes, seed 1", length)
                    .isEqualTo(bytes);
            assertThat(client.echo(new byte[length])).isEqualTo(new byte[length]);
        }
    }

    @Test
    void plan_counts_every_buffer(McuClient client) {
        MemoryPlan plan = client.configure(NetworkSpec.parse("4-64-32-16-1", Activation.RELU, SGD));

        assertThat(plan.parameterCount()).isEqualTo(2945);
        assertThat(plan.parameters()).isEqualTo(4 * 2945);
        assertThat(plan.gradients()).isEqualTo(4 * 2945);
        assertThat(plan.samples()).isEqualTo(plan.group() * 4 * 5);
        assertThat(plan.total())
                .isEqualTo(plan.parameters() + plan.gradients() + plan.activations() + plan.deltas() + plan.samples());
        assertThat(plan.available()).isEqualTo(client.hello().arenaBytes());
    }

    @Test
    void layers_share_their_buffers(McuClient client) {
        MemoryPlan plan = client.configure(NetworkSpec.parse("4-64-32-16-1", Activation.RELU, SGD));

        // A layer's output is the next one's input, and what that hands back takes its place.
        assertThat(plan.activations()).isEqualTo(plan.group() * 4 * (64 + 32 + 16 + 1));
        assertThat(plan.deltas()).isZero();
    }

    @Test
    void refuses_a_network_that_does_not_fit(McuClient client) {
        NetworkSpec tooLarge = NetworkSpec.parse("4-1000-1000-1", Activation.RELU, SGD);

        Assertions.assertThatExceptionOfType(NetworkTooLargeException.class)
                .isThrownBy(() -> client.configure(tooLarge))
                .satisfies(refused -> assertThat(refused.neededBytes()).isGreaterThan(8L * 1_007_001))
                .satisfies(refused -> assertThat(refused.availableBytes())
                        .isEqualTo(client.hello().arenaBytes()));
    }

    @Test
    void parameters_come_back_as_written(McuTrainer board) {
        float[] parameters = new float[board.spec().layout().count()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Float.intBitsToFloat(0x00400000 + i * 65537);
        }

        board.client().writeParameters(parameters);

        float[] read = new float[parameters.length];
        board.client().read(Readable.PARAMETERS, 0, read);
        assertThat(read).isEqualTo(parameters);
    }

    @Test
    void the_link_is_clean_and_the_stack_has_room(McuClient client) {
        client.echo(new byte[1024]);

        Stats stats = client.stats();
        assertThat(stats.badFrames() + stats.badCrcs() + stats.rxOverruns() + stats.rxLineErrors())
                .isZero();
        assertThat(stats.stackHighWater()).isLessThanOrEqualTo(stats.stackBytes() / 2);
    }

    @Test
    void a_reset_board_answers_again_and_counts_it(McuClient client) {
        Hello before = client.hello();

        Hello after = client.reset();

        assertThat(after.resetCount()).isEqualTo(before.resetCount() + 1);
    }
}
