package io.gradhil.flash;

import io.gradhil.core.ProbeException;
import io.gradhil.core.ProbeFault;
import io.gradhil.core.SecondsProperty;
import io.gradhil.core.ToolMissingException;
import io.gradhil.core.ToolTooOldException;
import io.gradhil.process.ToolProcess;
import io.gradhil.process.ToolResult;
import io.gradhil.process.ToolRun;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/** Runs OpenOCD on one board: bounded in time, its output read for the cause when it fails. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class OpenOcd {
    private static final String OLDEST = "0.12";
    private static final String REMEDY =
            "run ci/setup.sh, or install OpenOCD 0.12 or later: on Debian apt-get install openocd, on macOS brew install open-ocd";

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
            steps.onStep(new Step("retry", why, Duration.ZERO));
            return run(action, call, lines, Connection.UNDER_RESET_SLOW);
        }
    }

    private OpenOcdOutput run(String action, String call, Consumer<String> lines, Connection connection) {
        if (ToolProcess.find(OpenOcdCommand.PROGRAM).isEmpty()) {
            throw new ToolMissingException(OpenOcdCommand.PROGRAM, "to flash and reset boards", REMEDY);
        }
        Duration limit = SecondsProperty.read("hil.openocd.timeout", LIMIT);
        ToolResult result =
                ToolRun.watch(OpenOcdCommand.of(target, connection, PROCEDURES + "\n" + call), limit, lines);
        OpenOcdOutput output = new OpenOcdOutput(result.output());
        if (output.isTooOld()) {
            throw new ToolTooOldException(
                    OpenOcdCommand.PROGRAM, OLDEST, output.version().orElseThrow(), REMEDY);
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
