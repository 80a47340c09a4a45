package io.gradhil.process;

import io.gradhil.core.ToolFailedException;
import io.gradhil.core.ToolMissingException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apiguardian.api.API;

/** A program that runs beside this one and ends with it, even if this one is killed. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ToolProcess implements AutoCloseable {
    /**
     * Runs the command given as arguments and kills it as soon as standard input ends, which it does when the JVM that
     * holds the other end goes away for whatever reason.
     */
    private static final String GUARD = """
            exec 3<&0
            "$@" 3<&- </dev/null &
            child=$!
            { read -r _ <&3; kill -KILL $child; } >/dev/null 2>&1 &
            guard=$!
            wait $child
            status=$?
            kill $guard 2>/dev/null
            exit $status
            """;

    /** Time for a program to end by itself once it was asked to. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final List<String> command;
    private final Process process;
    private final OutputTail errors;

    private ToolProcess(List<String> command, Process process) {
        this.command = command;
        this.process = process;
        this.errors = new OutputTail(process.getErrorStream(), command.get(0));
    }

    /** Starts a program that ends by itself when its standard input ends. */
    public static ToolProcess start(List<String> command) {
        return start(command, command, false);
    }

    /** Starts a program that does not heed its standard input, guarded so that it ends with this JVM. */
    public static ToolProcess startGuarded(List<String> command) {
        return start(command, guarded(command), false);
    }

    /** As {@link #startGuarded}, and what it writes to standard error comes with what it prints, in order. */
    static ToolProcess startGuardedMerged(List<String> command) {
        return start(command, guarded(command), true);
    }

    private static List<String> guarded(List<String> command) {
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
        guarded.addAll(command);
        return Files.isExecutable(Path.of("/bin/sh")) ? guarded : command;
    }

    private static ToolProcess start(List<String> command, List<String> actual, boolean merged) {
        try {
            return new ToolProcess(
                    command,
                    new ProcessBuilder(actual).redirectErrorStream(merged).start());
        } catch (IOException e) {
            throw new ToolFailedException(command, "could not be started", String.valueOf(e.getMessage()));
        }
    }

    /** Returns the path of a program: as it is named if that is a path, or else looked for in the directories of PATH. */
    public static Optional<Path> find(String program) {
        return find(program, String.valueOf(System.getenv("PATH")));
    }

    /** Returns the path of a program, looked for in the directories of {@code path}. */
    static Optional<Path> find(String program, String path) {
        if (Path.of(program).getNameCount() > 1) {
            return Optional.of(Path.of(program)).filter(ToolProcess::isProgram);
        }
        for (String directory : path.split(File.pathSeparator)) {
            for (String suffix : List.of("", ".exe")) {
                Path candidate = Path.of(directory, program + suffix);
                if (isProgram(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /**
     * Returns the path of a program.
     *
     * @throws ToolMissingException if it is not on the PATH
     */
    public static Path require(String program, String purpose, String remedy) {
        return find(program).orElseThrow(() -> new ToolMissingException(program, purpose, remedy));
    }

    /** Returns what the program reads. */
    public OutputStream stdin() {
        return process.getOutputStream();
    }

    /** Ends what the program reads. */
    void closeStdin() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The program has ended already.
        }
    }

    /** Returns what the program prints. */
    public InputStream stdout() {
        return process.getInputStream();
    }

    /** Tells whether the program still runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /**
     * Returns what {@link #state} does, for when the program's link has ended: the program is then about to end as well, and
     * is given the time.
     */
    public String finalState() {
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return state();
    }

    /** Returns one paragraph on the program's state and the end of what it wrote to standard error. */
    public String state() {
        String name = Path.of(command.get(0)).getFileName().toString();
        String state = alive() ? name + " is running" : name + " ended with exit code " + process.exitValue();
        String written = errors();
        return written.isEmpty() ? state : state + "; it wrote:\n" + written;
    }

    /** Returns the end of what the program wrote to standard error; all of it if the program has ended. */
    String errors() {
        try {
            if (!alive()) {
                errors.awaitEnd(GRACE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return errors.text();
    }

    /**
     * Waits for the program's end.
     *
     * @return its exit code, or empty if it still runs after {@code limit}
     */
    Optional<Integer> waitFor(Duration limit) throws InterruptedException {
        boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
        return ended ? Optional.of(process.exitValue()) : Optional.empty();
    }

    @Override
    public void close() {
        end();
    }

    /** Ends the program and all its descendants; returns when they are gone. Safe to call again. */
    void end() {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                tree.forEach(ProcessHandle::destroyForcibly);
            }
            tree.forEach(ToolProcess::destroy);
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            errors.awaitEnd(GRACE.toMillis());
        } catch (IOException alreadyClosed) {
            tree.forEach(ToolProcess::destroy);
        } catch (InterruptedException e) {
            tree.forEach(ToolProcess::destroy);
            Thread.currentThread().interrupt();
        }
    }

    static void destroyTree(Process process) {
        process.descendants().forEach(ToolProcess::destroy);
        destroy(process.toHandle());
    }

    private static void destroy(ProcessHandle handle) {
        if (handle.isAlive()) {
            handle.destroyForcibly();
        }
    }
}
