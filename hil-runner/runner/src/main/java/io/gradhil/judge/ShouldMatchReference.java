package io.gradhil.judge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/** Builds the message for numbers that are not those of the reference. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ShouldMatchReference {
    /** From here on numbers are written with an exponent. */
    private static final double MANY_DIGITS = 1e9;

    private ShouldMatchReference() {}

    /** Returns the message for a comparison that does not pass. */
    public static String message(Comparison comparison) {
        long failed = comparison.failures().count();
        StringBuilder text = new StringBuilder(headline(comparison, failed));
        Element worst = comparison.worst();
        line(text, "board", board(worst.actual()));
        line(text, "reference", String.valueOf(worst.expected()));
        line(text, "error", error(worst));
        line(text, "limit", limit(worst));
        if (comparison.size() > 1) {
            line(text, "beside it", neighbours(comparison));
        }
        if (comparison.zscores().count() > 1) {
            line(text, "zscores", new ZscoreHistogram(comparison) + rms(comparison));
        }
        if (failed > 0 && comparison.size() > 1) {
            line(text, "failed", failedByParameter(comparison));
            line(text, "first", firstLayer(comparison));
        }
        comparison.hint().ifPresent(hint -> line(text, "hint", hint));
        return text.toString();
    }

    private static String headline(Comparison comparison, long failed) {
        String worst = comparison.worst().name();
        if (failed == 0) {
            return String.format(
                    Locale.ROOT,
                    "%s: none of %,d is beyond its limit, but the RMS of their zscores is; the worst is %s",
                    comparison.subject(),
                    comparison.size(),
                    worst);
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d beyond the limit; the worst is %s",
                comparison.subject(),
                failed,
                comparison.size(),
                worst);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(
                String.format(Locale.ROOT, "%n  %-10s %s", name + ":", value).replace(System.lineSeparator(), "\n"));
    }

    private static String board(float value) {
        if (Float.isNaN(value)) {
            return "NaN: not a number";
        }
        return Float.isInfinite(value) ? value + ": overflow" : String.valueOf(value);
    }

    private static String error(Element element) {
        if (!Float.isFinite(element.actual()) || !Double.isFinite(element.expected())) {
            return "not finite, hence beyond every limit";
        }
        return String.format(
                Locale.ROOT,
                "%.3g absolute, %.3g relative, %s ulp%s",
                element.error(),
                element.relativeError(),
                number(element.ulps()),
                zscore(element));
    }

    /** Says nothing where no error was predicted. */
    private static String zscore(Element element) {
        return element.sigma() == 0 ? "" : ", zscore " + number(element.zscore());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < MANY_DIGITS ? "%.1f" : "%.2e", value);
    }

    private static String limit(Element element) {
        String times = Double.isInfinite(element.ratio()) || element.ratio() <= 1
                ? ""
                : String.format(Locale.ROOT, ", exceeded %.3g times", element.ratio());
        return String.format(Locale.ROOT, "%.3g%s (%s)", element.limit(), times, element.origin());
    }

    private static String rms(Comparison comparison) {
        if (comparison.rms() == 0) {
            return "";
        }
        String limit = Double.isInfinite(comparison.tolerance().rmsLimit())
                ? ""
                : String.format(
                        Locale.ROOT, ", limit %.3g", comparison.tolerance().rmsLimit());
        return String.format(Locale.ROOT, "; RMS %.3g%s", comparison.rms(), limit);
    }

    /** The elements before and after the worst one: alone or not tells a slip from a pattern. */
    private static String neighbours(Comparison comparison) {
        int worst = comparison.worstIndex();
        return IntStream.of(worst - 2, worst - 1, worst + 1, worst + 2)
                .filter(i -> i >= 0 && i < comparison.size())
                .mapToObj(comparison::element)
                .map(element -> element.name() + (element.fails() ? " fails" : " passes") + zscore(element))
                .collect(Collectors.joining("; "));
    }

    /** What comes later in the order of computation fails for what came before. */
    private static String firstLayer(Comparison comparison) {
        List<String> layers =
                comparison.failures().map(Element::layer).distinct().toList();
        String first = layers.get(comparison.fromTheLast() ? layers.size() - 1 : 0);
        return first + " in the order of computation, which is from the "
                + (comparison.fromTheLast() ? "last layer to the first" : "first layer to the last");
    }

    private static String failedByParameter(Comparison comparison) {
        Map<String, int[]> parameters = new LinkedHashMap<>();
        comparison.elements().forEach(element -> {
            int[] counts = parameters.computeIfAbsent(element.parameter(), name -> new int[2]);
            counts[0] += element.fails() ? 1 : 0;
            counts[1]++;
        });
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue()[0] > 0)
                .map(parameter -> String.format(
                        Locale.ROOT,
                        "%s %,d of %,d",
                        parameter.getKey(),
                        parameter.getValue()[0],
                        parameter.getValue()[1]))
                .collect(Collectors.joining(", "));
    }
}
