package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShouldMatchReferenceTests {
    private static final List<String> NAMES =
            List.of("dense1.weight[0][0]", "dense1.weight[0][1]", "dense1.bias[0]", "dense2.weight[0][0]");

    private static Comparison gradients(float... actual) {
        return gradients(true, actual);
    }

    /** The reference says 0.5, 0.25, 3 and 4.5; sigma is 2^-23 and the bound ample. */
    private static Comparison gradients(boolean fromTheLast, float... actual) {
        double[] expected = {0.5, 0.25, 3, 4.5};
        double[] sigmas = new double[4];
        Arrays.fill(sigmas, 0x1p-23);
        double[] bounds = new double[4];
        Arrays.fill(bounds, 1);
        Predictions predictions = new Predictions("gradient", NAMES::get, fromTheLast, expected, bounds, sigmas);
        return new Comparison(predictions, actual, Tolerance.derived());
    }

    private static Comparison single(float actual, double expected, double bound, double sigma, Tolerance tolerance) {
        return new Comparison(Predictions.single("loss", expected, bound, sigma), new float[] {actual}, tolerance);
    }

    private static void assertMessage(Comparison comparison, String message) {
        assertThat(ShouldMatchReference.message(comparison)).isEqualTo(message);
    }

    @Test
    void says_all_that_is_known_of_wrong_gradients() {
        Comparison comparison =
                gradients(0.5f, -0.25f, 3, 4.5f + 0x1p-19f).withHint(() -> Optional.of("the gradient is off"));

        assertMessage(comparison, """
                gradient: 2 of 4 beyond the limit; the worst is dense1.weight[0][1]
                  board:     -0.25
                  reference: 0.25
                  error:     0.500 absolute, 2.00 relative, 16777216.0 ulp, zscore -4194304.0
                  limit:     9.54e-07, exceeded 5.24e+05 times (derived: |zscore| <= 8, RMS <= 4, and the rigorous bound; \
                reference-model/docs/derivation.md)
                  beside it: dense1.weight[0][0] passes, zscore 0.0; dense1.bias[0] passes, zscore 0.0; \
                dense2.weight[0][0] fails, zscore 16.0
                  zscores:   exact 2, up to 1: 0, 2: 0, 4: 0, 8: 0, beyond: 2
                  failed:    dense1.weight 1 of 2, dense2.weight 1 of 1
                  first:     dense2 in the order of computation, which is from the last layer to the first
                  hint:      the gradient is off""");
    }

    @Test
    void first_layer_of_what_is_computed_forward_is_the_first() {
        assertThat(ShouldMatchReference.message(gradients(false, 0.5f, -0.25f, 3, 4)))
                .contains("  first:     dense1 in the order of computation, which is from the first layer to the last");
    }

    @Test
    void first_and_last_element_have_neighbours_on_one_side() {
        assertThat(ShouldMatchReference.message(gradients(1, 0.25f, 3, 4.5f)))
                .contains("\n  beside it: dense1.weight[0][1] passes, zscore 0.0; dense1.bias[0] passes, zscore 0.0\n");
        assertThat(ShouldMatchReference.message(gradients(0.5f, 0.25f, 3, 1)))
                .contains("\n  beside it: dense1.weight[0][1] passes, zscore 0.0; dense1.bias[0] passes, zscore 0.0\n");
    }

    @Test
    void neighbours_are_those_that_are_looked_at() {
        assertThat(ShouldMatchReference.message(gradients(1, 0.25f, 3, 1).only(name -> name.endsWith("weight"))))
                .contains(
                        "\n  beside it: dense1.weight[0][0] fails, zscore 4194304.0; dense1.weight[0][1] passes, zscore 0.0\n");
    }

    @Test
    void says_that_the_root_mean_square_alone_is_too_large() {
        double[] sigmas = new double[100];
        Arrays.fill(sigmas, 1);
        float[] actual = new float[100];
        Arrays.fill(actual, 6);
        actual[7] = -5;
        double[] bounds = new double[100];
        Arrays.fill(bounds, 9);
        double[] expected = new double[100];
        Arrays.fill(expected, 1);
        Predictions predictions =
                new Predictions("gradient", i -> "dense1.bias[" + i + "]", true, expected, bounds, sigmas);

        assertMessage(new Comparison(predictions, actual, Tolerance.derived()), """
                gradient: none of 100 is beyond its limit, but the RMS of their zscores is; the worst is dense1.bias[7]
                  board:     -5.0
                  reference: 1.0
                  error:     6.00 absolute, 6.00 relative, 50331648.0 ulp, zscore -6.0
                  limit:     8.00 (derived: |zscore| <= 8, RMS <= 4, and the rigorous bound; reference-model/docs/derivation.md)
                  beside it: dense1.bias[5] passes, zscore 5.0; dense1.bias[6] passes, zscore 5.0; \
                dense1.bias[8] passes, zscore 5.0; dense1.bias[9] passes, zscore 5.0
                  zscores:   exact 0, up to 1: 0, 2: 0, 4: 0, 8: 100, beyond: 0; RMS 5.01, limit 4.00""");
    }

    @Test
    void names_nan() {
        assertMessage(single(Float.NaN, 0.25, 1e-6, 1e-7, Tolerance.rigorous()), """
                loss: 1 of 1 beyond the limit; the worst is loss
                  board:     NaN: not a number
                  reference: 0.25
                  error:     not finite, hence beyond every limit
                  limit:     1.00e-06 (rigorous bound of float32 rounding, reference-model/docs/derivation.md)""");
    }

    @Test
    void nan_is_worst_among_many_and_its_neighbours_are_shown() {
        assertThat(ShouldMatchReference.message(gradients(0.5f, Float.NaN, Float.NEGATIVE_INFINITY, 4.5f)))
                .startsWith(
                        "gradient: 2 of 4 beyond the limit; the worst is dense1.weight[0][1]\n  board:     NaN: not")
                .contains("dense1.bias[0] fails, zscore -Infinity")
                .contains("beyond: 2\n");
    }

    @Test
    void names_infinity() {
        assertThat(ShouldMatchReference.message(single(Float.NEGATIVE_INFINITY, 0.25, 1, 1, Tolerance.derived())))
                .contains("  board:     -Infinity: overflow\n");
    }

    @Test
    void names_a_reference_that_is_not_finite() {
        assertMessage(single(1, Double.NaN, 0, 0, Tolerance.exact()), """
                loss: 1 of 1 beyond the limit; the worst is loss
                  board:     1.0
                  reference: NaN
                  error:     not finite, hence beyond every limit
                  limit:     0.00 (the host repeats it bit for bit)""");
    }

    @Test
    void numbers_that_the_host_repeats_have_no_zscores() {
        Predictions predictions = Predictions.exact("parameter", NAMES::get, new float[] {1, 2, 3, 4});
        Comparison comparison = new Comparison(predictions, new float[] {1, Math.nextUp(2f), 3, 4}, Tolerance.exact());

        assertMessage(comparison, """
                parameter: 1 of 4 beyond the limit; the worst is dense1.weight[0][1]
                  board:     2.0000002
                  reference: 2.0
                  error:     2.38e-07 absolute, 1.19e-07 relative, 1.0 ulp
                  limit:     0.00 (the host repeats it bit for bit)
                  beside it: dense1.weight[0][0] passes; dense1.bias[0] passes; dense2.weight[0][0] passes
                  failed:    dense1.weight 1 of 2
                  first:     dense1 in the order of computation, which is from the first layer to the last""");
    }

    @Test
    void single_number_has_no_neighbours_and_no_histogram() {
        assertMessage(single(2, 1, 9, 0.1, Tolerance.derived()), """
                loss: 1 of 1 beyond the limit; the worst is loss
                  board:     2.0
                  reference: 1.0
                  error:     1.00 absolute, 1.00 relative, 8388608.0 ulp, zscore 10.0
                  limit:     0.800, exceeded 1.25 times (derived: |zscore| <= 8, RMS <= 4, and the rigorous bound; \
                reference-model/docs/derivation.md)""");
    }

    @Test
    void huge_numbers_are_written_with_an_exponent() {
        assertThat(ShouldMatchReference.message(single(3, 0, 1, 1e-30, Tolerance.derived())))
                .contains("\n  error:     3.00 absolute, Infinity relative, 2.14e+45 ulp, zscore 3.00e+30\n");
    }

    @Test
    void parameter_with_its_own_tolerance_shows_that_limit() {
        Tolerance tolerance = Tolerance.derived().with("dense1.bias", Tolerance.ulps(4));

        assertThat(ShouldMatchReference.message(
                        gradients(0.5f, 0.25f, 3.5f, 4.5f).within(tolerance)))
                .contains("\n  limit:     9.54e-07, exceeded 5.24e+05 times (4 ulp of the reference)\n");
    }

    @Test
    void does_not_depend_on_the_default_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(ShouldMatchReference.message(single(1.5f, 1, 0, 0.125, Tolerance.exact())))
                    .contains("0.500 absolute, 0.500 relative, 4194304.0 ulp, zscore 4.0");
        } finally {
            Locale.setDefault(before);
        }
    }
}
