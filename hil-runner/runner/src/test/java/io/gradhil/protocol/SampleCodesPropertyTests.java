package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Standardisation;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** One column of random decimals and scales. */
class SampleCodesPropertyTests {
    private static final int LARGEST = 0xFFFF;

    /**
     * Decimals of a column.
     *
     * @param steps in one unit: a power of ten
     * @param smallest in steps
     */
    record Column(int steps, int smallest, Standardisation made) {
        static Column of(int steps, int smallest, int span, double mean, double deviation) {
            double step = 1.0 / steps;
            double[] minimum = {(double) smallest / steps};
            double[] centre = {(smallest + mean * span) / steps};
            double[] spread = {Math.max(1, deviation * span) / steps};
            return new Column(steps, smallest, new Standardisation(step, minimum, centre, spread));
        }

        float value(int code) {
            return made.scaled(new double[] {((double) smallest + code) / steps})[0];
        }
    }

    @Provide
    Arbitrary<Column> columns() {
        return Combinators.combine(
                        Arbitraries.of(1, 10, 100, 1000),
                        Arbitraries.integers().between(-1_000_000, 1_000_000),
                        Arbitraries.integers().between(1, LARGEST),
                        Arbitraries.doubles().between(0.1, 0.9),
                        Arbitraries.doubles().between(0.1, 0.5))
                .as(Column::of);
    }

    @Property
    void what_goes_as_a_code_arrives_with_its_bits_and_most_does(
            @ForAll("columns") Column column, @ForAll @IntRange(max = LARGEST) int code) {
        SampleCodes codes = SampleCodes.of(column.made);
        float value = column.value(code);

        Optional<short[]> encoded = codes.encode(new float[] {value});

        encoded.ifPresent(sent -> {
            assertThat(Short.toUnsignedInt(sent[0])).isEqualTo(code);
            assertSameBits(codes.value(0, code), value);
        });
        Statistics.label("goes as a code").collect(encoded.isPresent()).coverage(checker -> checker.check(true)
                .percentage(percentage -> percentage > 99));
    }

    /** Both parts of scale and offset have 48 bits; beyond what they leave out, there is one rounding on each side. */
    @Property
    void a_code_is_the_decimal_within_the_last_bit(
            @ForAll("columns") Column column, @ForAll @IntRange(max = LARGEST) int code) {
        float actual = SampleCodes.of(column.made).value(0, code);

        float expected = column.value(code);
        double parts = (Math.abs(column.made.offset(0)) + code * column.made.scale(0)) * 0x1p-46;
        assertThat(Math.abs((double) actual - expected)).isLessThanOrEqualTo(Math.ulp(expected) + parts);
    }

    @Property
    void a_float_near_a_decimal_goes_with_its_bits_or_not_as_a_code(
            @ForAll("columns") Column column,
            @ForAll @IntRange(max = LARGEST) int code,
            @ForAll @IntRange(min = -2, max = 2) int ulps) {
        SampleCodes codes = SampleCodes.of(column.made);
        float value = column.value(code) + ulps * Math.ulp(column.value(code));

        codes.encode(new float[] {value})
                .ifPresent(sent -> assertSameBits(codes.value(0, Short.toUnsignedInt(sent[0])), value));
    }

    private static void assertSameBits(float actual, float expected) {
        assertThat(Float.floatToRawIntBits(actual)).isEqualTo(Float.floatToRawIntBits(expected));
    }
}
