package io.gradhil.protocol;

import io.gradhil.core.HilException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request on its way and what became of it. */
final class Exchange {
    final MessageType type;

    /** Length of a good reply's payload. */
    final int replyBytes;

    private final Consumer<ByteBuffer> onReply;

    /** As it is sent, while it may have to be sent again; {@link #bytes} long. */
    byte @Nullable [] encoded;

    int bytes;

    // The window's.
    int sequence;

    /** Where its first and its latest transmission ended in all that was sent; 0 before the first. */
    long firstEnd;

    long lastEnd;
    boolean due;

    /** Whether it was sent again because a later reply overtook its own. */
    boolean replyLost;

    boolean answered;

    private @Nullable ErrorReply error;
    private @Nullable HilException failure;

    /**
     * Creates a request.
     *
     * @param onReply takes the payload of a good reply when it arrives; nothing of it stays
     */
    Exchange(MessageType type, int replyBytes, Consumer<ByteBuffer> onReply) {
        this.type = type;
        this.replyBytes = replyBytes;
        this.onReply = onReply;
    }

    void succeed(ByteBuffer payload) {
        onReply.accept(payload);
    }

    void refuse(ErrorReply reason) {
        error = reason;
    }

    void fail(HilException cause) {
        failure = cause;
        answered = true;
    }

    /** Returns why the board refused the request, if it did. */
    Optional<ErrorReply> error() {
        return Optional.ofNullable(error);
    }

    /** Throws what went wrong, if anything did. */
    void check() {
        if (failure != null) {
            throw failure;
        }
        if (error != null) {
            throw error.refusal(type);
        }
    }
}
