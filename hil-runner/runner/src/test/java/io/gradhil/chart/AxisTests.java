package io.gradhil.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTests {
    private static Axis linear(double... values) {
        return Axis.over("x", false, DoubleStream.of(values));
    }

    private static Axis logarithmic(double... values) {
        return Axis.over("x", true, DoubleStream.of(values));
    }

    @Test
    void linear_axis_begins_and_ends_at_ticks_around_all_values() {
        Axis axis = linear(0.3, 9.2);

        assertThat(axis.ticks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
        assertThat(axis.position(0)).isZero();
        assertThat(axis.position(10)).isEqualTo(1);
    }

    @Test
    void logarithmic_axis_has_equal_lengths_for_equal_factors() {
        Axis axis = logarithmic(1e-7, 1e-1);

        assertThat(axis.ticks()).hasSize(4);
        assertThat(axis.position(1e-4)).isCloseTo(0.5, org.assertj.core.api.Assertions.within(1e-12));
    }

    @Test
    void narrow_logarithmic_axis_has_ticks_within_a_decade() {
        Axis axis = logarithmic(0.06, 0.9);

        assertThat(axis.ticks()).extracting(Axis::text).containsExactly("0.05", "0.1", "0.2", "0.5", "1");
    }

    @Test
    void values_that_cannot_be_shown_are_left_out() {
        assertThat(logarithmic(0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1, 2))
                .isEqualTo(new Axis("x", 1, 2, true));
        assertThat(logarithmic(1, 2).position(0)).isNaN();
    }

    @Test
    void axis_of_nothing_or_of_one_value_is_still_an_axis() {
        assertThat(linear().ticks()).isNotEmpty();
        assertThat(linear(5, 5).high()).isGreaterThan(5 - 1e-9);
        assertThat(logarithmic(5).high()).isGreaterThan(logarithmic(5).low());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.05, 0.05",
        "250, 250",
        "9568, '9,568'",
        "1e-7, 10⁻⁷",
        "2e-7, 2·10⁻⁷",
        "-1e-7, −10⁻⁷",
        "3e12, 3·10¹²"
    })
    void value_is_written_as_people_do(double value, String text) {
        assertThat(Axis.text(value)).isEqualTo(text);
    }
}
