package io.gradhil.judge;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** Many numbers that a board computed, each beside what the reference says of it. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Comparison {
    /** The mean of so many squared zscores is near its expectation. */
    static final int RMS_FROM = 100;

    private static final double LONELY = 10;

    private static final Supplier<Optional<String>> NO_HINT = Optional::empty;

    private final Predictions predictions;
    private final float[] actual;
    private final int[] selected;
    private final Tolerance tolerance;
    private final Supplier<Optional<String>> hint;

    /**
     * Compares.
     *
     * @param predictions what the reference says
     * @param actual the board's values, as many; not modified, not copied
     * @param tolerance how far they may be apart
     * @throws IllegalArgumentException if there are not as many values as predictions
     */
    public Comparison(Predictions predictions, float[] actual, Tolerance tolerance) {
        this(predictions, actual, IntStream.range(0, predictions.size()).toArray(), tolerance, NO_HINT);
        if (actual.length != predictions.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s: %d values of the board, %d of the reference",
                    predictions.subject(),
                    actual.length,
                    predictions.size()));
        }
    }

    private Comparison(
            Predictions predictions,
            float[] actual,
            int[] selected,
            Tolerance tolerance,
            Supplier<Optional<String>> hint) {
        this.predictions = predictions;
        this.actual = actual;
        this.selected = selected;
        this.tolerance = tolerance;
        this.hint = hint;
    }

    /**
     * Returns the same comparison with another tolerance.
     *
     * @throws IllegalArgumentException if it says something of a parameter that there is none of
     */
    public Comparison within(Tolerance other) {
        if (other instanceof CompositeTolerance composite) {
            List<String> names = parameters(IntStream.range(0, predictions.size()));
            composite.parameters().keySet().forEach(name -> require(names.contains(name), names));
        }
        return new Comparison(predictions, actual, selected, other, hint);
    }

    /** Returns the same comparison with someone to ask for the cause of a failure. */
    public Comparison withHint(Supplier<Optional<String>> adviser) {
        return new Comparison(predictions, actual, selected, tolerance, adviser);
    }

    /**
     * Returns the comparison of some parameters only.
     *
     * @param parameters accepts names such as {@code "dense2.weight"}
     * @throws IllegalArgumentException if it accepts none
     */
    public Comparison only(Predicate<String> parameters) {
        int[] some = IntStream.of(selected)
                .filter(i -> parameters.test(parameter(i)))
                .toArray();
        require(some.length > 0, parameters(IntStream.of(selected)));
        return new Comparison(predictions, actual, some, tolerance, hint);
    }

    private static void require(boolean known, List<String> parameters) {
        if (!known) {
            throw new IllegalArgumentException("No such parameter; there are: " + String.join(", ", parameters));
        }
    }

    private List<String> parameters(IntStream numbers) {
        return numbers.mapToObj(this::parameter).distinct().toList();
    }

    private String parameter(int i) {
        return Element.parameter(predictions.names().apply(i));
    }

    /** Names are made only where a tolerance asks for them: most comparisons pass, and are many. */
    private Tolerance tolerance(int i) {
        return tolerance instanceof CompositeTolerance composite ? composite.of(parameter(i)) : tolerance;
    }

    private double limit(int i) {
        return tolerance(i)
                .limit(
                        predictions.values()[i],
                        predictions.bounds()[i],
                        predictions.sigmas()[i]);
    }

    private double ratio(int i) {
        return Element.ratio(actual[i], predictions.values()[i], limit(i));
    }

    /** Returns what the numbers are. */
    public String subject() {
        return predictions.subject();
    }

    /** Tells whether the numbers are computed from the last to the first, as gradients are. */
    public boolean fromTheLast() {
        return predictions.fromTheLast();
    }

    /** Returns how far the numbers may be apart. */
    public Tolerance tolerance() {
        return tolerance;
    }

    /** Returns one sentence on the probable cause, as far as the numbers allow it. */
    public Optional<String> hint() {
        return hint.get();
    }

    /** Returns how many elements were compared. */
    public int size() {
        return selected.length;
    }

    /** Returns one element. */
    public Element element(int index) {
        int i = selected[index];
        return new Element(
                predictions.names().apply(i),
                actual[i],
                predictions.values()[i],
                predictions.sigmas()[i],
                limit(i),
                tolerance(i).origin());
    }

    /** Returns all elements, in order. */
    public Stream<Element> elements() {
        return IntStream.range(0, size()).mapToObj(this::element);
    }

    /** Returns the elements whose error is above their limit, in order. */
    public Stream<Element> failures() {
        return IntStream.range(0, size())
                .filter(index -> Element.fails(ratio(selected[index])))
                .mapToObj(this::element);
    }

    /** Tells whether no element fails, and the zscores are not too large on the whole. */
    public boolean passes() {
        return rms() <= tolerance.rmsLimit() && failures().findAny().isEmpty();
    }

    /**
     * Returns the root mean square of the zscores; 0 if there are fewer than {@value #RMS_FROM}, which say nothing. Numbers whose
     * tolerance has no limit for it are left out if others have one.
     */
    public double rms() {
        Zscores counted = zscores();
        return counted.count() < RMS_FROM ? 0 : counted.rms();
    }

    /** Returns what the zscores come to: those that {@link #rms} counts. */
    public Zscores zscores() {
        Zscores sum = Zscores.NONE;
        for (int i : selected) {
            double sigma = predictions.sigmas()[i];
            if (sigma > 0 && tolerance(i).rmsLimit() == tolerance.rmsLimit()) {
                sum = sum.plus(Element.zscore(actual[i], predictions.values()[i], sigma));
            }
        }
        return sum;
    }

    /** Returns how the elements {@code from} to {@code from + count - 1} compared. */
    public Score score(int from, int count) {
        Score sum = Score.NONE;
        for (int index = from; index < from + count; index++) {
            int i = selected[index];
            double sigma = predictions.sigmas()[i];
            Zscores own = sigma > 0
                    ? Zscores.NONE.plus(Element.zscore(actual[i], predictions.values()[i], sigma))
                    : Zscores.NONE;
            sum = sum.plus(Score.of(ratio(i), own));
        }
        return sum;
    }

    /** Returns all zscores of numbers that have one, in order. */
    DoubleStream zscoreStream() {
        return IntStream.of(selected)
                .filter(i -> predictions.sigmas()[i] > 0)
                .mapToDouble(i -> Element.zscore(
                        actual[i], predictions.values()[i], predictions.sigmas()[i]));
    }

    /** Returns the element whose error is the largest in units of its limit, the first of equals. */
    public Element worst() {
        return element(worstIndex());
    }

    /** Returns the only element that fails, if it is ten times further from its limit than all others: else it is the tip of more. */
    Optional<Element> lonely() {
        int worst = worstIndex();
        double others = IntStream.range(0, size())
                .filter(i -> i != worst)
                .mapToDouble(i -> ratio(selected[i]))
                .max()
                .orElse(Double.POSITIVE_INFINITY);
        Element element = element(worst);
        return element.fails() && !Element.fails(others) && others * LONELY <= element.ratio()
                ? Optional.of(element)
                : Optional.empty();
    }

    int worstIndex() {
        int worst = 0;
        double largest = -1;
        for (int i = 0; i < size(); i++) {
            double ratio = ratio(selected[i]);
            if (ratio > largest) {
                worst = i;
                largest = ratio;
            }
        }
        return worst;
    }
}
