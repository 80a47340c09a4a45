package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ShouldMatchReferenceTests {
    private static final List<String> NAMES =
            List.of("dense1.weight[0][0]", "dense1.weight[0][1]", "dense1.bias[0]", "dense2.weight[0][0]");

    private static String message(Limit limit, float[] actual, double[] expected, double[] limits) {
        return ShouldMatchReference.message(new Comparison("gradient", limit, NAMES::get, actual, expected, limits));
    }

    @Test
    void names_the_worst_element_both_values_the_error_the_limit_and_the_failed_blocks() {
        String message = message(
                Limit.ROUNDING_BOUND, new float[] {0.5f, -0.25f, 3, 4}, new double[] {0.5, 0.25, 3, 4.5}, new double[] {
                    1e-6, 1e-6, 1e-6, 0.25
                });

        assertThat(message).isEqualTo("""
                gradient: 2 of 4 beyond the limit; the worst is dense1.weight[0][1]
                  board:     -0.25
                  reference: 0.25
                  error:     0.500 absolute, 2.00 relative, 16777216.0 ulp
                  limit:     1.00e-06, exceeded 5.00e+05 times (rigorous bound of float32 rounding, reference-model/docs/derivation.md)
                  failed:    dense1.weight 1 of 2, dense2.weight 1 of 1""");
    }

    @Test
    void names_nan() {
        String message =
                message(Limit.ROUNDING_BOUND, new float[] {Float.NaN}, new double[] {0.25}, new double[] {1e-6});

        assertThat(message).isEqualTo("""
                gradient: 1 of 1 beyond the limit; the worst is dense1.weight[0][0]
                  board:     NaN: not a number
                  reference: 0.25
                  error:     not finite, hence beyond every limit
                  limit:     1.00e-06 (rigorous bound of float32 rounding, reference-model/docs/derivation.md)
                  failed:    dense1.weight 1 of 1""");
    }

    @Test
    void names_infinity() {
        String message = message(
                Limit.ROUNDING_BOUND, new float[] {Float.NEGATIVE_INFINITY}, new double[] {0.25}, new double[] {1e-6});

        assertThat(message).contains("  board:     -Infinity: overflow\n");
    }

    @Test
    void names_a_reference_that_is_not_finite() {
        String message = message(Limit.EXACT, new float[] {1}, new double[] {Double.NaN}, new double[] {0});

        assertThat(message).isEqualTo("""
                gradient: 1 of 1 beyond the limit; the worst is dense1.weight[0][0]
                  board:     1.0
                  reference: NaN
                  error:     not finite, hence beyond every limit
                  limit:     0.00 (the host repeats the update bit for bit)
                  failed:    dense1.weight 1 of 1""");
    }

    @Test
    void says_that_only_the_exact_value_passes_a_limit_of_zero() {
        String message = message(Limit.EXACT, new float[] {Math.nextUp(1f)}, new double[] {1}, new double[] {0});

        assertThat(message).isEqualTo("""
                gradient: 1 of 1 beyond the limit; the worst is dense1.weight[0][0]
                  board:     1.0000001
                  reference: 1.0
                  error:     1.19e-07 absolute, 1.19e-07 relative, 1.0 ulp
                  limit:     0.00 (the host repeats the update bit for bit)
                  failed:    dense1.weight 1 of 1""");
    }

    @Test
    void does_not_depend_on_the_default_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(message(Limit.EXACT, new float[] {1.5f}, new double[] {1}, new double[] {0}))
                    .contains("0.500 absolute, 0.500 relative, 4194304.0 ulp");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void number_without_a_block_is_its_own_block() {
        String message = ShouldMatchReference.message(Comparison.single("loss", Limit.ROUNDING_BOUND, 2, 1, 0.5));

        assertThat(message).isEqualTo("""
                loss: 1 of 1 beyond the limit; the worst is loss
                  board:     2.0
                  reference: 1.0
                  error:     1.00 absolute, 1.00 relative, 8388608.0 ulp
                  limit:     0.500, exceeded 2.00 times (rigorous bound of float32 rounding, reference-model/docs/derivation.md)
                  failed:    loss 1 of 1""");
    }
}
