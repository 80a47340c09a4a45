package io.gradhil.rehearsal;

import io.gradhil.virtual.BoardThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Carries bytes between a board's USART2 and a pseudo-terminal, at the rate that the program has set there, as an ST-LINK does. */
final class VirtualComPort implements AutoCloseable {
    private static final int LOOK_MILLIS = 10;
    private static final Duration LOOK = Duration.ofMillis(LOOK_MILLIS);
    private static final int BUFFER_BYTES = 4096;

    private final PseudoTerminal terminal;
    private final BoardThread board;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread toBoard;
    private final Thread fromBoard;
    private int baud;

    VirtualComPort(BoardThread board, String name) {
        this.board = board;
        terminal = PseudoTerminal.open();
        toBoard = start(this::carryToBoard, name + " to board");
        fromBoard = start(this::carryFromBoard, name + " from board");
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    Path path() {
        return terminal.path();
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Waits a little, or until the port is closed. */
    private void pause() {
        try {
            closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    private void carryToBoard() {
        boolean wasOpen = false;
        while (!isClosing()) {
            boolean isOpen = terminal.awaitInput(LOOK_MILLIS);
            adoptBaud();
            byte[] bytes = terminal.read();
            if (bytes.length > 0) {
                board.send(bytes);
            } else if (!isOpen) {
                if (wasOpen) {
                    terminal.hungUp();
                }
                pause();
            }
            wasOpen = isOpen;
        }
    }

    private void adoptBaud() {
        int now = terminal.baud();
        if (now != baud && now > 0) {
            baud = now;
            board.call(nucleo -> {
                nucleo.serial().baud(now);
                return null;
            });
        }
    }

    private void carryFromBoard() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            while (!isClosing()) {
                int count = board.receive(buffer, LOOK);
                if (count < 0) {
                    pause();
                }
                pass(Arrays.copyOf(buffer, Math.max(0, count)));
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    private void pass(byte[] bytes) {
        byte[] left = bytes;
        while (left.length > 0 && !isClosing()) {
            left = Arrays.copyOfRange(left, terminal.write(left, LOOK_MILLIS), left.length);
        }
    }

    /** Takes the port away, as when the cable is pulled. */
    @Override
    public void close() {
        closing.countDown();
        join(toBoard);
        join(fromBoard);
        terminal.close();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
