package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTests {
    private static final double ANY = 12345;

    private static boolean passes(Tolerance tolerance, float actual, double expected, double bound, double sigma) {
        Predictions predictions = Predictions.single("loss", expected, bound, sigma);
        return new Comparison(predictions, new float[] {actual}, tolerance).passes();
    }

    private static boolean passes(Tolerance tolerance, float actual, double expected) {
        return passes(tolerance, actual, expected, 0, 0);
    }

    @Test
    void derived_admits_eight_sigma() {
        assertThat(passes(Tolerance.derived(), 3, 1, ANY, 0.25)).isTrue();
        assertThat(passes(Tolerance.derived(), -1, 1, ANY, 0.25)).isTrue();
    }

    @Test
    void derived_does_not_admit_more_than_eight_sigma() {
        assertThat(passes(Tolerance.derived(), Math.nextUp(3f), 1, ANY, 0.25)).isFalse();
        assertThat(passes(Tolerance.derived(), Math.nextDown(-1f), 1, ANY, 0.25))
                .isFalse();
    }

    @Test
    void derived_does_not_admit_more_than_the_rigorous_bound() {
        assertThat(passes(Tolerance.derived(), 3, 1, 2, ANY)).isTrue();
        assertThat(passes(Tolerance.derived(), Math.nextUp(3f), 1, 2, ANY)).isFalse();
    }

    @Test
    void derived_limits_the_root_mean_square_to_four() {
        assertThat(Tolerance.derived().rmsLimit()).isEqualTo(4);
    }

    @Test
    void rigorous_admits_the_bound_and_asks_for_no_sigma() {
        assertThat(passes(Tolerance.rigorous(), 3, 1, 2, 0)).isTrue();
        assertThat(passes(Tolerance.rigorous(), Math.nextUp(3f), 1, 2, ANY)).isFalse();
    }

    @Test
    void ulps_are_those_of_the_reference_not_of_the_boards_value() {
        float below = 1 - 4 * Math.ulp(1f);

        assertThat(passes(Tolerance.ulps(4), below, 1)).isTrue();
        assertThat(passes(Tolerance.ulps(4), Math.nextDown(below), 1)).isFalse();
        assertThat(passes(Tolerance.ulps(4), 1 + 4 * Math.ulp(1f), 1)).isTrue();
        assertThat(passes(Tolerance.ulps(4), 1 + 5 * Math.ulp(1f), 1)).isFalse();
    }

    @Test
    void ulps_of_zero_are_multiples_of_the_smallest_subnormal() {
        assertThat(passes(Tolerance.ulps(2), 2 * Float.MIN_VALUE, 0)).isTrue();
        assertThat(passes(Tolerance.ulps(2), 3 * Float.MIN_VALUE, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 1000})
    void ulps_of_a_reference_beyond_float32_do_not_admit_every_number(int ulps) {
        assertThat(passes(Tolerance.ulps(ulps), 1, 1e39)).isFalse();
        assertThat(passes(Tolerance.ulps(ulps), -1, -1e39)).isFalse();
    }

    @Test
    void relative_is_a_fraction_of_the_reference() {
        assertThat(passes(Tolerance.relative(0.25), -2.5f, -2)).isTrue();
        assertThat(passes(Tolerance.relative(0.25), Math.nextDown(-2.5f), -2)).isFalse();
        assertThat(passes(Tolerance.relative(0.25), -1.5f, -2)).isTrue();
    }

    @Test
    void relative_admits_only_zero_where_the_reference_is_zero() {
        assertThat(passes(Tolerance.relative(0.5), -0.0f, 0)).isTrue();
        assertThat(passes(Tolerance.relative(0.5), Float.MIN_VALUE, 0)).isFalse();
    }

    @Test
    void absolute_is_the_same_everywhere() {
        assertThat(passes(Tolerance.absolute(0.5), 1.5f, 1)).isTrue();
        assertThat(passes(Tolerance.absolute(0.5), Math.nextUp(1.5f), 1)).isFalse();
        assertThat(passes(Tolerance.absolute(0.5), -0.5f, 0)).isTrue();
    }

    @Test
    void exact_admits_nothing_whatever_was_predicted() {
        assertThat(passes(Tolerance.exact(), 1, 1, ANY, ANY)).isTrue();
        assertThat(passes(Tolerance.exact(), Math.nextUp(1f), 1, ANY, ANY)).isFalse();
        assertThat(passes(Tolerance.exact(), -0.0f, 0, ANY, ANY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void no_tolerance_admits_what_is_not_finite(float value) {
        assertThat(Stream.of(
                        Tolerance.derived(),
                        Tolerance.rigorous(),
                        Tolerance.ulps(Integer.MAX_VALUE),
                        Tolerance.relative(Double.MAX_VALUE),
                        Tolerance.absolute(Double.MAX_VALUE),
                        Tolerance.exact()))
                .noneMatch(tolerance -> passes(tolerance, value, 1, Double.MAX_VALUE, Double.MAX_VALUE))
                .noneMatch(tolerance -> passes(tolerance, 1, value, Double.MAX_VALUE, Double.MAX_VALUE))
                .noneMatch(tolerance -> passes(tolerance, value, value, Double.MAX_VALUE, Double.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY})
    void relative_rejects_what_is_no_fraction(double fraction) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tolerance.relative(fraction))
                .withMessage("The relative tolerance " + fraction + " is not valid; it must be finite and 0 or above.");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY})
    void absolute_rejects_what_is_no_error(double error) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tolerance.absolute(error))
                .withMessage("The absolute tolerance " + error + " is not valid; it must be finite and 0 or above.");
    }

    @Test
    void ulps_reject_a_negative_number() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tolerance.ulps(-1))
                .withMessage("The ulp tolerance -1 is not valid; it must be 0 or above.");
    }

    @Test
    void tolerance_of_zero_is_valid() {
        assertThat(passes(Tolerance.ulps(0), 1, 1)).isTrue();
        assertThat(passes(Tolerance.ulps(0), Math.nextUp(1f), 1)).isFalse();
        assertThat(passes(Tolerance.relative(0), 1, 1)).isTrue();
        assertThat(passes(Tolerance.absolute(-0.0), 1, 1)).isTrue();
    }

    @Test
    void each_tolerance_says_where_its_limit_comes_from() {
        assertThat(Tolerance.derived().origin())
                .isEqualTo(
                        "derived: |zscore| <= 8, RMS <= 4, and the rigorous bound; reference-model/docs/derivation.md");
        assertThat(Tolerance.rigorous().origin())
                .isEqualTo("rigorous bound of float32 rounding, reference-model/docs/derivation.md");
        assertThat(Tolerance.ulps(4).origin()).isEqualTo("4 ulp of the reference");
        assertThat(Tolerance.relative(1e-3).origin()).isEqualTo("0.00100 of the reference");
        assertThat(Tolerance.absolute(1e-5).origin()).isEqualTo("1.00e-05 absolute");
        assertThat(Tolerance.exact().origin()).isEqualTo("the host repeats it bit for bit");
    }

    @Test
    void another_tolerance_is_for_the_named_parameter_only() {
        Tolerance tolerance = Tolerance.exact().with("dense1.bias", Tolerance.ulps(4));

        assertThat(tolerance.of("dense1.bias")).isEqualTo(Tolerance.ulps(4));
        assertThat(tolerance.of("dense1.weight")).isEqualTo(Tolerance.exact());
    }

    @Test
    void several_parameters_each_have_their_own_tolerance_and_the_last_word_counts() {
        Tolerance tolerance = Tolerance.derived()
                .with("dense1.bias", Tolerance.ulps(4))
                .with("dense2.bias", Tolerance.rigorous())
                .with("dense1.bias", Tolerance.exact());

        assertThat(tolerance.of("dense1.bias")).isEqualTo(Tolerance.exact());
        assertThat(tolerance.of("dense2.bias")).isEqualTo(Tolerance.rigorous());
        assertThat(tolerance.of("dense3.bias")).isEqualTo(Tolerance.derived());
    }

    @Test
    void with_does_not_change_the_tolerance_it_is_called_on() {
        Tolerance one = Tolerance.exact().with("dense1.bias", Tolerance.ulps(4));
        one.with("dense2.bias", Tolerance.ulps(4));

        assertThat(one.of("dense2.bias")).isEqualTo(Tolerance.exact());
    }
}
