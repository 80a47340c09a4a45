package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTests {
    private static final List<String> NAMES =
            List.of("dense1.weight[0][0]", "dense1.weight[0][1]", "dense1.bias[0]", "dense2.weight[0][0]");

    /** Each limit is the bound of its number. */
    private static Comparison comparison(float[] actual, double[] expected, double[] limits) {
        Predictions predictions =
                new Predictions("gradient", NAMES::get, true, expected, limits, new double[limits.length]);
        return new Comparison(predictions, actual, Tolerance.rigorous());
    }

    /** As many numbers as asked for, half of them in dense2, each with the same zscore; bounds allow anything. */
    private static Comparison zscores(int count, float zscore) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        double[] bounds = new double[count];
        Arrays.fill(bounds, 1e9);
        float[] actual = new float[count];
        Arrays.fill(actual, zscore);
        Predictions predictions = new Predictions(
                "gradient",
                i -> (i % 2 == 0 ? "dense1" : "dense2") + ".bias[" + i / 2 + "]",
                true,
                new double[count],
                bounds,
                ones);
        return new Comparison(predictions, actual, Tolerance.derived());
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

        assertThat(comparison.failures())
                .extracting(Element::name)
                .containsExactly("dense1.weight[0][0]", "dense1.bias[0]");
    }

    @Test
    void worst_is_the_largest_in_units_of_its_limit_not_the_largest_error() {
        Comparison comparison = comparison(new float[] {10, 1}, new double[2], new double[] {100, 2});

        assertThat(comparison.worst().name()).isEqualTo("dense1.weight[0][1]");
    }

    @Test
    void worst_of_equals_is_the_first() {
        Comparison comparison = comparison(new float[] {0, 2, 4}, new double[3], new double[] {1, 2, 4});

        assertThat(comparison.worst().name()).isEqualTo("dense1.weight[0][1]");
    }

    @Test
    void nan_is_worse_than_any_error() {
        Comparison comparison =
                comparison(new float[] {Float.MAX_VALUE, Float.NaN}, new double[2], new double[] {1e-30, 1e30});

        assertThat(comparison.worst().name()).isEqualTo("dense1.weight[0][1]");
    }

    @Test
    void nan_of_the_reference_does_not_pass() {
        Comparison comparison = comparison(new float[] {1}, new double[] {Double.NaN}, new double[] {1});

        assertThat(comparison.passes()).isFalse();
    }

    @Test
    void element_has_all_that_is_known_of_a_number() {
        Predictions predictions = Predictions.single("loss", 1, 5, 0.5);

        Element element = new Comparison(predictions, new float[] {2}, Tolerance.derived()).element(0);

        assertThat(element)
                .isEqualTo(new Element("loss", 2, 1, 0.5, 4, Tolerance.derived().origin()));
    }

    @Test
    void rejects_different_numbers_of_values() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison(new float[2], new double[3], new double[3]))
                .withMessage("gradient: 2 values of the board, 3 of the reference");
    }

    @Test
    void within_takes_another_tolerance() {
        Comparison comparison = comparison(new float[] {1, 2}, new double[] {1, 2.5}, new double[2]);

        assertThat(comparison.within(Tolerance.absolute(0.5)).passes()).isTrue();
        assertThat(comparison.within(Tolerance.absolute(0.49)).passes()).isFalse();
        assertThat(comparison.passes()).isFalse();
    }

    @Test
    void parameter_has_its_own_tolerance_and_no_other_has_it() {
        float[] actual = {1, 1, 2, 1};
        Comparison comparison = comparison(actual, new double[] {1, 1, 1, 1}, new double[4])
                .within(Tolerance.exact().with("dense1.bias", Tolerance.absolute(1)));

        assertThat(comparison.passes()).isTrue();
        assertThat(comparison.element(2).limit()).isEqualTo(1);
        assertThat(comparison.element(2).origin()).isEqualTo("1.00 absolute");
        assertThat(comparison.element(1).limit()).isZero();
        actual[1] = 2;
        assertThat(comparison.failures()).extracting(Element::name).containsExactly("dense1.weight[0][1]");
    }

    @Test
    void tolerance_for_a_parameter_that_there_is_none_of_is_rejected() {
        Comparison comparison = comparison(new float[4], new double[4], new double[4]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison.within(Tolerance.derived().with("dense1.wieght", Tolerance.ulps(1))))
                .withMessage("No such parameter; there are: dense1.weight, dense1.bias, dense2.weight");
    }

    @Test
    void tolerance_for_a_parameter_that_is_not_looked_at_is_fine() {
        Comparison comparison =
                comparison(new float[4], new double[4], new double[4]).only("dense2.weight"::equals);

        assertThat(comparison
                        .within(Tolerance.exact().with("dense1.weight", Tolerance.ulps(1)))
                        .passes())
                .isTrue();
    }

    @Test
    void only_looks_at_some_parameters() {
        Comparison comparison = comparison(new float[] {9, 1, 8, 1}, new double[] {1, 1, 1, 1}, new double[4]);

        Comparison some = comparison.only(name -> name.endsWith("weight"));

        assertThat(some.size()).isEqualTo(3);
        assertThat(some.elements())
                .extracting(Element::name)
                .containsExactly("dense1.weight[0][0]", "dense1.weight[0][1]", "dense2.weight[0][0]");
        assertThat(some.worst().name()).isEqualTo("dense1.weight[0][0]");
        assertThat(some.failures()).hasSize(1);
        assertThat(some.only("dense2.weight"::equals).passes()).isTrue();
    }

    @Test
    void only_rejects_a_name_that_there_is_none_of() {
        Comparison comparison =
                comparison(new float[4], new double[4], new double[4]).only(name -> name.startsWith("dense1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison.only("dense2.weight"::equals))
                .withMessage("No such parameter; there are: dense1.weight, dense1.bias");
    }

    @Test
    void root_mean_square_of_exactly_the_limit_passes() {
        assertThat(zscores(100, 4).rms()).isEqualTo(4);
        assertThat(zscores(100, 4).passes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(floats = {4.0000005f, -5, 7.9f})
    void root_mean_square_above_the_limit_fails_though_no_element_does(float zscore) {
        Comparison comparison = zscores(100, zscore);

        assertThat(comparison.failures()).isEmpty();
        assertThat(comparison.passes()).isFalse();
    }

    @Test
    void root_mean_square_of_fewer_than_a_hundred_says_nothing() {
        assertThat(zscores(99, 7).rms()).isZero();
        assertThat(zscores(99, 7).passes()).isTrue();
    }

    @Test
    void root_mean_square_is_of_the_numbers_that_are_looked_at() {
        assertThat(zscores(200, 2).only("dense1.bias"::equals).rms()).isEqualTo(2);
        assertThat(zscores(198, 2).only("dense1.bias"::equals).rms()).isZero();
    }

    @Test
    void numbers_without_a_sigma_do_not_count() {
        Comparison comparison = comparison(new float[4], new double[4], new double[4]);

        assertThat(comparison.zscores()).isEqualTo(Zscores.NONE);
    }

    @Test
    void root_mean_square_is_no_matter_of_other_tolerances() {
        assertThat(zscores(100, 7).within(Tolerance.rigorous()).passes()).isTrue();
        assertThat(zscores(100, 7).within(Tolerance.rigorous()).rms()).isEqualTo(7);
    }

    @Test
    void parameter_with_another_tolerance_is_not_part_of_the_root_mean_square() {
        Comparison comparison = zscores(400, 0.5f);
        assertThat(comparison.passes()).isTrue();
        Comparison loose = zscores(400, 5)
                .within(Tolerance.derived()
                        .with("dense1.bias", Tolerance.absolute(10))
                        .with("dense2.bias", Tolerance.absolute(10)));
        assertThat(loose.passes()).isTrue();

        Comparison half = zscores(400, 5).within(Tolerance.derived().with("dense1.bias", Tolerance.absolute(10)));

        assertThat(half.zscores().count()).isEqualTo(200);
        assertThat(half.passes()).isFalse();
    }

    @Test
    void only_parameter_with_the_derived_tolerance_has_a_root_mean_square() {
        Comparison comparison = zscores(400, 5).within(Tolerance.absolute(10).with("dense1.bias", Tolerance.derived()));

        assertThat(comparison.failures()).isEmpty();
        assertThat(comparison.passes()).isFalse();
    }

    @Test
    void nan_makes_the_root_mean_square_nan() {
        assertThat(zscores(100, Float.NaN).rms()).isNaN();
        assertThat(zscores(100, Float.NaN).passes()).isFalse();
    }

    @Test
    void hint_is_asked_for_and_kept() {
        Comparison comparison =
                comparison(new float[4], new double[4], new double[4]).withHint(() -> Optional.of("a hint"));

        assertThat(comparison.hint()).hasValue("a hint");
        assertThat(comparison.within(Tolerance.exact()).hint()).hasValue("a hint");
        assertThat(comparison.only("dense1.bias"::equals).hint()).hasValue("a hint");
    }

    @Test
    void element_is_lonely_if_all_others_are_ten_times_nearer_to_their_limits() {
        double[] limits = {1, 1, 1, 1};

        assertThat(comparison(new float[] {0.1875f, 0, 1.875f, 0.1f}, new double[4], limits)
                        .lonely())
                .map(Element::name)
                .hasValue("dense1.bias[0]");
        assertThat(comparison(new float[] {0.1876f, 0, 1.875f, 0.1f}, new double[4], limits)
                        .lonely())
                .isEmpty();
        assertThat(comparison(new float[] {1.1f, 0, 20, 0.1f}, new double[4], limits)
                        .lonely())
                .isEmpty();
        assertThat(comparison(new float[] {Float.NaN, 0, Float.NaN, 0}, new double[4], limits)
                        .lonely())
                .isEmpty();
        assertThat(comparison(new float[] {9}, new double[1], new double[] {1}).lonely())
                .isEmpty();
    }

    @Test
    void element_that_passes_is_not_lonely() {
        assertThat(comparison(new float[] {1, 0}, new double[2], new double[] {1, 1})
                        .lonely())
                .isEmpty();
    }
}
