package io.gradhil.assertions;

import io.gradhil.chart.Drawing;
import io.gradhil.judge.Comparison;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.judge.Zscores;
import io.gradhil.picture.ComparisonPictures;
import io.gradhil.report.Attachment;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells reporters of a comparison: figures if it passed, pictures and then words if not. */
final class ComparisonStep {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 300;

    private ComparisonStep() {}

    static Step of(Comparison comparison, boolean passes) {
        String what =
                comparison.subject() + ", " + comparison.size() + (comparison.size() == 1 ? " number" : " numbers");
        Step step = new Step("compare", what, Duration.ZERO);
        return passes
                ? step.oneOfMany()
                : step.as(Outcome.WRONG).with(facts(comparison)).with(attachments(comparison));
    }

    private static Map<String, String> facts(Comparison comparison) {
        Zscores zscores = comparison.zscores();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("worst", comparison.worst().name());
        facts.put(
                "error / limit",
                String.format(Locale.ROOT, "%.3g", comparison.worst().ratio()));
        facts.put("beyond", String.valueOf(comparison.failures().count()));
        facts.put("largest zscore", String.format(Locale.ROOT, "%.3g", zscores.largest()));
        facts.put("zscore RMS", String.format(Locale.ROOT, "%.3g", zscores.rms()));
        return facts;
    }

    static List<Attachment> attachments(Comparison comparison) {
        List<Attachment> attachments = new ArrayList<>();
        for (Drawing drawing : ComparisonPictures.all(comparison, WIDTH, HEIGHT)) {
            attachments.add(Attachment.svg(drawing.title(), drawing::svg));
        }
        attachments.add(Attachment.text("message", () -> ShouldMatchReference.message(comparison)));
        return attachments;
    }
}
