package io.gradhil.simulator;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.Deadline;
import io.gradhil.core.LinkClosedException;
import io.gradhil.link.ByteLink;
import io.gradhil.virtual.BoardThread;
import io.gradhil.virtual.VirtualNucleo;
import java.time.Duration;

/** The serial port of a virtual board, which ends with it. */
final class VirtualLink implements ByteLink {
    private final String name;
    private final BoardThread board;
    private volatile boolean closed;

    VirtualLink(String name, BoardThread board) {
        this.name = name;
        this.board = board;
    }

    void awaitStart(Duration atMost) {
        try {
            board.awaitIdle(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void write(byte[] bytes) {
        if (closed || board.failure().isPresent()) {
            throw new LinkClosedException(name, state());
        }
        board.send(bytes);
    }

    @Override
    public boolean rate(int baud) {
        board.call(nucleo -> {
            nucleo.serial().baud(baud);
            return true;
        });
        return true;
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        try {
            int count = board.receive(into, deadline.remaining());
            if (count < 0) {
                throw new LinkClosedException(name, state());
            }
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LinkClosedException(name, "the waiting thread was interrupted");
        }
    }

    /** Returns what the board is doing, or why it stands still. */
    String state() {
        if (closed) {
            return "the virtual board was closed";
        }
        String doing = "the virtual board is " + board.call(VirtualNucleo::describe);
        return board.failure()
                .map(why -> doing + "; it stopped: " + why.getMessage())
                .orElse(doing);
    }

    CoreSnapshot look() {
        return board.call(nucleo -> VirtualCore.look(nucleo.core()));
    }

    @Override
    public void close() {
        closed = true;
        board.close();
    }
}
