package io.gradhil.process;

import io.gradhil.core.Deadline;
import io.gradhil.core.ToolFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/** Runs one command to its end, bounded in time, and keeps the end of its output. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ToolRun {
    private ToolRun() {}

    /**
     * Runs a command that must succeed.
     *
     * @param command the program and its arguments
     * @param limit the time it has
     * @throws ToolFailedException if it cannot be started, takes too long or ends with an exit code other than 0
     */
    public static void run(List<String> command, Duration limit) {
        try (ToolProcess process = ToolProcess.start(command)) {
            process.closeStdin();
            OutputTail output = new OutputTail(process.stdout(), command.get(0));
            Integer exitCode = process.waitFor(limit).orElse(null);
            if (exitCode == null) {
                process.end();
            }
            output.awaitEnd(Duration.ofSeconds(2).toMillis());
            if (exitCode == null || exitCode != 0) {
                String how = exitCode == null
                        ? "was ended: it took longer than " + Deadline.seconds(limit)
                        : "ended with exit code " + exitCode;
                throw new ToolFailedException(command, how, (output.text() + "\n" + process.errors()).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailedException(command, "was interrupted", "");
        }
    }

    /**
     * Runs a command with the streams of this process, as if it were called in its place. It ends with this JVM.
     *
     * @param command the program and its arguments
     * @param environment variables that it sees beside those of this process
     * @return its exit code
     * @throws ToolFailedException if it cannot be started
     */
    public static int inForeground(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Thread hook = new Thread(() -> ToolProcess.destroyTree(process), "end of " + command.get(0));
            Runtime.getRuntime().addShutdownHook(hook);
            int exitCode = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(hook);
            return exitCode;
        } catch (IOException e) {
            throw new ToolFailedException(command, "could not be started", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailedException(command, "was interrupted", "");
        }
    }

    /**
     * Runs a command whose exit code is the caller's to judge. It ends with this JVM, whole tree.
     *
     * @param command the program and its arguments
     * @param limit the time it has
     * @param lines hears of each line as it is printed, standard error included, on the calling thread
     * @throws ToolFailedException if it cannot be started
     */
    public static ToolResult watch(List<String> command, Duration limit, Consumer<String> lines) {
        Deadline deadline = Deadline.after(limit);
        try (ToolProcess process = ToolProcess.startGuardedMerged(command)) {
            ToolLines output = new ToolLines(process.stdout(), command.get(0));
            output.follow(deadline, lines);
            Optional<Integer> exitCode = process.waitFor(deadline.remaining());
            if (exitCode.isEmpty()) {
                process.end();
            }
            return new ToolResult(exitCode, deadline.elapsed(), output.text());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ToolFailedException(command, "was interrupted", "");
        }
    }
}
