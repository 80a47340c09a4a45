package io.gradhil.testing;

import io.gradhil.core.Deadline;
import io.gradhil.link.ByteLink;
import io.gradhil.virtual.VirtualNucleo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A virtual board that runs on the caller's thread, and only while the caller waits for bytes: the host takes no time, and every run
 * is the same. When the board has nothing to say it is not waited for.
 */
public final class DirectLink implements ByteLink {
    /** The committed image. */
    public static final Path IMAGE =
            Path.of(System.getProperty("gradhil.root"), "firmware", "prebuilt", "gradhil-f411re.elf");

    /** A board that is busy for so long without a byte is as good as silent. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final Duration START = Duration.ofMillis(50);

    private final VirtualNucleo board = new VirtualNucleo();
    private final WireHits hits;
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private byte[] pending = new byte[0];
    private int at;

    /** Starts the committed image. */
    public DirectLink(WireHits hits) {
        this.hits = hits;
        try {
            board.load(IMAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        board.powerOn();
        board.runFor(START);
    }

    /** Returns the board. */
    public VirtualNucleo board() {
        return board;
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int count) {
        for (byte[] piece : hits.onWrite(board, bytes, count)) {
            board.serial().send(piece);
        }
    }

    @Override
    public boolean rate(int baud) {
        board.serial().baud(baud);
        return true;
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        while (at == pending.length) {
            board.runUntil(() -> board.serial().received() > 0 || board.isIdle(), SILENCE);
            if (board.serial().received() == 0) {
                return 0;
            }
            pending = framesOf(board.serial().receive());
            at = 0;
        }
        int count = Math.min(into.length, pending.length - at);
        System.arraycopy(pending, at, into, 0, count);
        at += count;
        return count;
    }

    /** Passes on whole frames, so that they can be hit as such. */
    private byte[] framesOf(byte[] bytes) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (byte value : bytes) {
            frame.write(value);
            if (value == 0) {
                hits.onRead(board, frame.toByteArray()).forEach(passed::writeBytes);
                frame.reset();
            }
        }
        return passed.toByteArray();
    }

    @Override
    public void close() {}
}
