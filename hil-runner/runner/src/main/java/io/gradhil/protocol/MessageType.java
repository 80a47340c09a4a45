package io.gradhil.protocol;

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
    FAULT(0x0B);

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

    int reply() {
        return code | REPLY;
    }
}
