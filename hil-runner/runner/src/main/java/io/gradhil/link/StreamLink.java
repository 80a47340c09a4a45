package io.gradhil.link;

import io.gradhil.core.Deadline;
import io.gradhil.core.LinkClosedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/** A link over a pair of blocking streams, read by a thread of its own so that each wait can have a deadline. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StreamLink implements ByteLink {
    private final String name;
    private final InputStream input;
    private final OutputStream output;
    private final Closeable source;
    private final Supplier<String> state;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> received = new ArrayDeque<>();
    private int offset;
    private boolean ended;

    /**
     * Starts reading.
     *
     * @param name the link's name in messages
     * @param source what the streams belong to, closed with the link
     * @param state says what is known of the other side, for the message when the link has ended
     */
    public StreamLink(String name, InputStream input, OutputStream output, Closeable source, Supplier<String> state) {
        this.name = name;
        this.input = input;
        this.output = output;
        this.source = source;
        this.state = state;
        Thread reader = new Thread(this::pump, "link to " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void pump() {
        byte[] buffer = new byte[8192];
        try {
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                byte[] bytes = Arrays.copyOf(buffer, count);
                signal(() -> received.add(bytes));
            }
        } catch (IOException closed) {
            // Closed from here or there: either way there is nothing more to read.
        }
        signal(() -> ended = true);
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int count) {
        try {
            output.write(bytes, 0, count);
            output.flush();
        } catch (IOException e) {
            throw new LinkClosedException(name, state.get());
        }
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        lock.lock();
        try {
            while (received.isEmpty()) {
                if (ended) {
                    throw new LinkClosedException(name, state.get());
                }
                if (changed.awaitNanos(deadline.remaining().toNanos()) <= 0) {
                    return 0;
                }
            }
            return take(into);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkClosedException(name, "the waiting thread was interrupted");
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] into) {
        byte[] head = received.element();
        int count = Math.min(into.length, head.length - offset);
        System.arraycopy(head, offset, into, 0, count);
        offset += count;
        if (offset == head.length) {
            received.remove();
            offset = 0;
        }
        return count;
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            // The other side has gone already; there is nothing left to release.
        }
    }
}
