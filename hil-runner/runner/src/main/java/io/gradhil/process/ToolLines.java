package io.gradhil.process;

import io.gradhil.core.Deadline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Reads a stream line by line on a thread of its own; keeps its first and its last lines, some 64 KiB in all. */
final class ToolLines {
    private static final int LIMIT = 32768;

    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private boolean cut;

    ToolLines(InputStream stream, String name) {
        Thread reader = new Thread(() -> drain(stream), "lines of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void drain(InputStream stream) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Optional.of(line));
            }
        } catch (IOException closed) {
            // The process has ended or was ended: what was read until then is all there is.
        }
        lines.add(Optional.empty());
    }

    /** Hands on each line until the stream ends or the deadline has passed. */
    void follow(Deadline deadline, Consumer<String> consumer) throws InterruptedException {
        while (true) {
            Optional<String> line = lines.poll(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (line == null || line.isEmpty()) {
                return;
            }
            keep(line.get());
            consumer.accept(line.get());
        }
    }

    private void keep(String line) {
        StringBuilder into = head.length() < LIMIT ? head : tail;
        into.append(line).append('\n');
        if (tail.length() > LIMIT) {
            tail.delete(0, tail.length() - LIMIT);
            cut = true;
        }
    }

    /** Returns the lines handed on so far. */
    String text() {
        return (cut ? head + "...\n" + tail : head.toString() + tail).strip();
    }
}
