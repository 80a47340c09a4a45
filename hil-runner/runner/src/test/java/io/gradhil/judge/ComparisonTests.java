package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ComparisonTests {
    private static Comparison comparison(float[] actual, double[] expected, double[] limits) {
        return new Comparison("gradient", Limit.ROUNDING_BOUND, i -> "w[" + i + "]", actual, expected, limits);
    }

    @Test
    void passes_if_every_element_is_within_its_limit() {
        Comparison comparison = comparison(new float[] {1, 2}, new double[] {1.5, 2}, new double[] {0.5, 0});

        assertThat(comparison.passes()).isTrue();
    }

    @Test
    void fails_if_a_single_element_is_past_its_limit() {
        Comparison comparison =
                comparison(new float[] {1, 2, 3}, new double[] {1, 2.5, 3}, new double[] {1, Math.nextDown(0.5), 1});

        assertThat(comparison.passes()).isFalse();
    }

    @Test
    void failures_are_named_in_order() {
        Comparison comparison = comparison(new float[] {9, 1, Float.NaN}, new double[3], new double[] {1, 1, 1});

        assertThat(comparison.failures()).extracting(Element::name).containsExactly("w[0]", "w[2]");
    }

    @Test
    void worst_is_the_largest_in_units_of_its_limit_not_the_largest_error() {
        Comparison comparison = comparison(new float[] {10, 1}, new double[2], new double[] {100, 2});

        assertThat(comparison.worst().name()).isEqualTo("w[1]");
    }

    @Test
    void worst_of_equals_is_the_first() {
        Comparison comparison = comparison(new float[] {0, 2, 4}, new double[3], new double[] {1, 2, 4});

        assertThat(comparison.worst().name()).isEqualTo("w[1]");
    }

    @Test
    void nan_is_worse_than_any_error() {
        Comparison comparison =
                comparison(new float[] {Float.MAX_VALUE, Float.NaN}, new double[2], new double[] {1e-30, 1e30});

        assertThat(comparison.worst().name()).isEqualTo("w[1]");
    }

    @Test
    void nan_of_the_reference_does_not_pass() {
        Comparison comparison = comparison(new float[] {1}, new double[] {Double.NaN}, new double[] {1});

        assertThat(comparison.passes()).isFalse();
    }

    @Test
    void single_number_bears_the_name_of_its_subject() {
        Comparison comparison = Comparison.single("loss", Limit.ROUNDING_BOUND, 2, 1, 0.5);

        assertThat(comparison.worst()).isEqualTo(new Element("loss", 2, 1, 0.5));
    }

    @Test
    void rejects_different_numbers_of_values() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison(new float[2], new double[3], new double[4]))
                .withMessage("gradient: 2 values of the board, 3 of the reference, 4 limits");
    }

    @Test
    void rejects_a_comparison_of_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison(new float[0], new double[0], new double[0]))
                .withMessage("gradient: 0 values of the board, 0 of the reference, 0 limits");
    }

    @Test
    void rejects_a_negative_limit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison(new float[1], new double[1], new double[] {-1e-300}))
                .withMessage("gradient: a limit is negative or NaN");
    }

    @Test
    void rejects_a_limit_that_is_nan() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison(new float[1], new double[1], new double[] {Double.NaN}))
                .withMessage("gradient: a limit is negative or NaN");
    }
}
