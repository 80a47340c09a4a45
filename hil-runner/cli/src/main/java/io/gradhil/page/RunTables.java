package io.gradhil.page;

import io.gradhil.cost.Budgets;
import io.gradhil.judge.Score;
import io.gradhil.judge.Zscores;
import io.gradhil.reference.loss.Loss;
import io.gradhil.training.EpochLoss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The numbers of a run's page. */
final class RunTables {
    private static final double NANOS = 1e9;
    private static final Map<String, String> BUDGETS = Map.of(
            "flash", "flash, bytes",
            "nn_code", "training core in flash, bytes",
            "static_ram", "static RAM, bytes",
            "stack", "stack, bytes",
            "forward_cycles", "forward pass, cycles a step",
            "update_cycles", "update, cycles a step",
            "step_cycles", "whole step, cycles");

    private final RunRecord run;

    RunTables(RunRecord run) {
        this.run = run;
    }

    String verdict() {
        if (run.error != null) {
            return "BROKEN";
        }
        if (run.report == null) {
            return "RUNNING";
        }
        return run.report.failures().isEmpty() ? "PASS" : "FAIL";
    }

    String summary() {
        if (run.error != null) {
            return run.error.lines().findFirst().orElse("");
        }
        long elements = sum().elements();
        String left = run.finished() || run.batches == 0
                ? ""
                : ", about "
                        + seconds(run.training
                                .multipliedBy(run.allBatches - run.batches)
                                .dividedBy(run.batches)) + " left";
        return String.format(
                Locale.ROOT,
                "%,d of %,d batches trained, %,d gradient elements compared with the double-precision reference%s.",
                run.batches,
                Math.max(run.batches, run.allBatches),
                elements,
                left);
    }

    private Score sum() {
        return run.scores.values().stream().reduce(Score.NONE, Score::plus);
    }

    String tiles() {
        if (run.batches == 0) {
            return "";
        }
        Score all = sum();
        StringBuilder html = new StringBuilder("<dl class=\"tiles\">");
        heldOut(html);
        html.append(Html.tile(
                "largest error", String.format(Locale.ROOT, "%.3g", all.worst()), "of its limit; 1 would be too much"));
        html.append(Html.tile(
                "zscores",
                String.format(Locale.ROOT, "%.3g", all.zscores().rms()),
                String.format(
                        Locale.ROOT, "RMS; the largest is %.3g", all.zscores().largest())));
        html.append(Html.tile(
                "throughput",
                String.format(Locale.ROOT, "%.1f/s", run.batches / Math.max(1e-9, run.training.toNanos() / NANOS)),
                "batches, judging included; " + seconds(run.elapsed) + " in all"));
        return html.append("</dl>\n").toString();
    }

    private void heldOut(StringBuilder html) {
        if (run.report == null || run.report.heldOut().isEmpty() || run.setting == null) {
            return;
        }
        EpochLoss loss = run.report.heldOut().get();
        boolean squared = run.setting.plan().spec().loss().equals(Loss.MSE);
        double scale = run.setting.targetScale();
        html.append(
                squared
                        ? Html.tile(
                                "held-out RMSE",
                                String.format(Locale.ROOT, "%.4f MW", Math.sqrt(loss.board()) * scale),
                                String.format(Locale.ROOT, "reference %.4f MW", Math.sqrt(loss.reference()) * scale))
                        : Html.tile(
                                "held-out loss",
                                String.format(Locale.ROOT, "%.6f", loss.board()),
                                String.format(Locale.ROOT, "reference %.6f", loss.reference())));
    }

    String epochs() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < run.epochs.size(); i++) {
            EpochLoss loss = run.epochs.get(i);
            rows.add(List.of(
                    "epoch\u00a0" + (i + 1),
                    String.format(Locale.ROOT, "%.8f", loss.board()),
                    String.format(Locale.ROOT, "%.8f", loss.reference()),
                    String.format(Locale.ROOT, "%.1e", loss.relativeDifference())));
        }
        return rows.isEmpty()
                ? ""
                : Html.section(
                        "Loss by epoch", Html.table(List.of("", "board", "reference", "relative difference"), rows));
    }

    String parameters() {
        List<List<String>> rows = new ArrayList<>();
        run.scores.forEach((name, score) -> rows.add(row(name, score)));
        if (rows.size() > 1) {
            rows.add(row("all", sum()));
        }
        return rows.isEmpty()
                ? ""
                : Html.section(
                        "Gradients by layer",
                        Html.table(
                                List.of("", "worst / limit", "largest zscore", "RMS", "beyond", "exact", "elements"),
                                rows));
    }

    private static List<String> row(String name, Score score) {
        Zscores zscores = score.zscores();
        return List.of(
                name,
                String.format(Locale.ROOT, "%.3g", score.worst()),
                String.format(Locale.ROOT, "%.3g", zscores.largest()),
                String.format(Locale.ROOT, "%.3g", zscores.rms()),
                String.format(Locale.ROOT, "%,d", score.failed()),
                String.format(Locale.ROOT, "%.0f %%", 100.0 * score.exact() / score.elements()),
                String.format(Locale.ROOT, "%,d", score.elements()));
    }

    /** What took how long: on the host by the clock, on the board by its cycles. */
    String times() {
        List<List<String>> rows = new ArrayList<>();
        Duration known = Duration.ZERO;
        for (Map.Entry<String, RunRecord.Phase> phase : run.phases.entrySet()) {
            known = known.plus(phase.getValue().total());
            rows.add(time(
                    phase.getKey(), phase.getValue().count(), phase.getValue().total()));
        }
        if (rows.isEmpty()) {
            return "";
        }
        Duration rest = run.elapsed.minus(known);
        rows.add(time("reference and the rest", 1, rest.isNegative() ? Duration.ZERO : rest));
        String retries = run.retries.isEmpty()
                ? ""
                : "<p class=\"note\">Sent or started again " + run.retries.size() + " times: "
                        + Html.escape(
                                String.join("; ", run.retries.stream().limit(5).toList())) + "</p>";
        return Html.section(
                "Time", Html.table(List.of("", "times", "total", "each", "share"), rows) + cycles() + retries);
    }

    private List<String> time(String name, long count, Duration total) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,d", count),
                seconds(total),
                seconds(total.dividedBy(count)),
                String.format(Locale.ROOT, "%.0f %%", 100.0 * total.toNanos() / Math.max(1, run.elapsed.toNanos())));
    }

    private String cycles() {
        RunCost cost = run.cost;
        if (cost == null || cost.forward() == 0) {
            return "";
        }
        List<List<String>> rows = List.of(
                cycles(
                        "forward",
                        cost.counters().forwardCycles(),
                        cost.trained() + cost.evaluated(),
                        cost.forward(),
                        "samples"),
                cycles("backward", cost.counters().backwardCycles(), cost.trained(), cost.backward(), "samples"),
                cycles("update", cost.counters().updateCycles(), cost.updates(), cost.update(), "updates"));
        return Html.table(List.of("on the board", "cycles", "for", "cycles each"), rows);
    }

    private static List<String> cycles(String name, long cycles, long times, double each, String of) {
        return List.of(
                name,
                String.format(Locale.ROOT, "%,d", cycles),
                String.format(Locale.ROOT, "%,d %s", times, of),
                String.format(Locale.ROOT, "%,.0f", each));
    }

    /** What the firmware takes beside what {@code firmware/budgets.txt} allows. */
    String budgets() {
        if (run.cost == null || run.cost.budgets().isEmpty()) {
            return "";
        }
        List<List<String>> rows = run.cost.budgets().stream()
                .map(line -> List.of(
                        BUDGETS.getOrDefault(line.name(), line.name()),
                        String.format(Locale.ROOT, "%,d", line.actual()),
                        String.format(Locale.ROOT, "%,d", line.limit()),
                        share(line)))
                .toList();
        return Html.table(List.of("budget", "used", "of", "share"), rows)
                + "<p class=\"note\">From firmware/budgets.txt. Bytes as in the image, stack and cycles as the board counted them;"
                + " a step is one batch of " + Budgets.BATCH + ".</p>";
    }

    private static String share(Budgets.Line line) {
        String share = String.format(Locale.ROOT, "%.0f %%", 100.0 * line.actual() / line.limit());
        return line.isKept() ? share : share + ", EXCEEDED";
    }

    String setting() {
        if (run.setting == null) {
            return "";
        }
        List<List<String>> rows = new ArrayList<>();
        run.setting.facts().forEach((name, value) -> rows.add(List.of(name, value)));
        return Html.section(
                "To do it again",
                "<pre>" + Html.escape(run.setting.command()) + "</pre>"
                        + Html.table(List.of("", ""), rows).replace("<table>", "<table class=\"facts\">"));
    }

    /** Three digits are enough for a person. */
    static String seconds(Duration duration) {
        double seconds = duration.toNanos() / NANOS;
        if (seconds >= 100) {
            return String.format(Locale.ROOT, "%d min %02d s", (long) seconds / 60, (long) seconds % 60);
        }
        if (seconds >= 1) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.1f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    }
}
