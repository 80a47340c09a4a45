package io.gradhil.virtual;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apiguardian.api.API;

/**
 * Runs a board on a daemon thread of its own, for hosts that want to talk to it as to a real one. While the board is idle the thread waits.
 *
 * <p>All methods may be called from any thread. If the program on the board does something that is not modelled, the board stands still,
 * {@link #failure} says why, and {@link #receive} returns what had been sent before and then -1, until {@link #run} finds it able to go on.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardThread implements AutoCloseable {
    private static final long LAG_NANOS = 100_000_000;
    /** While a debugger programs the flash it looks often, so the board answers often. */
    private static final Duration LOADER_SLICE = Duration.ofNanos(50_000);
    /** Between two looks at the wall clock. */
    private static final Duration REAL_SLICE = Duration.ofMillis(1);
    /** Of virtual time: bytes are handed over then at the latest. Handing over each by itself would cost more than making it. */
    private static final Duration VIRTUAL_SLICE = Duration.ofMillis(20);

    private static final int NANOS_TO_PICOS = 1000;

    private final VirtualNucleo board;
    private final Pace pace;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread;

    // For the board's thread.
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
        mailbox.submit(() -> board.serial().send(copy));
    }

    /**
     * Waits for bytes from the board's serial port.
     *
     * @param into receives what has arrived, from index 0 on; modified
     * @return how many arrived, 0 if none did in time, -1 if none will any more
     */
    public int receive(byte[] into, Duration atMost) throws InterruptedException {
        return mailbox.receive(into, atMost.toNanos());
    }

    /**
     * Waits until the board is idle, has failed, or was closed; a firmware that just started is ready to be spoken to then.
     *
     * @return whether it is idle
     */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        return mailbox.awaitIdle(atMost.toNanos());
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
        mailbox.submit(() -> {
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
        mailbox.submit(() -> {
            board.runFor(duration);
            mailbox.failure(null);
        });
    }

    /** Returns why the board stands still, if the model could not go on. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(mailbox.failure());
    }

    /** Ends the thread and waits for its end; safe to call again. Not for the board's thread. */
    @Override
    public void close() {
        mailbox.close();
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
        while (!mailbox.isClosing()) {
            try {
                mailbox.runTasks();
                runBoard();
            } catch (RuntimeException e) {
                mailbox.deliver(board.serial());
                mailbox.failure(e);
            }
        }
        mailbox.end();
    }

    private void runBoard() {
        if (mailbox.failure() != null || !board.isPowered() || pace == Pace.VIRTUAL && board.isIdle()) {
            mailbox.idle();
            mailbox.awaitTask(Long.MAX_VALUE);
            restartPace();
        } else if (board.isProgramming()) {
            board.runUnless(mailbox::isWanted, LOADER_SLICE);
            mailbox.deliver(board.serial());
            restartPace();
        } else if (pace == Pace.VIRTUAL) {
            board.runUnless(this::wantsAttention, VIRTUAL_SLICE);
            mailbox.deliver(board.serial());
        } else {
            board.runUnless(mailbox::isWanted, REAL_SLICE);
            mailbox.deliver(board.serial());
            keepPace(aheadNanos());
        }
    }

    private boolean wantsAttention() {
        return mailbox.isWanted() || board.isIdle();
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
            mailbox.awaitTask(aheadNanos);
        }
    }
}
