package io.gradhil.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.OptimizerState;
import io.gradhil.reference.optim.Sgd;
import org.junit.jupiter.api.Test;

class NetworkTests {

    private static final NetworkSpec TINY = NetworkSpec.parse("2-1", Activation.RELU, new Sgd(0.5f));
    private static final Batch TWO_SAMPLES = Batch.of(2, 1, new float[] {1, 2, 3, 4, 5, 6});

    @Test
    void predicts_weighted_sum_and_bias() {
        Network network = new Network(TINY, new double[] {10, 100, 1000});

        assertThat(network.predict(TWO_SAMPLES)).containsExactly(1210, 1540);
    }

    @Test
    void predicts_the_same_from_bare_inputs() {
        Network network = new Network(TINY, new double[] {10, 100, 1000});

        assertThat(network.predict(new float[] {1, 2, 4, 5})).containsExactly(1210, 1540);
    }

    @Test
    void loss_is_mean_over_batch_and_outputs() {
        Network network = new Network(TINY, new double[] {1, 1, 1});

        // y = 4, 10; t = 3, 6
        assertThat(network.loss(TWO_SAMPLES)).isEqualTo((1 + 16) / 2.0);
    }

    @Test
    void gradients_are_those_of_the_formula() {
        Network network = new Network(TINY, new double[] {1, 1, 1});

        // dy = 2/2 (1, 4); dw = dy_1 (1, 2) + dy_2 (4, 5); db = dy_1 + dy_2
        assertThat(network.backward(TWO_SAMPLES).gradients().values()).containsExactly(17, 22, 5);
    }

    @Test
    void step_subtracts_learning_rate_times_gradient() {
        Network network = new Network(TINY, new double[] {1, 1, 1});

        network.apply(network.backward(TWO_SAMPLES).gradients());

        assertThat(network.parameters()).containsExactly(1 - 8.5, 1 - 11, 1 - 2.5);
    }

    @Test
    void optimizer_remembers_from_step_to_step() {
        Network network = new Network(TINY.withOptimizer(new Momentum(0.5f, 0.5f)), new double[] {1, 1, 1});
        Gradients gradients = network.backward(TWO_SAMPLES).gradients();

        network.apply(gradients);
        network.apply(gradients);

        assertThat(network.parameters()).containsExactly(1 - 8.5 * 2.5, 1 - 11 * 2.5, 1 - 2.5 * 2.5);
        assertThat(network.optimizerState().first()).containsExactly(17 * 1.5, 22 * 1.5, 5 * 1.5);
    }

    @Test
    void training_goes_on_from_a_state() {
        NetworkSpec spec = TINY.withOptimizer(new Momentum(0.5f, 0.5f));
        OptimizerState state = OptimizerState.of(new float[] {2, 4, 6}, new float[0], 1, 1);
        Network network = new Network(spec, new float[] {1, 1, 1}, state);

        network.apply(new Gradients(spec.layout(), new double[3]));

        assertThat(network.parameters()).containsExactly(1 - 0.5, 1 - 1, 1 - 1.5);
        assertThat(state.first()).containsExactly(2, 4, 6);
    }

    @Test
    void backward_leaves_parameters_as_they_are() {
        Network network = new Network(TINY, new double[] {1, 1, 1});

        network.backward(TWO_SAMPLES);

        assertThat(network.parameters()).containsExactly(1, 1, 1);
    }

    @Test
    void training_lowers_the_loss() {
        NetworkSpec spec = NetworkSpec.parse("2-8-1", Activation.TANH, new Sgd(0.001f));
        Network network = new Network(spec, Network.initialParameters(spec, 1));
        double before = network.loss(TWO_SAMPLES);

        network.apply(network.backward(TWO_SAMPLES).gradients());

        assertThat(network.loss(TWO_SAMPLES)).isLessThan(before);
    }

    @Test
    void relu_at_zero_passes_no_gradient() {
        NetworkSpec spec = NetworkSpec.parse("1-1-1", Activation.RELU, new Sgd(0.5f));
        Network network = new Network(spec, new double[] {0, 0, 1, 0});

        double[] gradients =
                network.backward(Batch.of(1, 1, new float[] {1, 1})).gradients().values("dense1.weight");

        assertThat(gradients).containsExactly(0);
    }

    @Test
    void initial_parameters_are_the_same_bits_for_a_seed() {
        float[] parameters = Network.initialParameters(TINY, 7);

        assertThat(parameters).isEqualTo(Network.initialParameters(TINY, 7));
        assertThat(parameters).isNotEqualTo(Network.initialParameters(TINY, 8));
    }

    @Test
    void initial_biases_are_zero() {
        NetworkSpec spec = NetworkSpec.parse("4-64-1", Activation.RELU, new Sgd(0.5f));
        Network network = new Network(spec, Network.initialParameters(spec, 1));

        assertThat(new Gradients(spec.layout(), network.parameters()).values("dense1.bias"))
                .containsOnly(0);
    }

    @Test
    void initial_weights_have_the_variance_of_he_for_relu_and_of_glorot_for_all_others() {
        assertThat(weightVariance(Activation.RELU)).isCloseTo(2.0 / 100, within(0.0005));
        assertThat(weightVariance(Activation.TANH)).isCloseTo(2.0 / (100 + 200), within(0.0002));
    }

    private static double weightVariance(Activation hidden) {
        NetworkSpec spec = NetworkSpec.parse("100-200-1", hidden, new Sgd(0.5f));
        Network network = new Network(spec, Network.initialParameters(spec, 1));
        double[] weights = new Gradients(spec.layout(), network.parameters()).values("dense1.weight");
        double sum = 0;
        for (double weight : weights) {
            sum += weight * weight;
        }
        return sum / weights.length;
    }

    @Test
    void rejects_parameters_of_another_number() {
        assertThatThrownBy(() -> new Network(TINY, new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 2 parameters; the network has 3 parameters.");
    }

    @Test
    void rejects_a_parameter_that_is_not_finite() {
        assertThatThrownBy(() -> new Network(TINY, new double[] {1, Double.NaN, 1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dense1.weight[0][1] is NaN; every parameter must be finite.");
    }

    @Test
    void rejects_a_batch_of_another_shape() {
        Network network = new Network(TINY, new double[3]);

        assertThatThrownBy(() -> network.loss(Batch.of(1, 1, new float[] {1, 2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The batch has 1 inputs and 1 targets; the network has 2 inputs and 1 outputs.");
    }

    @Test
    void rejects_inputs_that_are_not_whole_samples() {
        Network network = new Network(TINY, new double[3]);

        assertThatThrownBy(() -> network.predict(new float[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 inputs are not whole samples; a sample has 2 inputs.");
    }

    @Test
    void rejects_gradients_of_another_network() {
        Network network = new Network(TINY, new double[3]);
        NetworkSpec other = NetworkSpec.parse("1-1", Activation.RELU, new Sgd(1));

        assertThatThrownBy(() -> network.apply(new Gradients(other.layout(), new double[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The gradients belong to another network: dense1.weight 1x1, dense1.bias 1;"
                        + " this one has dense1.weight 1x2, dense1.bias 1.");
    }
}
