package io.gradhil.virtual;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a {@link BoardThread} and its hosts hand to each other: tasks one way, bytes and news of the board the other. */
final class Mailbox {
    private final Lock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition news = lock.newCondition();

    // Guarded by the lock.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ByteQueue received = new ByteQueue();
    private @Nullable RuntimeException failure;
    private boolean ended;
    private boolean idle;

    private volatile boolean wanted;
    private volatile boolean closing;

    // For hosts

    void submit(Runnable task) {
        lock.lock();
        try {
            if (closing) {
                throw new IllegalStateException("The board's thread was closed");
            }
            tasks.add(task);
            idle = false;
            wanted = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for bytes: returns how many, 0 if none came in time, -1 if none will any more. */
    int receive(byte[] into, long nanos) throws InterruptedException {
        lock.lock();
        try {
            await(() -> !received.isEmpty(), nanos);
            return !received.isEmpty() ? received.drain(into) : isOver() ? -1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the board is idle, or never will be; returns which. */
    boolean awaitIdle(long nanos) throws InterruptedException {
        lock.lock();
        try {
            await(() -> idle, nanos);
            return idle;
        } finally {
            lock.unlock();
        }
    }

    private void await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long left = nanos;
        while (!condition.getAsBoolean() && !isOver() && left > 0) {
            left = news.awaitNanos(left);
        }
    }

    private boolean isOver() {
        return ended || failure != null;
    }

    @Nullable RuntimeException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closing = true;
            wanted = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // For the board's thread

    /** Tells whether a host wants something. */
    boolean isWanted() {
        return wanted;
    }

    boolean isClosing() {
        return closing;
    }

    void runTasks() {
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
            task.run();
        }
    }

    private @Nullable Runnable nextTask() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            wanted = closing;
            return task;
        } finally {
            lock.unlock();
        }
    }

    void deliver(SerialPort serial) {
        if (serial.received() == 0) {
            return;
        }
        lock.lock();
        try {
            serial.receive(received);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that the board is idle, unless a host has just asked for something. */
    void idle() {
        lock.lock();
        try {
            idle = tasks.isEmpty();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says why the board stands still, or that it goes on. */
    void failure(@Nullable RuntimeException why) {
        lock.lock();
        try {
            failure = why;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a host wants something, for a time at most. */
    void awaitTask(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (tasks.isEmpty() && !closing && left > 0) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            closing = true; // nobody but a host that wants the thread to end does this
        } finally {
            lock.unlock();
        }
    }

    /** Says that nothing comes any more; whoever asked just before gets an answer. */
    void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
            runTasks();
        } finally {
            lock.unlock();
        }
    }
}
