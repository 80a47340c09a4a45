package io.gradhil.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandardisationTests {

    /** Of the first two rows means are 2 and 20, deviations 1 and 10; the last one has the smallest decimals. */
    private static final Standardisation MADE = Standardisation.of(
            0.01,
            List.of(new double[] {1, 10}, new double[] {3, 30}, new double[] {0.5, -10}),
            List.of(new double[] {1, 10}, new double[] {3, 30}));

    @Test
    void mean_and_deviation_are_those_of_the_part() {
        assertThat(new double[] {MADE.mean(0), MADE.mean(1)}).containsExactly(2, 20);
        assertThat(new double[] {MADE.deviation(0), MADE.deviation(1)}).containsExactly(1, 10);
    }

    @Test
    void a_row_is_scaled_column_by_column() {
        assertThat(MADE.scaled(new double[] {2.5, 5})).containsExactly(0.5f, -1.5f);
    }

    @Test
    void the_smallest_decimal_of_all_rows_becomes_the_offset_and_a_step_the_scale() {
        assertThat(new double[] {MADE.offset(0), MADE.offset(1)}).containsExactly(-1.5, -3);
        assertThat(new double[] {MADE.scale(0), MADE.scale(1)}).containsExactly(0.01, 0.001);
    }

    @Test
    void a_batch_keeps_how_it_was_made_and_its_values() {
        Batch plain = Batch.of(1, 1, new float[] {1, 2});

        Batch batch = plain.standardised(MADE);

        assertThat(plain.standardisation()).isEmpty();
        assertThat(batch.standardisation()).containsSame(MADE);
        assertThat(batch.values()).containsExactly(1, 2);
    }

    @Test
    void a_batch_of_other_columns_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Batch.of(2, 1, new float[3]).standardised(MADE))
                .withMessage("A standardisation of 2 columns does not fit rows of 3 values.");
    }

    @Test
    void arrays_of_different_lengths_are_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Standardisation(1, new double[1], new double[2], new double[] {1}))
                .withMessage("1 minima, 2 means and 1 deviations are not of the same columns.");
    }

    @Test
    void a_column_that_never_changes_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Standardisation(1, new double[1], new double[1], new double[1]))
                .withMessage("Deviation 0.0 is not valid; it must be above 0.");
    }
}
