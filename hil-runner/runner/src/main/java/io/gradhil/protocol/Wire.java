package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.link.ByteLink;
import io.gradhil.link.LinkTrace;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** Frames to and from a link, the last of which are remembered. Keeps no order. */
final class Wire {
    /** Zeros close what is on the line; so many at the wrong rate bring a board back to the rate that it has after a reset. */
    private static final byte[] ZEROS = new byte[24];

    private static final int FRAMES_DESCRIBED = 20;

    private final LinkTrace link;
    private final FrameReader frames;
    private final FrameCodec codec = new FrameCodec();
    private final WireLog log = new WireLog();
    private final FrameCodec sentCodec = new FrameCodec();
    private final byte[] aside = new byte[FrameCodec.MAX_ENCODED + 1];

    Wire(ByteLink link) {
        this.link = new LinkTrace(link);
        this.frames = new FrameReader(this.link);
    }

    /** Closes whatever the board may have received of a frame. */
    void close() {
        link.write(ZEROS, 1);
    }

    /** Makes the board come back to the rate after a reset, if this is it and the board has another. */
    void wake() {
        link.write(ZEROS);
    }

    /** Sends a request whose bytes stay the caller's. */
    void send(Exchange request, byte[] encoded) {
        write(encoded, request.bytes);
    }

    /** Encodes and sends a frame that is not to be kept. */
    void send(MessageType type, int sequence, int nonce, ByteBuffer payload) {
        int count = codec.encode(type.request(), sequence, nonce, payload, aside);
        write(aside, count);
    }

    private void write(byte[] encoded, int count) {
        log.sent(decoded(encoded, count));
        link.write(encoded, count);
    }

    /** Returns a frame as it was before it was encoded and given its delimiter. */
    private FrameView decoded(byte[] encoded, int count) {
        try {
            return sentCodec.read(encoded, count - 1);
        } catch (UnreadableFrameException e) {
            throw new AssertionError("what was encoded can be decoded", e);
        }
    }

    int encode(MessageType type, int sequence, int nonce, ByteBuffer payload, byte[] out) {
        return codec.encode(type.request(), sequence, nonce, payload, out);
    }

    /** Waits for a frame, see {@link FrameReader#next}. */
    Optional<FrameView> receive(Deadline deadline) throws UnreadableFrameException {
        try {
            Optional<FrameView> frame = frames.next(deadline);
            frame.ifPresent(log::received);
            return frame;
        } catch (UnreadableFrameException e) {
            log.unreadable(e.getMessage());
            throw e;
        }
    }

    /** Returns the last frames of both directions, decoded, one a line, oldest first. */
    String log() {
        return log.toString();
    }

    /** Returns how many bytes went either way. */
    long bytes() {
        return link.total();
    }

    /** Returns how many bytes went each way, and the last of them. */
    String lastBytes() {
        return link.describe();
    }

    /** Returns the last bytes and the last frames of both directions. */
    String describe() {
        String frames = log.last(FRAMES_DESCRIBED);
        return String.join("\n", link.describe(), frames.isEmpty() ? "" : "last frames:\n" + frames.indent(2))
                .strip();
    }

    static ProtocolViolationException violation(MessageType type, FrameView reply) {
        return new ProtocolViolationException(
                "The reply to " + type + " is not one that the protocol allows",
                String.format(Locale.ROOT, "type 0x%02X, %d bytes of payload", reply.type(), reply.length()));
    }

    /** Returns an empty buffer as the protocol wants it. */
    static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
