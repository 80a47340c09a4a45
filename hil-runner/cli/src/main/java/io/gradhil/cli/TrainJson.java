package io.gradhil.cli;

import io.gradhil.cost.Budgets;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.page.RunCost;
import io.gradhil.page.RunSetting;
import io.gradhil.protocol.Stats;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.TrainingReport;
import io.gradhil.training.Verification;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What {@code hil train --json} prints: one object. */
final class TrainJson {
    private TrainJson() {}

    static String of(RunSetting setting, TrainingReport report, RunCost cost) {
        Verification verification = report.verification();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", report.failures().isEmpty() ? "pass" : "fail");
        all.put("setting", setting.facts());
        all.put("command", setting.command());
        all.put("epochs", report.epochs().stream().map(TrainJson::loss).toList());
        report.heldOut().ifPresent(loss -> all.put("heldOut", loss(loss)));
        all.put("targetScaleMegawatt", setting.targetScale());
        all.put("parameterCrc", String.format(Locale.ROOT, "0x%08X", report.parameterCrc()));
        all.put("batches", report.batches());
        all.put("samplesAsCodes", report.samples().asCodes());
        all.put("samplesAsFloat32", report.samples().asFloats());
        all.put("judged", verification.batches());
        all.put("gradientElements", verification.gradients());
        verification.worst().ifPresent(worst -> {
            all.put("worstErrorOfLimit", worst.ratio());
            all.put("worstElement", worst.name());
        });
        all.put("zscoreLargest", verification.zscores().largest());
        all.put("zscoreRms", verification.zscores().rms());
        all.put("cycles", cycles(cost.counters()));
        all.put("stackBytes", cost.counters().stackHighWater());
        all.put("budgets", cost.budgets().stream().map(TrainJson::budget).toList());
        all.put(
                "failures",
                report.failures().stream().map(ShouldMatchReference::message).toList());
        return Json.text(all);
    }

    /** Of a run that broke off. */
    static String broken(Exception error) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", "broken");
        all.put("error", error.getClass().getSimpleName());
        all.put("message", String.valueOf(error.getMessage()));
        return Json.text(all);
    }

    private static Map<String, Object> loss(EpochLoss loss) {
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("board", loss.board());
        both.put("reference", loss.reference());
        return both;
    }

    private static Map<String, Object> budget(Budgets.Line line) {
        Map<String, Object> budget = new LinkedHashMap<>();
        budget.put("name", line.name());
        budget.put("used", line.actual());
        budget.put("limit", line.limit());
        return budget;
    }

    private static Map<String, Object> cycles(Stats stats) {
        Map<String, Object> cycles = new LinkedHashMap<>();
        cycles.put("forward", stats.forwardCycles());
        cycles.put("backward", stats.backwardCycles());
        cycles.put("update", stats.updateCycles());
        return cycles;
    }
}
