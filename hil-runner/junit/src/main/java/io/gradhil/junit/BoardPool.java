package io.gradhil.junit;

import io.gradhil.board.Boards;
import io.gradhil.session.HilSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The boards of a test run, kept in the root store and closed with it. A test takes all that it needs at once, or waits without
 * holding any, so that no two tests can wait for each other; who came first is served first.
 */
final class BoardPool implements AutoCloseable {
    private final HilSettings settings;
    private final List<String> names;

    /** Whether the only name stands for as many boards as are asked for. */
    private final boolean unlimited;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final List<PooledBoard> boards = new ArrayList<>();
    private final Deque<PooledBoard> free = new ArrayDeque<>();
    private final Queue<Object> waiting = new ArrayDeque<>();

    BoardPool(HilSettings settings) {
        this.settings = settings;
        this.names = settings.boards();
        this.unlimited = names.size() == 1 && Boards.named(names.get(0)).unlimited();
        if (!unlimited) {
            names.forEach(this::add);
        }
    }

    static BoardPool of(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(BoardPool.class))
                .getOrComputeIfAbsent(
                        BoardPool.class, key -> new BoardPool(HilSettings.fromProperties()), BoardPool.class);
    }

    private void add(String name) {
        PooledBoard board = new PooledBoard(settings.withBoard(name));
        boards.add(board);
        free.addLast(board);
    }

    /**
     * Waits until so many boards are free, and takes them; none is touched by that.
     *
     * @throws ExtensionConfigurationException if there are not so many
     */
    List<PooledBoard> take(int count) {
        if (!unlimited && count > names.size()) {
            throw new ExtensionConfigurationException("@HilTest(boards = " + count + ") needs " + count
                    + " boards; hil.board names " + names.size() + ": " + String.join(", ", names)
                    + "\n  Do:   name more of them, as in -Dhil.board=nucleo:left,nucleo:right");
        }
        Object ticket = new Object();
        lock.lock();
        try {
            waiting.add(ticket);
            while (waiting.peek() != ticket || !unlimited && free.size() < count) {
                changed.awaitUninterruptibly();
            }
            while (free.size() < count) {
                add(names.get(0));
            }
            List<PooledBoard> taken = new ArrayList<>();
            while (taken.size() < count) {
                taken.add(free.removeFirst());
            }
            return taken;
        } finally {
            waiting.remove(ticket);
            changed.signalAll();
            lock.unlock();
        }
    }

    /** Gives boards back, the ones last used to be the first to be used again. */
    void giveBack(List<PooledBoard> taken) {
        lock.lock();
        try {
            for (int i = taken.size() - 1; i >= 0; i--) {
                free.addFirst(taken.get(i));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        boards.forEach(PooledBoard::close);
    }
}
