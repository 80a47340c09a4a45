package io.gradhil.protocol;

import io.gradhil.core.ProtocolViolationException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Cuts samples into frames of BATCH, EVALUATE and their 16-bit forms. */
final class SampleStream {
    private static final int HEADER_BYTES = 8;

    private final McuSession session;
    private final ByteBuffer payload = Wire.little(FrameCodec.MAX_PAYLOAD);

    SampleStream(McuSession session) {
        this.session = session;
    }

    /** Writes so many numbers, from one on, where the payload stands. */
    private interface Numbers {
        void put(ByteBuffer payload, int from, int count);
    }

    Pending<StreamReply> send(MessageType type, int samples, float[] values) {
        return send(type, samples, values.length, Float.BYTES, (into, from, count) -> into.asFloatBuffer()
                .put(values, from, count));
    }

    Pending<StreamReply> send(MessageType type, int samples, short[] codes) {
        return send(type, samples, codes.length, Short.BYTES, (into, from, count) -> into.asShortBuffer()
                .put(codes, from, count));
    }

    private Pending<StreamReply> send(MessageType type, int samples, int length, int bytesEach, Numbers numbers) {
        int perFrame = (FrameCodec.MAX_PAYLOAD - HEADER_BYTES) / bytesEach;
        AtomicReference<StreamReply> last = new AtomicReference<>(new StreamReply(0, 0));
        List<Exchange> requests = new ArrayList<>();
        for (int at = 0; at < length; at += perFrame) {
            int count = Math.min(perFrame, length - at);
            payload.clear().putInt(samples).putInt(at);
            numbers.put(payload, at, count);
            payload.position(HEADER_BYTES + count * bytesEach);
            requests.add(
                    session.submit(type, payload.flip(), StreamReply.BYTES, reply -> last.set(StreamReply.of(reply))));
        }
        return new Pending<>(session, requests, () -> whole(type, samples, last.get()));
    }

    private static StreamReply whole(MessageType type, int samples, StreamReply reply) {
        if (reply.samples() != samples) {
            throw new ProtocolViolationException(
                    "The board computed " + reply.samples() + " samples of " + samples, type + " was sent whole");
        }
        return reply;
    }
}
