package io.gradhil.judge;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Many numbers that a board computed, each beside its reference value and its limit. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Comparison {
    private final String subject;
    private final Limit limit;
    private final IntFunction<String> names;
    private final float[] actual;
    private final double[] expected;
    private final double[] limits;

    /**
     * Compares.
     *
     * @param subject what the numbers are, for messages: {@code "gradient"}
     * @param limit where the limits come from
     * @param names names element i
     * @param actual the board's values; not modified, not copied, as the next two
     * @param expected the reference's values, as many
     * @param limits the largest error allowed for each, 0 or above
     * @throws IllegalArgumentException if the lengths differ, there is no element, or a limit is negative or NaN
     */
    public Comparison(
            String subject,
            Limit limit,
            IntFunction<String> names,
            float[] actual,
            double[] expected,
            double[] limits) {
        if (actual.length != expected.length || actual.length != limits.length || actual.length == 0) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s: %d values of the board, %d of the reference, %d limits",
                    subject,
                    actual.length,
                    expected.length,
                    limits.length));
        }
        if (!IntStream.range(0, limits.length).allMatch(i -> limits[i] >= 0)) {
            throw new IllegalArgumentException(subject + ": a limit is negative or NaN");
        }
        this.subject = subject;
        this.limit = limit;
        this.names = names;
        this.actual = actual;
        this.expected = expected;
        this.limits = limits;
    }

    /** Compares a single number. */
    public static Comparison single(String subject, Limit limit, float actual, double expected, double largest) {
        return new Comparison(
                subject, limit, i -> subject, new float[] {actual}, new double[] {expected}, new double[] {largest});
    }

    /** Returns what the numbers are. */
    public String subject() {
        return subject;
    }

    /** Returns where the limits come from. */
    public Limit limit() {
        return limit;
    }

    /** Returns how many elements were compared. */
    public int size() {
        return actual.length;
    }

    /** Returns one element. */
    public Element element(int index) {
        return new Element(names.apply(index), actual[index], expected[index], limits[index]);
    }

    /** Returns the elements whose error is above their limit, in order. */
    public Stream<Element> failures() {
        return IntStream.range(0, size()).filter(this::fails).mapToObj(this::element);
    }

    private boolean fails(int index) {
        return ratio(index) > 1;
    }

    /** Tells whether no element fails. */
    public boolean passes() {
        return IntStream.range(0, size()).noneMatch(this::fails);
    }

    /** Returns the element whose error is the largest in units of its limit, the first of equals. */
    public Element worst() {
        int worst = 0;
        for (int i = 1; i < size(); i++) {
            if (ratio(i) > ratio(worst)) {
                worst = i;
            }
        }
        return element(worst);
    }

    private double ratio(int index) {
        return Element.ratio(actual[index], expected[index], limits[index]);
    }
}
