package io.gradhil.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTests {

    private static final Batch BATCH = Batch.ofRows(2, 1, List.of(new float[] {1, 2, 3}, new float[] {4, 5, 6}));

    @Test
    void values_are_the_rows_in_order() {
        assertThat(BATCH.values()).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void inputs_and_targets_are_told_apart() {
        assertThat(BATCH.inputValues()).containsExactly(1, 2, 4, 5);
        assertThat(BATCH.targetValues()).containsExactly(3, 6);
    }

    @Test
    void knows_its_shape() {
        assertThat(new int[] {BATCH.size(), BATCH.inputs(), BATCH.outputs()}).containsExactly(2, 2, 1);
    }

    @Test
    void gives_one_row() {
        assertThat(BATCH.row(1)).containsExactly(4, 5, 6);
    }

    @Test
    void changing_an_array_that_was_given_out_changes_nothing() {
        BATCH.values()[0] = 99;

        assertThat(BATCH.values()[0]).isEqualTo(1);
    }

    @Test
    void changing_the_array_it_was_built_from_changes_nothing() {
        float[] values = {1, 2, 3};
        Batch batch = Batch.of(2, 1, values);

        values[0] = 99;

        assertThat(batch.values()[0]).isEqualTo(1);
    }

    @Test
    void rejects_no_rows() {
        assertThatThrownBy(() -> Batch.ofRows(2, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A batch of 0 rows is not valid; it must have at least 1.");
    }

    @Test
    void rejects_a_row_of_another_length() {
        assertThatThrownBy(() -> Batch.ofRows(2, 1, List.of(new float[3], new float[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Row 1 has 2 values; it must have 3 (2 inputs, 1 targets).");
    }

    @Test
    void rejects_values_that_are_not_whole_rows() {
        assertThatThrownBy(() -> Batch.of(2, 1, new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("4 values are not whole rows; a row has 3 (2 inputs, 1 targets).");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void rejects_a_value_that_is_not_finite(float value) {
        assertThatThrownBy(() -> Batch.of(2, 1, new float[] {1, 2, 3, 4, 5, value}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Row 1, column 2 is " + value + "; every value must be finite.");
    }

    @Test
    void rejects_a_row_that_does_not_exist() {
        assertThatThrownBy(() -> BATCH.row(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("Row 2 does not exist; 0 to 1 are valid.");
    }
}
