package io.gradhil.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import org.junit.jupiter.api.Test;

class GradientsTests {

    private static final ParameterLayout LAYOUT =
            NetworkSpec.parse("2-2", Activation.RELU, new Sgd(1)).layout();
    private static final Gradients GRADIENTS = new Gradients(LAYOUT, new double[] {1, 2, 3, 4, 5, 6});

    @Test
    void values_are_found_by_name() {
        assertThat(GRADIENTS.values("dense1.weight")).containsExactly(1, 2, 3, 4);
        assertThat(GRADIENTS.values("dense1.bias")).containsExactly(5, 6);
    }

    @Test
    void one_value_is_found_by_name_row_and_column() {
        assertThat(GRADIENTS.value("dense1.weight", 1, 0)).isEqualTo(3);
    }

    @Test
    void rejects_a_row_or_column_that_does_not_exist() {
        assertThatThrownBy(() -> GRADIENTS.value("dense1.weight", 0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("dense1.weight has no [0][2]; it has 2 rows and 2 columns.");
    }

    @Test
    void rejects_values_of_another_number() {
        assertThatThrownBy(() -> new Gradients(LAYOUT, new double[5]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 5 gradients; the network has 6 parameters.");
    }

    @Test
    void changing_an_array_that_was_given_out_changes_nothing() {
        GRADIENTS.values()[0] = 99;

        assertThat(GRADIENTS.values()[0]).isEqualTo(1);
    }
}
