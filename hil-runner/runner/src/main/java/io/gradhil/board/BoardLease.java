package io.gradhil.board;

import io.gradhil.core.BoardBusyException;
import io.gradhil.core.Deadline;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apiguardian.api.API;

/**
 * The right to use one board: one holder at a time among all threads, processes and users of this machine. It ends with
 * {@link #close}, and at the latest with the process, however that ends: the operating system holds the lock.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardLease implements AutoCloseable {
    /** How often another process's lock is tried again: there is no event to wait for. */
    private static final Duration POLL = Duration.ofMillis(50);

    private static final Lock LOCK = new ReentrantLock();
    private static final Condition RELEASED = LOCK.newCondition();

    /** The leases of this process: to the operating system all its threads are one holder. */
    private static final Map<Path, BoardLease> HELD = new HashMap<>();

    private final LeaseFile file;

    /** Who held the board while this waited, and who held it before and never released it; potentially empty. */
    private String waitedFor = "";

    private String abandoned = "";
    private String note = "";

    private BoardLease(String board) {
        this.file = LeaseFile.of(board);
    }

    /**
     * Waits for a board and takes it.
     *
     * @param board what identifies the board on this machine: its probe's serial number
     * @param why what it is taken for, in a few words
     * @param limit the longest wait
     * @param steps hears of a wait, and of a holder who ended without releasing the board
     * @throws BoardBusyException if the board is not free in time; it says who holds it
     */
    public static BoardLease take(String board, String why, Duration limit, StepListener steps) {
        BoardLease lease = new BoardLease(board);
        Deadline deadline = Deadline.after(limit);
        LOCK.lock();
        try {
            while (!lease.tryTake(why)) {
                if (deadline.expired()) {
                    throw new BoardBusyException(board, lease.waitedFor, limit);
                }
                RELEASED.awaitNanos(deadline.atMost(POLL).remaining().toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BoardBusyException(board, lease.waitedFor, deadline.elapsed());
        } finally {
            LOCK.unlock();
        }
        return lease.reported(deadline, steps);
    }

    /** Returns who holds a board, in this process or another; empty if it is free. Takes and creates nothing. */
    public static Optional<String> holder(String board) {
        LeaseFile file = LeaseFile.of(board);
        LOCK.lock();
        try {
            BoardLease here = HELD.get(file.path());
            return here != null ? Optional.of(here.note) : file.holder();
        } finally {
            LOCK.unlock();
        }
    }

    private boolean tryTake(String why) {
        BoardLease here = HELD.get(file.path());
        if (here != null || !file.tryLock()) {
            waitedFor = here != null ? here.note : file.text();
            return false;
        }
        abandoned = file.text();
        note = file.write(why);
        HELD.put(file.path(), this);
        return true;
    }

    private BoardLease reported(Deadline deadline, StepListener steps) {
        try {
            if (waitedFor.isEmpty() && abandoned.isEmpty()) {
                steps.onStep(new Step("lease", "free", deadline.elapsed()).oneOfMany());
            }
            if (!waitedFor.isEmpty()) {
                steps.onStep(new Step("lease", "waited for: " + oneLine(waitedFor), deadline.elapsed()));
            }
            if (!abandoned.isEmpty()) {
                steps.onStep(new Step("lease", "taken over, not released by: " + oneLine(abandoned), Duration.ZERO));
            }
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static String oneLine(String text) {
        return text.strip().replace("\n", ", ");
    }

    /** Gives the board back; safe to call again. */
    @Override
    public void close() {
        LOCK.lock();
        try {
            if (HELD.remove(file.path(), this)) {
                file.unlock();
                RELEASED.signalAll();
            }
        } finally {
            LOCK.unlock();
        }
    }
}
