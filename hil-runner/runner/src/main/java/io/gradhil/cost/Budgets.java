package io.gradhil.cost;

import io.gradhil.protocol.Stats;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apiguardian.api.API;

/** What {@code firmware/budgets.txt} allows, beside what was measured. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Budgets {
    /** What the budgets of a step are for. */
    public static final NetworkSpec NETWORK = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));

    /** Samples of the batch that the budgets of a step are for. */
    public static final int BATCH = 32;

    private final Map<String, Long> limits = new LinkedHashMap<>();

    /** A budget and what was measured. */
    public record Line(String name, long actual, long limit) {
        /** Tells whether it is kept. */
        public boolean isKept() {
            return actual <= limit;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%-18s %,9d of %,9d%s", name, actual, limit, isKept() ? "" : "  EXCEEDED");
        }
    }

    private Budgets(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 2 && fields[1].matches("[0-9]+")) {
                limits.put(fields[0], Long.valueOf(fields[1]));
            }
        }
    }

    /** Reads the budgets of the firmware whose sources are in a folder. */
    public static Budgets of(Path firmware) {
        try {
            return new Budgets(Files.readAllLines(firmware.resolve("budgets.txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares a step ({@link UpdateMode#BY_STEP}) and an online update of the default network with their budgets. */
    public List<Line> compare(FirmwareCost step, FirmwareCost online) {
        List<Line> lines = new ArrayList<>();
        lines.add(line("step_cycles", step.cycles()));
        lines.add(line("step_instructions", step.totalInstructions()));
        lines.add(line("forward_cycles", step.phases().get(Phase.FORWARD).cycles()));
        lines.add(line("gradient_cycles", step.phases().get(Phase.GRADIENT).cycles()));
        lines.add(line("hand_back_cycles", step.phases().get(Phase.HAND_BACK).cycles()));
        lines.add(line("update_cycles", step.phases().get(Phase.UPDATE).cycles()));
        lines.add(line("ram", step.ramBytes()));
        lines.add(line("ram_online", online.ramBytes()));
        lines.add(line("stack", Math.max(step.stackBytes(), online.stackBytes())));
        return lines;
    }

    /** Compares what shows in every run: the image, and the stack if the board has measured it. */
    public List<Line> compare(ImageSize image, Stats counters) {
        List<Line> lines = new ArrayList<>();
        lines.add(line("flash", image.flashBytes()));
        lines.add(line("nn_code", image.coreBytes()));
        lines.add(line("static_ram", image.staticBytes()));
        if (counters.stackHighWater() > 0) {
            lines.add(line("stack", counters.stackHighWater()));
        }
        return lines;
    }

    /** Compares the cycles of a step of {@link #NETWORK} on a batch of {@value #BATCH}, as a board counts them: without {@link Phase#SETUP}. */
    public List<Line> compareStep(long forward, long backward, long update) {
        return List.of(
                line("forward_cycles", forward),
                line("update_cycles", update),
                line("step_cycles", forward + backward + update));
    }

    private Line line(String name, long actual) {
        Long limit = limits.get(name);
        if (limit == null) {
            throw new IllegalArgumentException("budgets.txt has no line " + name);
        }
        return new Line(name, actual, limit);
    }
}
