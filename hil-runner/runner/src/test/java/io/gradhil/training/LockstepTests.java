package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Element;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.protocol.Frame;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The host follows the real firmware on the board {@code host} bit for bit, and notices the smallest deviation. */
class LockstepTests {
    private static final int STEPS = 50;
    private static final int CONFIGURE = 3;
    private static final int WRITE = 4;
    private static final int LEARNING_RATE = 4;
    private static final int MOMENTUM = 16;
    private static final int BETA2 = 20;

    private final HostBoard host = new HostBoard();
    private final McuTrainer trainer = new McuTrainer(host.client);

    @AfterEach
    void close() {
        host.close();
    }

    static List<Optimizer> optimizers() {
        List<Optimizer> all = new ArrayList<>();
        for (float decay : new float[] {0, 0.01f}) {
            for (float clip : new float[] {0, 0.3f}) {
                all.add(new Sgd(0.1f, decay, clip));
                all.add(new Momentum(0.05f, 0.9f, decay, clip));
                all.add(new Nesterov(0.05f, 0.9f, decay, clip));
                all.add(new Adam(0.02f, 0.9f, 0.999f, 1e-7f, decay, clip));
            }
        }
        return all;
    }

    static List<Optimizer> plainOptimizers() {
        return optimizers().subList(0, 4);
    }

    static List<Optimizer> optimizersWithMomentum() {
        return optimizers().subList(1, 4);
    }

    private static NetworkSpec spec(Optimizer optimizer) {
        return NetworkSpec.parse("4-9-7-1", Activation.TANH, optimizer);
    }

    private void configure(Optimizer optimizer) {
        trainer.configure(spec(optimizer), Network.initialParameters(spec(optimizer), 1));
    }

    private McuUpdate update(int step) {
        trainer.backward(HostBoard.batch(8, step)).gradients();
        return trainer.update();
    }

    private static void assertPasses(Comparison comparison, int step) {
        assertThat(comparison.passes())
                .as(() -> "step " + step + ": " + ShouldMatchReference.message(comparison))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void fifty_steps_have_the_boards_bits_and_only_crcs_are_read(Optimizer optimizer) {
        configure(optimizer);
        for (int step = 1; step <= STEPS; step++) {
            McuUpdate update = update(step);

            assertPasses(update.compareParameters(), step);
            if (optimizer.statesPerParameter() > 0) {
                assertPasses(update.compareOptimizer(), step);
            }
        }
        assertThat(host.tap.requests().stream().filter(frame -> frame.type() == 5))
                .allMatch(frame -> frame.payload()[0] == 1, "reads gradients");
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void each_step_is_within_its_bound_of_the_double_reference(Optimizer optimizer) {
        configure(optimizer);
        for (int step = 1; step <= STEPS; step++) {
            McuStep taken = trainer.backward(HostBoard.batch(8, step));
            BoardState before = taken.before();
            Network reference = new Network(spec(optimizer), before.parameters(), before.forReference(optimizer));
            ErrorBounds bounds = ErrorModel.of(reference, HostBoard.batch(8, step));
            taken.gradients();
            assertPasses(trainer.update().compareParameters(), step);

            reference.apply(bounds.reference().step().gradients());

            float[] actual = trainer.parameters();
            double[] expected = reference.parameters();
            double[] limits = bounds.steppedParameters();
            for (int i = 0; i < actual.length; i++) {
                assertThat(Math.abs(actual[i] - expected[i]))
                        .as("step %d, parameter %d", step, i)
                        .isLessThanOrEqualTo(limits[i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void host_takes_the_state_up_again_after_steps_it_did_not_follow(Optimizer optimizer) {
        configure(optimizer);
        for (int step = 1; step <= 7; step++) {
            trainer.backward(HostBoard.batch(8, step));
            trainer.update();
        }

        for (int step = 8; step <= 10; step++) {
            McuUpdate update = update(step);

            assertThat(update.steps()).isEqualTo(step);
            assertPasses(update.compareParameters(), step);
        }
        assertThat(host.parameterReads()).isEqualTo(1);
    }

    /** Changes one float of a request. */
    private void alter(int type, int at, UnaryOperator<Float> change) {
        host.tap.alter(frame -> {
            if (frame.type() != type) {
                return frame;
            }
            byte[] payload = frame.payload().clone();
            ByteBuffer numbers = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
            numbers.putFloat(at, change.apply(numbers.getFloat(at)));
            return new Frame(frame.type(), frame.sequence(), frame.nonce(), payload);
        });
    }

    @ParameterizedTest
    @MethodSource("plainOptimizers")
    void learning_rate_that_is_off_by_a_millionth_is_noticed_at_the_first_step(Optimizer optimizer) {
        alter(CONFIGURE, LEARNING_RATE, rate -> rate * 1.000001f);
        configure(optimizer);

        McuStep step = trainer.backward(HostBoard.batch(8, 1));
        assertThat(step.compareGradients().passes()).isTrue();
        Comparison parameters = trainer.update().compareParameters();

        assertThat(parameters.passes()).isFalse();
        assertThat(parameters.worst().ulps()).isLessThan(100);
    }

    @ParameterizedTest
    @MethodSource("plainOptimizers")
    void weight_that_is_off_by_its_last_bit_is_noticed_at_the_first_step(Optimizer optimizer) {
        alter(WRITE, 8 + 4 * 7, Math::nextUp);
        configure(optimizer);

        McuStep step = trainer.backward(HostBoard.batch(8, 1));
        assertThat(step.compareGradients().passes()).isTrue();
        Comparison parameters = trainer.update().compareParameters();

        assertThat(parameters.failures()).extracting(Element::name).containsExactly("dense1.weight[1][3]");
    }

    @ParameterizedTest
    @MethodSource("optimizersWithMomentum")
    void momentum_that_is_off_by_its_last_bit_is_noticed_within_a_few_steps(Optimizer optimizer) {
        alter(CONFIGURE, MOMENTUM, Math::nextDown);
        configure(optimizer);
        List<Comparison> states = new ArrayList<>();
        for (int step = 1; step <= 3; step++) {
            states.add(update(step).compareOptimizer());
        }

        assertThat(states).anyMatch(state -> !state.passes());
    }

    @Test
    void second_moment_that_is_off_is_named_as_such() {
        alter(CONFIGURE, BETA2, beta -> beta - 1e-5f);
        configure(new Adam(0.02f, 0.9f, 0.999f, 1e-7f));

        Comparison state = update(1).compareOptimizer();

        assertThat(state.failures())
                .isNotEmpty()
                .extracting(Element::name)
                .allMatch(name -> name.startsWith("second dense"));
        assertThat(ShouldMatchReference.message(state)).startsWith("optimizer state: ");
    }

    /** With such an epsilon no step changes a parameter. */
    @Test
    void state_that_is_off_is_noticed_where_the_parameters_are_not() {
        alter(CONFIGURE, BETA2, beta -> beta - 1e-5f);
        configure(new Adam(0.02f, 0.9f, 0.999f, 1e30f));

        McuUpdate update = update(1);

        assertThat(update.compareParameters().passes()).isTrue();
        assertThat(update.compareOptimizer().passes()).isFalse();
    }

    @Test
    void lockstep_goes_on_from_the_boards_state_after_a_deviation() {
        alter(WRITE, 8 + 4 * 7, value -> value + 1);
        configure(new Adam(0.02f, 0.9f, 0.999f, 1e-7f));
        assertThat(update(1).compareParameters().passes()).isFalse();

        for (int step = 2; step <= 5; step++) {
            McuUpdate update = update(step);
            assertPasses(update.compareParameters(), step);
            assertPasses(update.compareOptimizer(), step);
        }
    }

    @Test
    void optimizer_that_remembers_nothing_has_nothing_to_compare() {
        configure(new Sgd(0.5f));
        McuUpdate update = update(1);

        assertThatIllegalArgumentException()
                .isThrownBy(update::compareOptimizer)
                .withMessage("SGD(0.5) remembers nothing");
    }
}
