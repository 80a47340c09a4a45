package io.gradhil.judge;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/** Builds the message for numbers that are not those of the reference. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ShouldMatchReference {
    private ShouldMatchReference() {}

    /** Returns the message for a comparison in which at least one element fails. */
    public static String message(Comparison comparison) {
        Element worst = comparison.worst();
        return String.format(
                Locale.ROOT,
                """
                %s: %,d of %,d beyond the limit; the worst is %s
                  board:     %s
                  reference: %s
                  error:     %s
                  limit:     %s
                  failed:    %s""",
                comparison.subject(),
                comparison.failures().count(),
                comparison.size(),
                worst.name(),
                board(worst.actual()),
                worst.expected(),
                error(worst),
                limit(worst, comparison.limit()),
                failedByBlock(comparison));
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
                "%.3g absolute, %.3g relative, %.1f ulp",
                element.error(),
                element.relativeError(),
                element.ulps());
    }

    private static String limit(Element element, Limit limit) {
        String times = Double.isInfinite(element.ratio())
                ? ""
                : String.format(Locale.ROOT, ", exceeded %.3g times", element.ratio());
        return String.format(Locale.ROOT, "%.3g%s (%s)", element.limit(), times, limit.origin());
    }

    private static String failedByBlock(Comparison comparison) {
        Map<String, int[]> blocks = new LinkedHashMap<>();
        IntStream.range(0, comparison.size()).mapToObj(comparison::element).forEach(element -> {
            int[] counts = blocks.computeIfAbsent(block(element.name()), name -> new int[2]);
            counts[0] += element.fails() ? 1 : 0;
            counts[1]++;
        });
        return blocks.entrySet().stream()
                .filter(block -> block.getValue()[0] > 0)
                .map(block -> String.format(
                        Locale.ROOT, "%s %,d of %,d", block.getKey(), block.getValue()[0], block.getValue()[1]))
                .collect(Collectors.joining(", "));
    }

    private static String block(String elementName) {
        int bracket = elementName.indexOf('[');
        return bracket < 0 ? elementName : elementName.substring(0, bracket);
    }
}
