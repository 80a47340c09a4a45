package io.gradhil.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Another JVM with this one's class path, to be a second run on the same machine. */
public final class OtherJvm implements AutoCloseable {
    private final Process process;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private OtherJvm(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of another JVM");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a main class; {@code options} come before it, and this JVM's {@code hil} properties as well. */
    public static OtherJvm start(Class<?> main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("hil.") || name.startsWith("gradhil."))
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        try {
            return new OtherJvm(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            // What was read until then is all there is.
        }
    }

    /** Returns its process id. */
    public long pid() {
        return process.pid();
    }

    /** Waits until it has printed a line that begins so. */
    public void awaitLine(String start) {
        if (!saysWithin(start, Duration.ofSeconds(60))) {
            throw new AssertionError("another JVM does not say \"" + start + "\" but " + lines);
        }
    }

    /** Tells whether it prints a line that begins so within a time. */
    public boolean saysWithin(String start, Duration limit) {
        try {
            Awaitility.await().atMost(limit).until(() -> lines.stream().anyMatch(line -> line.startsWith(start)));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Kills it, as {@code kill -9} does, and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
