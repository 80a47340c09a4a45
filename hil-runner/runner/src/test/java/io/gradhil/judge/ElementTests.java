package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTests {
    private static Element element(float actual, double expected, double limit) {
        return new Element("dense1.weight[0][0]", actual, expected, 0.25, limit, "derived");
    }

    @Test
    void error_of_exactly_the_limit_passes() {
        assertThat(element(1.5f, 1.25, 0.25).fails()).isFalse();
    }

    @Test
    void error_just_past_the_limit_fails() {
        assertThat(element(1.5f, 1.25, Math.nextDown(0.25)).fails()).isTrue();
    }

    @Test
    void error_below_the_reference_counts_as_well() {
        assertThat(element(1.0f, 1.25, Math.nextDown(0.25)).fails()).isTrue();
    }

    @Test
    void exact_value_passes_a_limit_of_zero() {
        assertThat(element(0.5f, 0.5, 0).fails()).isFalse();
    }

    @Test
    void smallest_error_fails_a_limit_of_zero() {
        assertThat(element(Float.MIN_VALUE, 0, 0).fails()).isTrue();
    }

    @Test
    void minus_zero_is_zero() {
        assertThat(element(-0.0f, 0.0, 0).fails()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void value_of_the_board_that_is_not_finite_fails_every_limit(float actual) {
        assertThat(element(actual, 1, Double.POSITIVE_INFINITY).ratio()).isInfinite();
    }

    @Test
    void infinity_of_the_board_fails_even_where_the_reference_is_infinite() {
        assertThat(element(Float.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1).fails())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void reference_that_is_not_finite_confirms_nothing(double expected) {
        assertThat(element(1, expected, 1).fails()).isTrue();
    }

    @Test
    void relative_error_is_in_units_of_the_reference() {
        assertThat(element(-1.5f, -2, 1).relativeError()).isEqualTo(0.25);
    }

    @Test
    void relative_error_at_a_reference_of_zero_is_infinite() {
        assertThat(element(1, 0, 1).relativeError()).isInfinite();
    }

    @Test
    void no_error_at_a_reference_of_zero_is_a_relative_error_of_zero() {
        assertThat(element(0, 0, 1).relativeError()).isZero();
    }

    @Test
    void ulps_are_those_of_the_reference_as_a_float() {
        assertThat(element(Math.nextUp(Math.nextUp(1f)), 1, 1).ulps()).isEqualTo(2);
    }

    @Test
    void zscore_is_the_error_with_its_sign_in_standard_deviations() {
        assertThat(element(1.5f, 2, 1).zscore()).isEqualTo(-2);
        assertThat(element(2, 2, 1).zscore()).isZero();
    }

    @Test
    void zscore_is_zero_or_infinite_where_no_error_was_predicted() {
        assertThat(new Element("a", 1, 1, 0, 0, "").zscore()).isZero();
        assertThat(new Element("a", -0.0f, 0, 0, 0, "").zscore()).isZero();
        assertThat(new Element("a", 1, 2, 0, 0, "").zscore()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(new Element("a", Float.MIN_VALUE, 0, 0, 0, "").zscore()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void zscore_of_what_is_not_finite_is_not_finite() {
        assertThat(element(Float.NaN, 1, 1).zscore()).isNaN();
        assertThat(element(Float.POSITIVE_INFINITY, 1, 1).zscore()).isInfinite();
        assertThat(element(Float.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1).zscore())
                .isNaN();
    }

    @Test
    void limit_that_is_nan_admits_nothing() {
        assertThat(element(1, 2, Double.NaN).fails()).isTrue();
    }

    @Test
    void parameter_and_layer_are_the_beginning_of_the_name() {
        Element element = new Element("dense2.weight[3][17]", 1, 1, 1, 1, "");

        assertThat(element.parameter()).isEqualTo("dense2.weight");
        assertThat(element.layer()).isEqualTo("dense2");
    }

    @Test
    void single_number_is_its_own_parameter_and_layer() {
        Element element = new Element("loss", 1, 1, 1, 1, "");

        assertThat(element.parameter()).isEqualTo("loss");
        assertThat(element.layer()).isEqualTo("loss");
    }
}
