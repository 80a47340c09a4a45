package io.gradhil.cli;

import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hil replay}: a failure again, from what went over the wire. */
@Command(
        name = "replay",
        description =
                "Play a wire capture, as a failing test attaches it, to a board, and print its frames. Exit code 1 if the board"
                        + " answers otherwise than it did.",
        sortOptions = false,
        showDefaultValues = true)
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--board",
            paramLabel = "NAME",
            description = "The board.",
            defaultValue = HilSettings.DEFAULT_BOARD)
    private String board;

    @Parameters(paramLabel = "FILE", description = "The capture.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        HilSettings settings =
                new HilSettings(board, HilSettings.fromProperties().timeout());
        try (HilSession session = HilSession.open(settings, StepListener.NONE)) {
            Optional<String> difference = session.replay(Files.readAllLines(file), out::println);
            out.println(difference.map(text -> "DIFFERENT: " + text).orElse("SAME: the board answered as it did then"));
            return difference.isPresent() ? ExitCode.SOFTWARE : ExitCode.OK;
        } catch (IllegalArgumentException noCapture) {
            spec.commandLine().getErr().println(file + ": " + noCapture.getMessage());
            return ExitCode.USAGE;
        }
    }
}
