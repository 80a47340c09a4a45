package io.gradhil.suites.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.judge.Tolerance;
import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.OptimizerState;
import io.gradhil.reference.optim.Sgd;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TensorFlow's losses, gradients and updates are those of the reference, for the whole family of networks: within the rigorous bound,
 * and within the tolerance that boards are held to where the error model fits TensorFlow. No board takes part.
 */
@Tag("tensorflow")
class TensorFlowNetworkTests {
    private static final long SEED = 3;
    private static final int STEPS = 5;

    @ParameterizedTest
    @EnumSource(Activation.class)
    void steps_match_for_each_activation(Activation activation) {
        verifySteps(NetworkSpec.parse("4-64-32-16-1", activation, new Sgd(0.03f)), 32);
    }

    @ParameterizedTest
    @CsvSource({"4-1", "4-3-1", "1-5-7", "4-16-16-16-16-1", "4-8-8-8-8-8-8-8-1", "300-8-2", "3-2-260"})
    void steps_match_for_any_shape(String sizes) {
        verifySteps(NetworkSpec.parse(sizes, Activation.RELU, new Sgd(0.01f)), 5);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "257", "512"})
    void steps_match_for_batches_of_any_size(int size) {
        verifySteps(NetworkSpec.parse("4-16-8-2", Activation.LEAKY_RELU, new Sgd(0.03f)), size);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void steps_match_for_each_loss(Loss loss) {
        verifySteps(withLoss(NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f)), loss), 32);
    }

    static Stream<Loss> losses() {
        return Stream.of(Loss.MSE, Loss.MAE, new Huber(0.5f), new Huber(100));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void steps_match_for_each_optimizer(Optimizer optimizer) {
        verifySteps(NetworkSpec.parse("4-64-32-16-1", Activation.RELU, optimizer), 32);
    }

    /** Each plain, with weight decay, with clipping that shortens, with clipping that does not, and with both. */
    static Stream<Optimizer> optimizers() {
        return Stream.of(new float[][] {{0, 0}, {0.01f, 0}, {0, 0.1f}, {0, 1e6f}, {0.01f, 0.1f}})
                .flatMap(extra -> Stream.of(
                        new Sgd(0.03f, extra[0], extra[1]),
                        new Momentum(0.01f, 0.9f, extra[0], extra[1]),
                        new Nesterov(0.01f, 0.9f, extra[0], extra[1]),
                        new Adam(0.001f, 0.9f, 0.999f, 1e-8f, extra[0], extra[1])));
    }

    /** All that acts on gradients together, each with all the others. */
    @ParameterizedTest
    @MethodSource("losses")
    void steps_match_for_each_loss_with_decay_and_clipping(Loss loss) {
        Optimizer adam = new Adam(0.001f, 0.9f, 0.999f, 1e-8f, 0.01f, 0.1f);
        verifySteps(withLoss(NetworkSpec.parse("4-32-16-3", Activation.LEAKY_RELU, adam), loss), 32);
    }

    @Test
    void what_an_optimizer_remembers_begins_as_the_references() {
        Optimizer adam = new Adam(0.001f, 0.9f, 0.999f, 1e-8f);
        NetworkSpec spec = NetworkSpec.parse("4-16-3", Activation.RELU, adam);

        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(spec, Network.initialParameters(spec, SEED))) {
            assertThat(tensorFlow.state())
                    .usingRecursiveComparison()
                    .isEqualTo(OptimizerState.initial(adam, spec.layout().count()));
        }
    }

    @Test
    void parameters_come_back_bit_for_bit() {
        NetworkSpec spec = NetworkSpec.parse("4-16-3", Activation.RELU, new Sgd(0.03f));
        float[] initial = Network.initialParameters(spec, SEED);

        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(spec, initial)) {
            assertThat(tensorFlow.parameters()).isEqualTo(initial);
        }
    }

    @Test
    void gradients_that_are_not_asked_for_leave_the_parameters_alone() {
        NetworkSpec spec = NetworkSpec.parse("4-16-3", Activation.RELU, new Sgd(0.03f));
        float[] initial = Network.initialParameters(spec, SEED);

        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(spec, initial)) {
            tensorFlow.backward(random(8, spec));

            assertThat(tensorFlow.parameters()).isEqualTo(initial);
        }
    }

    @Test
    void one_weight_that_differs_is_seen() {
        NetworkSpec spec = NetworkSpec.parse("4-16-3", Activation.TANH, new Sgd(0.03f));
        float[] parameters = Network.initialParameters(spec, SEED);
        ErrorBounds bounds = ErrorModel.of(new Network(spec, parameters), random(8, spec));
        parameters[0] *= 1.01f;

        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(spec, parameters)) {
            Comparison compared = tensorFlow.backward(random(8, spec)).compareGradients(bounds);

            assertThat(compared.passes()).isFalse();
            assertThat(ShouldMatchReference.message(compared)).startsWith("TensorFlow's gradient: ");
        }
    }

    @Test
    void parameters_of_another_network_are_refused() {
        NetworkSpec spec = NetworkSpec.parse("4-16-3", Activation.RELU, new Sgd(0.03f));

        assertThatThrownBy(() -> new TensorFlowNetwork(spec, new float[7]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 7 parameters; the network has 131.");
    }

    private static void verifySteps(NetworkSpec spec, int batchSize) {
        Batch batch = random(batchSize, spec);
        try (TensorFlowNetwork tensorFlow = new TensorFlowNetwork(spec, Network.initialParameters(spec, SEED))) {
            for (int i = 0; i < STEPS; i++) {
                verifyStep(tensorFlow, new Network(spec, tensorFlow.parameters(), tensorFlow.state()), batch);
            }
        }
    }

    private static void verifyStep(TensorFlowNetwork tensorFlow, Network reference, Batch batch) {
        ErrorBounds expected = ErrorModel.of(reference, batch);
        TensorFlowStep step = tensorFlow.backward(batch);
        assertMatches(reference.spec(), step.compareLoss(expected));
        assertMatches(reference.spec(), step.compareGradients(expected));

        float loss = tensorFlow.train(batch);

        reference.apply(expected.reference().step().gradients());
        assertThat(loss).isEqualTo(step.loss());
        assertMatches(reference.spec(), compareParameters(tensorFlow.parameters(), reference, expected));
    }

    private static Comparison compareParameters(float[] stepped, Network reference, ErrorBounds expected) {
        Predictions predictions = new Predictions(
                "TensorFlow's parameter",
                reference.spec().layout()::describe,
                false,
                reference.parameters(),
                expected.steppedParameters(),
                expected.steppedParameterSigmas());
        return new Comparison(predictions, stepped, Tolerance.derived());
    }

    private static void assertMatches(NetworkSpec spec, Comparison derived) {
        for (Tolerance tolerance : tolerances(spec)) {
            Comparison comparison = derived.within(tolerance);
            assertThat(comparison.passes())
                    .withFailMessage(() -> ShouldMatchReference.message(comparison))
                    .isTrue();
        }
    }

    /** The predicted sigmas are not for TensorFlow's sigmoid and tanh: see {@link TensorFlowFunctionTests}. */
    private static List<Tolerance> tolerances(NetworkSpec spec) {
        boolean predicted = spec.layers().stream()
                .map(LayerSpec::activation)
                .noneMatch(activation -> activation == Activation.SIGMOID || activation == Activation.TANH);
        return predicted ? List.of(Tolerance.rigorous(), Tolerance.derived()) : List.of(Tolerance.rigorous());
    }

    private static NetworkSpec withLoss(NetworkSpec spec, Loss loss) {
        return new NetworkSpec(spec.inputs(), spec.layers(), loss, spec.optimizer());
    }

    private static Batch random(int samples, NetworkSpec spec) {
        Random random = new Random(SEED);
        float[] values = new float[samples * (spec.inputs() + spec.outputs())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Batch.of(spec.inputs(), spec.outputs(), values);
    }
}
