package io.gradhil.suites.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Limit;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** TensorFlow's gradients and updates are those of the reference, for the whole family of networks; no board takes part. */
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
        verifySteps(NetworkSpec.parse("4-16-8-2", Activation.TANH, new Sgd(0.03f)), size);
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
                verifyStep(tensorFlow, new Network(spec, tensorFlow.parameters()), batch);
            }
        }
    }

    private static void verifyStep(TensorFlowNetwork tensorFlow, Network reference, Batch batch) {
        ErrorBounds bounds = ErrorModel.of(reference, batch);
        TensorFlowStep step = tensorFlow.backward(batch);
        assertMatches(step.compareLoss(bounds));
        assertMatches(step.compareGradients(bounds));

        float loss = tensorFlow.train(batch);

        reference.apply(bounds.reference().step().gradients());
        assertThat(loss).isEqualTo(step.loss());
        assertMatches(new Comparison(
                "TensorFlow's parameter",
                Limit.ROUNDING_BOUND,
                reference.spec().layout()::describe,
                tensorFlow.parameters(),
                reference.parameters(),
                bounds.steppedParameters()));
    }

    private static void assertMatches(Comparison comparison) {
        assertThat(comparison.passes())
                .withFailMessage(() -> ShouldMatchReference.message(comparison))
                .isTrue();
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
