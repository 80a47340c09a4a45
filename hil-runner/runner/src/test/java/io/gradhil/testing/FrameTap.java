package io.gradhil.testing;

import io.gradhil.core.Deadline;
import io.gradhil.link.ByteLink;
import io.gradhil.protocol.Frame;
import io.gradhil.protocol.FrameCodec;
import io.gradhil.protocol.UnreadableFrameException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Sits between host and board: notes the requests and lets a test falsify both ways. Each read must fit its buffer. */
public final class FrameTap implements ByteLink {
    private final ByteLink link;
    private final List<Frame> requests = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private UnaryOperator<Frame> falsify = UnaryOperator.identity();
    private UnaryOperator<Frame> alter = UnaryOperator.identity();

    /** Wraps the link to a real board. */
    public FrameTap(ByteLink link) {
        this.link = link;
    }

    /** Has all further replies changed by a function. */
    public void falsify(UnaryOperator<Frame> change) {
        falsify = change;
    }

    /** Has all further requests changed by a function, before they reach the board. */
    public void alter(UnaryOperator<Frame> change) {
        alter = change;
    }

    /** Returns the requests of the host so far, in order. */
    public List<Frame> requests() {
        return requests;
    }

    @Override
    public void write(byte[] bytes) {
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (byte value : bytes) {
            collect(sent, value).ifPresent(frame -> {
                requests.add(frame);
                passed.writeBytes(FrameCodec.encode(alter.apply(frame)));
            });
        }
        link.write(passed.toByteArray());
    }

    @Override
    public int read(byte[] into, Deadline deadline) {
        byte[] chunk = new byte[1024];
        int count = link.read(chunk, deadline);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            collect(received, chunk[i]).map(falsify).map(FrameCodec::encode).ifPresent(passed::writeBytes);
        }
        byte[] bytes = passed.toByteArray();
        if (bytes.length == 0 && !deadline.expired()) {
            return read(into, deadline);
        }
        System.arraycopy(bytes, 0, into, 0, bytes.length);
        return bytes.length;
    }

    private static Optional<Frame> collect(ByteArrayOutputStream pending, byte value) {
        if (value != 0) {
            pending.write(value);
            return Optional.empty();
        }
        byte[] encoded = pending.toByteArray();
        pending.reset();
        if (encoded.length == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(FrameCodec.decode(encoded, encoded.length));
        } catch (UnreadableFrameException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
