package io.gradhil.protocol;

import io.gradhil.core.RequestRefusedException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The payload of an error reply. */
record ErrorReply(int code, long a, long b) {
    private static final int BYTES = 12;

    /** Reads an error reply, or returns empty if the frame is none. */
    static Optional<ErrorReply> of(FrameView frame) {
        if (frame.type() != MessageType.ERROR || frame.length() != BYTES) {
            return Optional.empty();
        }
        ByteBuffer reply = frame.payload();
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
