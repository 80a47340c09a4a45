package io.gradhil.suites.training;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.McuUpdate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every optimizer, with and without weight decay and clipping, gives the very bits that the host computes. */
@HilTest
class OptimizerTests {
    private static final int STEPS = 5;

    static Stream<Optimizer> optimizers() {
        return Stream.of(0f, 0.01f).flatMap(decay -> Stream.of(0f, 0.2f).flatMap(clip -> all(decay, clip).stream()));
    }

    private static List<Optimizer> all(float decay, float clip) {
        return List.of(
                new Sgd(0.03f, decay, clip),
                new Momentum(0.01f, 0.9f, decay, clip),
                new Nesterov(0.01f, 0.9f, decay, clip),
                new Adam(0.01f, 0.9f, 0.999f, 1e-7f, decay, clip));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void parameters_and_state_match_over_several_steps(Optimizer optimizer, McuClient client, CcppSplit ccpp) {
        NetworkSpec spec = NetworkSpec.parse("4-16-8-1", Activation.TANH, optimizer);
        McuTrainer board = new McuTrainer(client);
        board.configure(spec, Network.initialParameters(spec, 1));
        for (Batch batch : ccpp.trainingBatches(32, 1, 1).subList(0, STEPS)) {
            McuStep step = board.backward(batch);
            assertThat(step).loss().matchReference();
            assertThat(step).gradients().matchReference();

            McuUpdate update = board.update();

            assertThat(update).parameters().matchReference();
            if (optimizer.statesPerParameter() > 0) {
                assertThat(update).optimizer().matchReference();
            }
        }
    }

    static Stream<Arguments> numbersPerParameter() {
        int[] numbers = {0, 1, 1, 2};
        List<Optimizer> optimizers = all(0, 0);
        return IntStream.range(0, 4).mapToObj(i -> Arguments.of(optimizers.get(i), numbers[i]));
    }

    @ParameterizedTest
    @MethodSource("numbersPerParameter")
    void the_plan_has_room_for_what_the_optimizer_remembers(Optimizer optimizer, int numbers, McuClient client) {
        NetworkSpec spec = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, optimizer);

        MemoryPlan plan = client.configure(spec);

        assertThat(plan.parameters()).isEqualTo(4 * 2945);
        assertThat(plan.optimizer()).isEqualTo(numbers * plan.parameters());
        assertThat(plan.total())
                .isEqualTo(plan.parameters()
                        + plan.gradients()
                        + plan.activations()
                        + plan.deltas()
                        + plan.optimizer()
                        + plan.samples())
                .isLessThanOrEqualTo(plan.available());
    }
}
