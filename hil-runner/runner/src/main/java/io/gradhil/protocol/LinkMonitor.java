package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import io.gradhil.link.ByteLink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/** Greets a board again and again, asks for its counters, and tells of every frame, both ways. Needs no firmware in particular. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LinkMonitor {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ByteLink link;
    private final FrameReader frames;
    private final Consumer<String> lines;
    private int sequence;

    /**
     * Takes a link.
     *
     * @param link to the board; stays the caller's to close
     * @param lines hears of each frame, in one line
     */
    public LinkMonitor(ByteLink link, Consumer<String> lines) {
        this.link = link;
        this.frames = new FrameReader(link);
        this.lines = lines;
    }

    /**
     * Watches until the deadline.
     *
     * @return whether anything that could be read came from the board
     * @throws io.gradhil.core.LinkClosedException if the link ends before
     */
    public boolean watch(Deadline deadline) {
        boolean heard = false;
        ByteBuffer version = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        byte[] hello = version.putShort((short) Hello.PROTOCOL_VERSION).array();
        int nonce = ThreadLocalRandom.current().nextInt() | 1;
        link.write(new byte[1]); // ends whatever is half sent
        send(MessageType.HELLO, nonce, hello);
        while (!deadline.expired()) {
            boolean answered = receive(deadline.atMost(INTERVAL));
            heard |= answered;
            if (!deadline.expired()) {
                send(answered ? MessageType.STATS : MessageType.HELLO, nonce, answered ? new byte[0] : hello);
            }
        }
        return heard;
    }

    private void send(MessageType type, int nonce, byte[] payload) {
        sequence = sequence % 0xFFFF + 1;
        Frame frame = new Frame(type.request(), sequence, nonce, payload);
        link.write(FrameCodec.encode(frame));
        lines.accept("> " + FrameText.of(frame));
    }

    /** Tells of all that arrives until the deadline; returns whether the board gave an answer that is no error. */
    private boolean receive(Deadline deadline) {
        boolean answered = false;
        while (!deadline.expired()) {
            try {
                Optional<Frame> frame = frames.next(deadline).map(FrameView::frame);
                frame.ifPresent(received -> lines.accept("< " + FrameText.of(received)));
                answered |= frame.filter(received -> received.type() != MessageType.ERROR)
                        .isPresent();
            } catch (UnreadableFrameException e) {
                lines.accept("< not readable: " + e.getMessage());
            }
        }
        return answered;
    }
}
