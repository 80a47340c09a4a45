package io.gradhil.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterLayoutTests {

    private static final ParameterLayout LAYOUT =
            NetworkSpec.parse("4-3-2", Activation.RELU, new Sgd(1)).layout();

    @Test
    void blocks_are_weight_and_bias_of_each_layer_in_order() {
        assertThat(LAYOUT.blocks())
                .containsExactly(
                        new ParameterBlock("dense1.weight", 0, 0, 3, 4),
                        new ParameterBlock("dense1.bias", 0, 12, 3, 1),
                        new ParameterBlock("dense2.weight", 1, 15, 2, 3),
                        new ParameterBlock("dense2.bias", 1, 21, 2, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, dense1.weight[0][0]",
        "6, dense1.weight[1][2]",
        "11, dense1.weight[2][3]",
        "12, dense1.bias[0]",
        "15, dense2.weight[0][0]",
        "22, dense2.bias[1]"
    })
    void describes_a_parameter_by_block_row_and_column(int index, String name) {
        assertThat(LAYOUT.describe(index)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 23})
    void rejects_a_number_that_no_parameter_has(int index) {
        assertThatThrownBy(() -> LAYOUT.blockOf(index))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Parameter number " + index + " does not exist; 0 to 22 are valid.");
    }

    @Test
    void an_unknown_name_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> LAYOUT.block("dense3.bias"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No parameters are named \"dense3.bias\"; there are dense1.weight, dense1.bias,"
                        + " dense2.weight, dense2.bias.");
    }

    @Test
    void layouts_of_the_same_shape_are_equal() {
        ParameterLayout same =
                NetworkSpec.parse("4-3-2", Activation.TANH, new Sgd(2)).layout();

        assertThat(LAYOUT).isEqualTo(same).hasSameHashCodeAs(same);
    }
}
