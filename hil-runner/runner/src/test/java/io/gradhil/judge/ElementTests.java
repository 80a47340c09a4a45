package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementTests {
    private static Element element(float actual, double expected, double limit) {
        return new Element("dense1.weight[0][0]", actual, expected, limit);
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
}
