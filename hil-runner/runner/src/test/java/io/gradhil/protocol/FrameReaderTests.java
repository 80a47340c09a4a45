package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.Deadline;
import io.gradhil.core.LinkClosedException;
import io.gradhil.link.ByteLink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class FrameReaderTests {
    private static final Frame FIRST = new Frame(0x82, 1, 7, new byte[] {1, 0, 2});
    private static final Frame SECOND = new Frame(0x82, 2, 7, new byte[300]);

    /** Gives its chunks one by one, then ends. */
    private static final class Chunks implements ByteLink {
        private final Queue<byte[]> chunks = new ArrayDeque<>();

        Chunks(byte[]... chunks) {
            this.chunks.addAll(Arrays.asList(chunks));
        }

        @Override
        public void write(byte[] bytes) {
            throw new AssertionError("A reader does not write");
        }

        @Override
        public int read(byte[] into, Deadline deadline) {
            if (chunks.isEmpty()) {
                throw new LinkClosedException("chunks", "");
            }
            byte[] chunk = chunks.remove();
            System.arraycopy(chunk, 0, into, 0, chunk.length);
            return chunk.length;
        }

        @Override
        public void close() {}
    }

    private static Optional<Frame> next(FrameReader reader) throws UnreadableFrameException {
        return reader.next(Deadline.after(Duration.ofSeconds(5))).map(FrameView::frame);
    }

    private static void assertNext(FrameReader reader, Frame expected) throws UnreadableFrameException {
        assertThat(next(reader).orElseThrow()).usingRecursiveComparison().isEqualTo(expected);
    }

    private static byte[] tail(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }

    @Test
    void frame_may_arrive_byte_by_byte() throws UnreadableFrameException {
        byte[] wire = FrameCodec.encode(FIRST);
        byte[][] single = new byte[wire.length][];
        for (int i = 0; i < wire.length; i++) {
            single[i] = new byte[] {wire[i]};
        }

        assertNext(new FrameReader(new Chunks(single)), FIRST);
    }

    @Test
    void two_frames_may_arrive_at_once() throws UnreadableFrameException {
        FrameReader reader =
                new FrameReader(new Chunks(FakeBoard.concat(FrameCodec.encode(FIRST), FrameCodec.encode(SECOND))));

        assertNext(reader, FIRST);
        assertNext(reader, SECOND);
    }

    @Test
    void empty_frames_are_ignored() throws UnreadableFrameException {
        FrameReader reader = new FrameReader(new Chunks(new byte[5], FrameCodec.encode(FIRST)));

        assertNext(reader, FIRST);
    }

    @Test
    void frame_after_the_rest_of_another_is_read() throws UnreadableFrameException {
        FrameReader reader = new FrameReader(new Chunks(tail(FrameCodec.encode(SECOND), 5), FrameCodec.encode(FIRST)));

        assertThatExceptionOfType(UnreadableFrameException.class).isThrownBy(() -> next(reader));
        assertNext(reader, FIRST);
    }

    @Test
    void too_long_a_frame_is_dropped_and_the_next_one_read() throws UnreadableFrameException {
        byte[] longFrame = new byte[2000];
        Arrays.fill(longFrame, 0, 1999, (byte) 1);
        FrameReader reader = new FrameReader(new Chunks(longFrame, FrameCodec.encode(FIRST)));

        assertThatExceptionOfType(UnreadableFrameException.class)
                .isThrownBy(() -> next(reader))
                .withMessage("frame of 1999 bytes is too long");
        assertNext(reader, FIRST);
    }

    @Test
    void frame_cut_by_a_timeout_is_completed_later() throws UnreadableFrameException {
        byte[] wire = FrameCodec.encode(FIRST);
        FrameReader reader = new FrameReader(new Chunks(Arrays.copyOf(wire, 4), new byte[0], tail(wire, 4)));

        assertThat(next(reader)).isEmpty();
        assertNext(reader, FIRST);
    }

    @Test
    void link_that_ended_stays_ended_and_repeats_no_frame() throws UnreadableFrameException {
        FrameReader reader = new FrameReader(new Chunks(FrameCodec.encode(FIRST)));
        next(reader);
        assertThatExceptionOfType(LinkClosedException.class).isThrownBy(() -> next(reader));

        assertThatExceptionOfType(LinkClosedException.class).isThrownBy(() -> next(reader));
    }
}
