package io.gradhil.flash;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.Deadline;
import io.gradhil.core.ProbeException;
import io.gradhil.core.ProbeFault;
import io.gradhil.core.SecondsProperty;
import io.gradhil.core.ToolTooOldException;
import io.gradhil.process.ToolProcess;
import io.gradhil.process.ToolResult;
import io.gradhil.process.ToolRun;
import io.gradhil.report.Attachment;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/** Runs OpenOCD on one board: bounded in time, its output read for the cause when it fails. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class OpenOcd {
    private static final String OLDEST = "0.12";
    private static final String REMEDY = "run ci/setup.sh, or name a newer OpenOCD with -Dhil.openocd=FILE";

    /** Erasing all of the chip's 512 KiB takes up to 8 s by its data sheet, writing them 9 s; the rest is for a slow machine. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Another way to connect can change these, and only these: a worn flash must not be retried into looking whole. */
    private static final Set<ProbeFault> RETRIED =
            Set.of(ProbeFault.NO_TARGET, ProbeFault.ERASE, ProbeFault.WRITE, ProbeFault.UNKNOWN);

    private static final String PROCEDURES = procedures();

    private final OpenOcdTarget target;
    private final StepListener steps;

    /** Takes a board; {@code steps} hears of each try but the first. */
    public OpenOcd(OpenOcdTarget target, StepListener steps) {
        this.target = target;
        this.steps = steps;
    }

    private static String procedures() {
        try (InputStream file = OpenOcd.class.getResourceAsStream("board.tcl")) {
            return new String(Objects.requireNonNull(file, "board.tcl").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs one of the procedures of {@code board.tcl}, a second time under reset if that can help.
     *
     * @param action what it is for, in messages: {@code "flash"}
     * @param call the procedure with its arguments
     * @param lines hears of each line that OpenOCD prints
     * @throws ProbeException if it fails
     */
    OpenOcdOutput run(String action, String call, Consumer<String> lines) {
        try {
            return run(action, call, lines, Connection.CONFIGURED);
        } catch (ProbeException e) {
            if (!RETRIED.contains(e.fault())) {
                throw e;
            }
            String why = action + " once more, " + Connection.UNDER_RESET_SLOW + ": "
                    + e.fault().reason();
            steps.onStep(new Step("retry", why, Duration.ZERO).as(Outcome.RETRY));
            return run(action, call, lines, Connection.UNDER_RESET_SLOW);
        }
    }

    /**
     * Looks at the core and lets it run on. Never under reset: that would wipe out what is to be seen.
     *
     * @throws ProbeException if that fails
     */
    public Optional<CoreSnapshot> look() {
        return run("look", "gradhil_look", line -> {}, Connection.CONFIGURED).core();
    }

    /**
     * What a debug probe says of itself.
     *
     * @param firmware version of the probe's firmware, as {@code "V2J37M26"}; empty if it does not say
     * @param targetVolt supply of the chip, as {@code "3.26"}; empty if it does not say
     */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public record Probe(String firmware, String targetVolt) {}

    /**
     * Asks the probe about itself; the core is not disturbed.
     *
     * @throws ProbeException if that fails
     */
    public Probe probe() {
        return run("ask the probe", "gradhil_probe", line -> {}, Connection.CONFIGURED)
                .probe();
    }

    /** Returns the version of the program that would be used, or empty if there is none. */
    public static Optional<String> installed() {
        if (ToolProcess.find(OpenOcdCommand.program()).isEmpty()) {
            return Optional.empty();
        }
        ToolResult result = ToolRun.watch(List.of(OpenOcdCommand.program(), "--version"), LIMIT, line -> {});
        OpenOcdOutput output = new OpenOcdOutput(result.output());
        return Optional.of(output.version().orElse("of an unknown version") + (output.isTooOld() ? ", too old" : ""));
    }

    /** Returns what to do where the program is missing or too old. */
    public static String remedy() {
        return REMEDY;
    }

    private OpenOcdOutput run(String action, String call, Consumer<String> lines, Connection connection) {
        ToolProcess.require(OpenOcdCommand.program(), "to flash and reset boards", REMEDY);
        Duration limit = SecondsProperty.read("hil.openocd.timeout", LIMIT);
        Deadline clock = Deadline.after(limit);
        ToolResult result =
                ToolRun.watch(OpenOcdCommand.of(target, connection, PROCEDURES + "\n" + call), limit, lines);
        steps.onStep(new Step("openocd run", action + ", " + connection, clock.elapsed())
                .as(result.succeeded() ? Outcome.PASSED : Outcome.BROKEN)
                .oneOfMany()
                .with(List.of(Attachment.text("OpenOCD log", result::output))));
        OpenOcdOutput output = new OpenOcdOutput(result.output());
        if (output.isTooOld()) {
            throw new ToolTooOldException(
                    OpenOcdCommand.program(), OLDEST, output.version().orElseThrow(), REMEDY);
        }
        if (!result.succeeded()) {
            throw new ProbeException(action, target.board(), fault(result, output), output.seen(), result.output());
        }
        return output;
    }

    private static ProbeFault fault(ToolResult result, OpenOcdOutput output) {
        if (result.exitCode().isEmpty()) {
            return ProbeFault.TIMEOUT;
        }
        return result.exitCode().get() > 128 ? ProbeFault.KILLED : output.fault();
    }
}
