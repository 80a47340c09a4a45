package io.gradhil.cli;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareImageException;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.cost.Budgets;
import io.gradhil.cost.Cost;
import io.gradhil.cost.EpochCost;
import io.gradhil.cost.FirmwareCost;
import io.gradhil.cost.Phase;
import io.gradhil.firmware.Firmware;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.protocol.Stats;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hil bench firmware}: the training core beside others. */
@Command(
        name = "firmware",
        description =
                "Count instructions, cycles and bytes of one training step on the virtual board, for each way to build"
                        + " the kernels, beside other libraries and the budgets; and of an epoch of CCPP.")
final class BenchFirmwareCommand implements Callable<Integer> {
    private static final NetworkSpec SPEC = Budgets.NETWORK;
    private static final int BATCH = Budgets.BATCH;
    private static final String ROW = "%-42s %12s %8s %10s %8s %9s %8s";

    @Spec
    private CommandSpec command;

    @Option(
            names = "--board",
            paramLabel = "NAME",
            description =
                    "Run a step of each way to build on this board instead, and print the cycles that it counted.")
    private @Nullable String board;

    @Override
    public Integer call() {
        return board == null ? table() : onBoard(board);
    }

    /** What only silicon can settle: the same images, the same step, the board's own counter. */
    private int onBoard(String name) {
        HilSettings settings =
                new HilSettings(name, HilSettings.fromProperties().timeout());
        line("%-12s %12s %12s %12s", "cycles", "forward", "backward", "update");
        for (String preset : List.of("f411re", "f411re-fma", "f411re-plain")) {
            try (HilSession session =
                    HilSession.open(settings, Firmware.variant(FirmwareTarget.F411RE, preset), StepListener.NONE)) {
                Stats stats = FirmwareCost.cyclesOf(session.client(), SPEC, BATCH);
                line(
                        "%-12s %,12d %,12d %,12d",
                        preset, stats.forwardCycles(), stats.backwardCycles(), stats.updateCycles());
            }
        }
        return ExitCode.OK;
    }

    private int table() {
        long macs = macs();
        line("%s, batch %d", SPEC, BATCH);
        line(
                "%,d multiply-accumulates in a step: forward %,d, gradient %,d, hand back %,d, update %,d",
                macs, macs(Phase.FORWARD), macs(Phase.GRADIENT), macs(Phase.HAND_BACK), macs(Phase.UPDATE));
        line("");
        line(ROW, "", "instructions", "per MAC", "cycles", "per MAC", "RAM B", "code B");
        peers().forEach(this::line);
        line("");
        line("GradHIL, measured now:");
        FirmwareCost step = row("products rounded (VMUL, VADD), the default", Firmware.image(FirmwareTarget.F411RE));
        variant("products fused (VFMA)", "f411re-fma");
        variant("plain loops", "f411re-plain");
        FirmwareCost online = FirmwareCost.of(Firmware.image(FirmwareTarget.F411RE), SPEC, BATCH, UpdateMode.ONLINE);
        row("32 online updates", online);
        phases(step);
        epochs();
        return budgets(step, online) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static long macs() {
        return Arrays.stream(Phase.values())
                .mapToLong(BenchFirmwareCommand::macs)
                .sum();
    }

    private static long macs(Phase phase) {
        return phase.multiplyAccumulates(SPEC, BATCH);
    }

    /** Returns the lines about other libraries, which were measured once. */
    private static List<String> peers() {
        try (InputStream file = Objects.requireNonNull(BenchFirmwareCommand.class.getResourceAsStream("peers.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FirmwareCost row(String name, FirmwareImage image) {
        FirmwareCost cost = FirmwareCost.of(image, SPEC, BATCH, UpdateMode.BY_STEP);
        row(name, cost);
        return cost;
    }

    private void row(String name, FirmwareCost cost) {
        line(
                ROW,
                name,
                number(cost.totalInstructions()),
                perMac(cost.totalInstructions(), macs()),
                number(cost.cycles()),
                perMac(cost.cycles(), macs()),
                number(cost.ramBytes()),
                number(cost.codeBytes()));
    }

    private void variant(String name, String preset) {
        try {
            row(name, Firmware.variant(FirmwareTarget.F411RE, preset));
        } catch (FirmwareImageException noCompiler) {
            notMeasured(name);
        }
    }

    private void notMeasured(String name) {
        line("%-42s not measured: building it takes arm-none-eabi-gcc and CMake (ci/setup.sh)", name);
    }

    private void phases(FirmwareCost cost) {
        line("");
        line("Of the default, by phase:");
        for (Phase phase : Phase.values()) {
            Cost part = cost.phases().get(phase);
            line(
                    ROW,
                    phase,
                    number(part.instructions()),
                    perMac(part.instructions(), macs(phase)),
                    number(part.cycles()),
                    perMac(part.cycles(), macs(phase)),
                    "",
                    "");
        }
    }

    private void epochs() {
        line("");
        List<Batch> batches = Ccpp.find().split(1).trainingBatches(BATCH, 1, 0);
        line("An epoch of CCPP, %d batches, only losses read back:", batches.size());
        line("%-42s %15s %14s %14s", "", "training cycles", "board's time s", "wall time s");
        epoch("before: plain loops", "f411re-plain", batches);
        epoch("after: the default", "f411re", batches);
    }

    private void epoch(String name, String preset, List<Batch> batches) {
        try {
            EpochCost cost = EpochCost.of(Firmware.variant(FirmwareTarget.F411RE, preset), SPEC, batches);
            line(
                    "%-42s %,15d %14.1f %14.2f",
                    name, cost.trainingCycles(), seconds(cost.virtual()), seconds(cost.wall()));
        } catch (FirmwareImageException noCompiler) {
            notMeasured(name);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private boolean budgets(FirmwareCost step, FirmwareCost online) {
        line("");
        line("Budgets (firmware/budgets.txt; flash, code and static RAM are checked by the build):");
        List<Budgets.Line> lines =
                Budgets.of(FirmwareSources.find().orElseThrow().folder()).compare(step, online);
        lines.forEach(budget -> line("%s", budget));
        return lines.stream().allMatch(Budgets.Line::isKept);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String perMac(long value, long macs) {
        return macs == 0 ? "" : String.format(Locale.ROOT, "%.2f", (double) value / macs);
    }

    private void line(String format, Object... arguments) {
        PrintWriter out = command.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, arguments).stripTrailing());
        out.flush();
    }
}
