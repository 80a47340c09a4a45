package io.gradhil.history;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How far a figure may move from the median of its former values.
 *
 * @param direction which moves are bad
 * @param share the largest bad move that passes, as a share of the median, 0 or above
 * @param why where the share comes from
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Budget(Direction direction, double share, String why) {
    /** Which moves are bad. */
    public enum Direction {
        /** More is worse. */
        UP,
        /** Less is worse. */
        DOWN,
        /** Any move is suspicious. */
        BOTH
    }

    /** Returns the highest value that passes, infinite if there is none. */
    public double highest(List<Double> before) {
        return direction == Direction.DOWN ? Double.POSITIVE_INFINITY : median(before) + margin(before);
    }

    /** Returns the lowest value that passes, minus infinity if there is none. */
    public double lowest(List<Double> before) {
        return direction == Direction.UP ? Double.NEGATIVE_INFINITY : median(before) - margin(before);
    }

    private double margin(List<Double> before) {
        return share * Math.abs(median(before));
    }

    /**
     * Judges a new value.
     *
     * @param before its former values, oldest first; without any the new one passes
     * @return what is to be said if it is beyond the budget
     */
    public Optional<String> judge(Figure figure, List<Double> before) {
        boolean passes = before.isEmpty() || figure.value() <= highest(before) && figure.value() >= lowest(before);
        return passes ? Optional.empty() : Optional.of(message(figure, before));
    }

    private String message(Figure figure, List<Double> before) {
        double median = median(before);
        return String.format(
                        Locale.ROOT,
                        "%s moved beyond its budget%n  now:       %s %s%n  before:    %s, the median of the last %d%n"
                                + "  change:    %+.3g %%, budget %s%.3g %%%n  budget:    %s",
                        figure.name(),
                        number(figure.value()),
                        figure.unit(),
                        number(median),
                        before.size(),
                        100 * (figure.value() - median) / Math.abs(median),
                        sign(),
                        100 * share,
                        why)
                .replace(System.lineSeparator(), "\n");
    }

    private String sign() {
        return switch (direction) {
            case UP -> "+";
            case DOWN -> "-";
            case BOTH -> "±";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.6g", value);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
