package io.gradhil.cli;

import io.gradhil.page.RunSetting;
import io.gradhil.protocol.Hello;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.session.HilSession;
import io.gradhil.training.TrainingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gathers what one has to know to do a run again. */
final class TrainSetting {
    /** They change what is shown, not what is done. */
    private static final List<String> NOT_REPEATED = List.of("--help", "--stacktrace", "--page", "--live", "--json");

    private TrainSetting() {}

    static RunSetting of(HilSession session, Ccpp ccpp, CcppSplit data, TrainingPlan plan, CommandSpec command) {
        Hello hello = session.client().hello();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("board", session.board().name() + ", UID " + hello.uid());
        facts.put("clock", String.format(Locale.ROOT, "%,d MHz", hello.clockHz() / 1_000_000));
        facts.put("firmware", hello.firmware().toString());
        facts.put("image", session.image().path().toString());
        facts.put("data", ccpp.describe());
        facts.put(
                "rows",
                String.format(
                        Locale.ROOT,
                        "%,d to train on, %,d held out",
                        data.trainingSize(),
                        data.heldOut().size()));
        facts.put(
                "network",
                String.format(
                        Locale.ROOT,
                        "%s; %,d parameters",
                        plan.spec(),
                        plan.spec().layout().count()));
        facts.put("judged", plan.verifyEvery() == 1 ? "every batch" : "every " + plan.verifyEvery() + " batches");
        facts.put("Java", System.getProperty("java.runtime.version") + ", " + System.getProperty("os.name"));
        return new RunSetting(session.board().name(), plan, data.targetScaleMegawatt(), commandLine(command), facts);
    }

    /** Names every value, the default ones too: they may change. */
    private static String commandLine(CommandSpec command) {
        return command.options().stream()
                .filter(option -> !NOT_REPEATED.contains(option.longestName()) && option.getValue() != null)
                .map(TrainSetting::text)
                .collect(Collectors.joining(" ", "./hil train ", ""));
    }

    private static String text(OptionSpec option) {
        Object value = option.getValue();
        return option.longestName() + " "
                + (value instanceof Enum<?> name ? name.name().toLowerCase(Locale.ROOT) : value.toString());
    }
}
