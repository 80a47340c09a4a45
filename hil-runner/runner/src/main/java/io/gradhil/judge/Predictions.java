package io.gradhil.judge;

import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * What the reference says of many numbers: their values, and how far float32 arithmetic may be from them.
 *
 * @param subject what the numbers are, for messages: {@code "gradient"}
 * @param names names number i
 * @param fromTheLast whether they are computed from the last to the first, as gradients are
 * @param values the exact values
 * @param bounds largest error of a correct engine, each 0 or above; 0 admits the exact value only
 * @param sigmas standard deviation of a correct engine's error, each 0 or above
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Predictions(
        String subject,
        IntFunction<String> names,
        boolean fromTheLast,
        double[] values,
        double[] bounds,
        double[] sigmas) {
    public Predictions {
        if (values.length == 0 || values.length != bounds.length || values.length != sigmas.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s: %d values, %d bounds, %d sigmas",
                    subject,
                    values.length,
                    bounds.length,
                    sigmas.length));
        }
        if (!IntStream.range(0, values.length).allMatch(i -> bounds[i] >= 0 && sigmas[i] >= 0)) {
            throw new IllegalArgumentException(subject + ": a bound or sigma is negative or NaN");
        }
    }

    /** Predicts a single number. */
    public static Predictions single(String subject, double value, double bound, double sigma) {
        return new Predictions(
                subject, i -> subject, false, new double[] {value}, new double[] {bound}, new double[] {sigma});
    }

    /** Predicts numbers that the host has computed itself bit for bit: no error is allowed. */
    public static Predictions exact(String subject, IntFunction<String> names, float[] values) {
        double[] exact = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            exact[i] = values[i];
        }
        return new Predictions(subject, names, false, exact, new double[values.length], new double[values.length]);
    }

    /** Returns how many numbers there are. */
    public int size() {
        return values.length;
    }
}
