package io.gradhil.protocol;

import io.gradhil.core.RequestRefusedException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The payload of an error reply. */
record ErrorReply(int code, long a, long b) {
    private static final int BYTES = 12;

    /** Reads an error reply, or returns empty if the frame is none. */
    static Optional<ErrorReply> of(FrameView frame) {
        return frame.type() == MessageType.ERROR ? of(frame.type(), frame.payload()) : Optional.empty();
    }

    /** Reads a payload of a type, or returns empty if it is none of an error reply. */
    static Optional<ErrorReply> of(int type, ByteBuffer reply) {
        if (type != MessageType.ERROR || reply.remaining() != BYTES) {
            return Optional.empty();
        }
        return Optional.of(new ErrorReply(
                Short.toUnsignedInt(reply.getShort(0)),
                Integer.toUnsignedLong(reply.getInt(4)),
                Integer.toUnsignedLong(reply.getInt(8))));
    }

    boolean is(ErrorCode error) {
        return code == error.code();
    }

    boolean unreadable() {
        return ErrorCode.of(code).map(ErrorCode::unreadable).orElse(false);
    }

    String describe() {
        return ErrorCode.of(code)
                .map(error -> error.describe(a, b))
                .orElse("error " + code + ", which this host does not know (" + a + ", " + b + ")");
    }

    RequestRefusedException refusal(MessageType request) {
        return new RequestRefusedException(request.name(), code, describe());
    }
}
