package io.gradhil.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkSpecTests {

    private static final Sgd SGD = new Sgd(0.03f);

    @Test
    void the_default_network_has_2945_parameters() {
        assertThat(NetworkSpec.parse("4-64-32-16-1", Activation.RELU, SGD)
                        .layout()
                        .count())
                .isEqualTo(2945);
    }

    @Test
    void describes_itself_in_one_line() {
        assertThat(NetworkSpec.parse("4-64-32-16-1", Activation.RELU, SGD))
                .hasToString("4-64-32-16-1 relu, linear output, MSE, SGD(0.03)");
    }

    @Test
    void describes_a_network_without_hidden_layer() {
        assertThat(NetworkSpec.parse("4-1", Activation.RELU, SGD)).hasToString("4-1, linear output, MSE, SGD(0.03)");
    }

    @Test
    void describes_different_activations_one_by_one() {
        List<LayerSpec> layers = List.of(
                new LayerSpec(3, Activation.RELU),
                new LayerSpec(3, Activation.TANH),
                new LayerSpec(3, Activation.RELU),
                new LayerSpec(2, Activation.SIGMOID));

        assertThat(new NetworkSpec(4, layers, Loss.MSE, SGD))
                .hasToString("4-3-3-3-2 relu/tanh/relu, sigmoid output, MSE, SGD(0.03)");
    }

    @Test
    void parse_makes_the_last_layer_linear_and_all_others_as_told() {
        assertThat(NetworkSpec.parse("4-3-2-1", Activation.TANH, SGD).layers())
                .containsExactly(
                        new LayerSpec(3, Activation.TANH),
                        new LayerSpec(2, Activation.TANH),
                        new LayerSpec(1, Activation.LINEAR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "4-", "-4-1", "4-0-1", "4-65536", "4-x", "4 - 1", "4-1.5", "99999999999-1"})
    void parse_rejects_sizes_that_are_not_valid(String sizes) {
        assertThatThrownBy(() -> NetworkSpec.parse(sizes, Activation.RELU, SGD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sizes \"" + sizes + "\" are not valid; give inputs and the outputs of each layer,"
                        + " each 1 to 65535, such as \"4-64-32-16-1\".");
    }

    @Test
    void with_optimizer_changes_nothing_else() {
        NetworkSpec spec = NetworkSpec.parse("4-1", Activation.RELU, SGD);

        assertThat(spec.withOptimizer(new Sgd(1))).isEqualTo(new NetworkSpec(4, spec.layers(), Loss.MSE, new Sgd(1)));
    }

    @Test
    void rejects_a_network_without_layer() {
        assertThatThrownBy(() -> new NetworkSpec(4, List.of(), Loss.MSE, SGD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A network of 0 layers is not valid; it must have at least 1.");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void rejects_inputs_out_of_range(int inputs) {
        assertThatThrownBy(() -> new NetworkSpec(inputs, List.of(new LayerSpec(1, Activation.RELU)), Loss.MSE, SGD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Number of inputs " + inputs + " is not valid; it must be 1 to 65535.");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65536})
    void rejects_outputs_out_of_range(int outputs) {
        assertThatThrownBy(() -> new LayerSpec(outputs, Activation.RELU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Number of outputs " + outputs + " is not valid; it must be 1 to 65535.");
    }

    @Test
    void rejects_more_parameters_than_an_array_holds() {
        assertThatThrownBy(() -> NetworkSpec.parse("65535-65535", Activation.RELU, SGD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A network of at least 4294836225 parameters is too large; 2147483647 are valid.");
    }
}
