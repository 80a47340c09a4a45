package io.gradhil.protocol;

import java.util.Arrays;
import java.util.Optional;

/** Message types, {@code firmware/PROTOCOL.md} section 3. */
enum MessageType {
    HELLO(0x01),
    ECHO(0x02),
    CONFIGURE(0x03),
    WRITE(0x04),
    READ(0x05),
    BATCH(0x06),
    STEP(0x07),
    EVALUATE(0x08),
    STATS(0x09),
    RESET(0x0A),
    FAULT(0x0B),
    SYNC(0x0C),
    RATE(0x0D),
    SCALE(0x0E),
    BATCH16(0x0F),
    EVALUATE16(0x10),
    DIGEST(0x11);

    /** Type of the error reply. */
    static final int ERROR = 0xFF;

    private static final int REPLY = 0x80;

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    int request() {
        return code;
    }

    /** Returns the message with the type of a request or of its reply, or empty. */
    static Optional<MessageType> of(int type) {
        return Arrays.stream(values())
                .filter(message -> message.code == (type & ~REPLY))
                .findFirst();
    }

    int reply() {
        return code | REPLY;
    }
}
