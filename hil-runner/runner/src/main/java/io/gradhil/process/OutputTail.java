package io.gradhil.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads a stream to its end on a thread of its own and keeps the last {@value #LIMIT} bytes. */
final class OutputTail {
    private static final int LIMIT = 8192;

    private final StringBuilder kept = new StringBuilder();
    private final Thread reader;

    OutputTail(InputStream stream, String name) {
        reader = new Thread(() -> drain(stream), "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void drain(InputStream stream) {
        byte[] buffer = new byte[4096];
        try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                keep(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException closed) {
            // The process has ended or was ended: what was read until then is all there is.
        }
    }

    private synchronized void keep(String text) {
        kept.append(text);
        if (kept.length() > LIMIT) {
            kept.delete(0, kept.length() - LIMIT);
        }
    }

    synchronized String text() {
        return kept.toString().strip();
    }

    /** Waits until the stream has ended, at most {@code millis}: a grandchild may still hold it open. */
    void awaitEnd(long millis) throws InterruptedException {
        reader.join(millis);
    }
}
