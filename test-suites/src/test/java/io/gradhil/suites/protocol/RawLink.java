package io.gradhil.suites.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.Deadline;
import io.gradhil.link.ByteLink;
import io.gradhil.protocol.Frame;
import io.gradhil.protocol.FrameCodec;
import io.gradhil.protocol.UnreadableFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Bytes to a board and frames from it, with none of the client's care. */
final class RawLink {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ByteLink link;
    private final byte[] chunk = new byte[4096];
    private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    private final Queue<byte[]> complete = new ArrayDeque<>();

    RawLink(ByteLink link) {
        this.link = link;
    }

    void send(byte[] bytes) {
        link.write(bytes);
    }

    void send(int type, int sequence, int nonce, byte[] payload) {
        link.write(FrameCodec.encode(new Frame(type, sequence, nonce, payload)));
    }

    /** Begins a session. */
    void hello(int nonce) {
        send(0x01, 1, nonce, new byte[] {3, 0, 0, 0});
        assertThat(reply().type()).isEqualTo(0x81);
    }

    /** Waits for the next frame, which must be readable. */
    Frame reply() {
        Deadline deadline = Deadline.after(LIMIT);
        while (complete.isEmpty()) {
            int count = link.read(chunk, deadline);
            assertThat(count)
                    .as(
                            "the board sent no end of a frame within %s; of one without it came %d bytes",
                            LIMIT, encoded.size())
                    .isPositive();
            split(count);
        }
        byte[] frame = complete.remove();
        try {
            return FrameCodec.decode(frame, frame.length);
        } catch (UnreadableFrameException e) {
            throw new AssertionError("the board sent no frame", e);
        }
    }

    private void split(int count) {
        for (int i = 0; i < count; i++) {
            if (chunk[i] != 0) {
                encoded.write(chunk[i]);
            } else if (encoded.size() > 0) {
                complete.add(encoded.toByteArray());
                encoded.reset();
            }
        }
    }

    /** Returns the error code of a reply that must be an error. */
    static int errorCode(Frame reply) {
        assertThat(reply.type()).isEqualTo(0xFF);
        return reply.reader().getShort();
    }

    static byte[] ints(int... values) {
        ByteBuffer payload = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        payload.asIntBuffer().put(values);
        return payload.array();
    }
}
