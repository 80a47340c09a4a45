package io.gradhil.virtual;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs a board on a daemon thread of its own, for hosts that want to talk to it as to a real one. While the board is idle the thread waits.
 *
 * <p>All methods may be called from any thread. If the program on the board does something that is not modelled, the board stands still,
 * {@link #failure} says why, and {@link #receive} returns what had been sent before and then -1, until {@link #run} finds it able to go on.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardThread implements AutoCloseable {
    /** Bytes are handed over after this long at the latest; handing over each by itself would cost more than making it. */
    private static final long HANDOVER_NANOS = 200_000;

    private static final long LAG_NANOS = 100_000_000;
    private static final Duration SLICE = Duration.ofMillis(1);
    /** While a debugger programs the flash it looks often, so the board answers often. */
    private static final Duration LOADER_SLICE = Duration.ofNanos(50_000);

    private static final int NANOS_TO_PICOS = 1000;

    private final VirtualNucleo board;
    private final Pace pace;
    private final Thread thread;
    private final Lock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition output = lock.newCondition();

    // Guarded by the lock.
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable RuntimeException failure;
    private boolean ended;
    private boolean idle;

    private volatile boolean interrupted;
    private volatile boolean closing;

    // For the board's thread.
    private long lastHandover;
    private long wallOrigin;
    private long virtualOrigin;

    /** Starts the thread. The board is not to be touched from outside from now on but through {@link #call}. */
    public BoardThread(VirtualNucleo board, Pace pace) {
        this.board = board;
        this.pace = pace;
        this.thread = new Thread(this::work, "virtual NUCLEO-F411RE");
        thread.setDaemon(true);
        thread.start();
    }

    /** Sends bytes to the board's serial port; does not wait for them to arrive. */
    public void send(byte[] bytes) {
        byte[] copy = bytes.clone();
        submit(() -> board.serial().send(copy));
    }

    /**
     * Waits for bytes from the board's serial port.
     *
     * @param into receives what has arrived, from index 0 on; modified
     * @return how many arrived, 0 if none did in time, -1 if none will any more
     */
    public int receive(byte[] into, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (received.size() == 0 && !ended && failure == null && left > 0) {
                left = output.awaitNanos(left);
            }
            return received.size() > 0 ? take(into) : ended || failure != null ? -1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the board is idle, has failed, or was closed; a firmware that just started is ready to be spoken to then.
     *
     * @return whether it is idle
     */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (!idle && !ended && failure == null && left > 0) {
                left = output.awaitNanos(left);
            }
            return idle;
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] into) {
        byte[] all = received.toByteArray();
        int count = Math.min(into.length, all.length);
        System.arraycopy(all, 0, into, 0, count);
        received.reset();
        received.write(all, count, all.length - count);
        return count;
    }

    /**
     * Has something done with the board on its thread, and waits for it. What it throws is thrown here.
     *
     * @throws IllegalStateException if the thread was closed
     */
    public <T> T call(Function<VirtualNucleo, T> task) {
        if (Thread.currentThread() == thread) {
            return task.apply(board);
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        submit(() -> {
            try {
                result.complete(task.apply(board));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Lets the board run for a time before anything else is done with it; does not wait for that. A board that has failed gets another chance,
     * since it may have been reset or halted meanwhile.
     */
    public void run(Duration duration) {
        submit(() -> {
            board.runFor(duration);
            failed(null);
        });
    }

    private void submit(Runnable task) {
        lock.lock();
        try {
            if (closing) {
                throw new IllegalStateException("The board's thread was closed");
            }
            tasks.add(task);
            idle = false;
            interrupted = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns why the board stands still, if the model could not go on. */
    public Optional<RuntimeException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread and waits for its end; safe to call again. Not for the board's thread. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            interrupted = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        joinUninterruptibly();
    }

    private void joinUninterruptibly() {
        boolean wasInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                wasInterrupted = true;
            }
        }
        if (wasInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // The board's thread

    private void work() {
        restartPace();
        while (!closing) {
            try {
                runTasks();
                runBoard();
            } catch (RuntimeException e) {
                fail(e);
            }
        }
        lock.lock();
        try {
            ended = true;
            output.signalAll();
            runTasks(); // whoever called just before the end gets an answer
        } finally {
            lock.unlock();
        }
    }

    private void runTasks() {
        for (Runnable task = nextTask(); task != null; task = nextTask()) {
            task.run();
        }
    }

    private @Nullable Runnable nextTask() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            interrupted = closing;
            return task;
        } finally {
            lock.unlock();
        }
    }

    private void runBoard() {
        if (hasFailed() || !board.isPowered() || pace == Pace.VIRTUAL && board.isIdle()) {
            handOver();
            awaitWork();
            restartPace();
        } else if (board.isProgramming()) {
            board.runUntil(() -> interrupted, LOADER_SLICE);
            handOver();
            restartPace();
        } else if (pace == Pace.VIRTUAL) {
            board.runUntil(this::wantsAttention, SLICE);
            if (wantsAttention()) {
                handOver();
            }
        } else {
            board.runUntil(() -> interrupted, SLICE);
            handOver();
            keepPace(aheadNanos());
        }
    }

    private boolean wantsAttention() {
        return interrupted || board.isIdle() || handoverDue();
    }

    private boolean handoverDue() {
        return board.serial().received() > 0 && System.nanoTime() - lastHandover > HANDOVER_NANOS;
    }

    private void handOver() {
        lastHandover = System.nanoTime();
        if (board.serial().received() == 0) {
            return;
        }
        lock.lock();
        try {
            received.writeBytes(board.serial().receive());
            output.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void restartPace() {
        wallOrigin = System.nanoTime();
        virtualOrigin = board.picoseconds();
    }

    private long aheadNanos() {
        return (board.picoseconds() - virtualOrigin) / NANOS_TO_PICOS - (System.nanoTime() - wallOrigin);
    }

    /** A board that has fallen far behind does not hurry to catch up. */
    private void keepPace(long aheadNanos) {
        if (aheadNanos < -LAG_NANOS) {
            restartPace();
        } else {
            await(aheadNanos);
        }
    }

    private void awaitWork() {
        lock.lock();
        try {
            idle = tasks.isEmpty();
            output.signalAll();
        } finally {
            lock.unlock();
        }
        await(Long.MAX_VALUE);
    }

    private void await(long nanos) {
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

    private boolean hasFailed() {
        return failure().isPresent();
    }

    private void fail(RuntimeException e) {
        handOver();
        failed(e);
    }

    private void failed(@Nullable RuntimeException why) {
        lock.lock();
        try {
            failure = why;
            output.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
