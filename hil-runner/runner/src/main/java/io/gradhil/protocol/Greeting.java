package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareMismatchException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** HELLO: begins a session, at whatever rate the board listens. */
final class Greeting {
    /** Of the HELLO; the first request's is the next one. */
    static final int SEQUENCE = 0;

    /** A board that is starting may miss HELLO; it is repeated after this time. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Wire wire;
    private final LineRate line;
    private final FirmwareId expected;
    private int nonce;
    private int unreadable;

    Greeting(Wire wire, LineRate line, FirmwareId expected) {
        this.wire = wire;
        this.line = line;
        this.expected = expected;
    }

    /** Returns the nonce of the session that was begun last. */
    int nonce() {
        return nonce;
    }

    /** Tells whether something arrived meanwhile that could not be read, here or there. */
    boolean sawUnreadable() {
        return unreadable > 0;
    }

    /** Sends HELLO until a board answers or the deadline has passed. */
    Optional<Hello> await(Deadline deadline) {
        nonce = ThreadLocalRandom.current().nextInt() | 1;
        unreadable = 0;
        boolean first = true;
        while (!deadline.expired()) {
            if (!first) {
                line.set(LineRate.BASE); // a board that was reset is there, another one comes there
            }
            first = false;
            wire.wake();
            ByteBuffer version = Wire.little(4).putShort((short) Hello.PROTOCOL_VERSION);
            wire.send(MessageType.HELLO, SEQUENCE, nonce, version.rewind());
            Optional<Hello> answer = receive(deadline.atMost(INTERVAL));
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    private Optional<Hello> receive(Deadline deadline) {
        while (true) {
            try {
                Optional<FrameView> reply = wire.receive(deadline);
                if (reply.isEmpty()) {
                    return Optional.empty();
                }
                if (reply.get().nonce() == nonce && reply.get().type() != MessageType.ERROR) {
                    return Optional.of(read(reply.get()));
                }
                boolean damage = ErrorReply.of(reply.get())
                        .filter(ErrorReply::unreadable)
                        .isPresent();
                unreadable += damage ? 1 : 0;
            } catch (UnreadableFrameException e) {
                unreadable++;
            }
        }
    }

    private Hello read(FrameView reply) {
        if (reply.type() != MessageType.HELLO.reply() || reply.length() < Hello.COMMON_BYTES) {
            throw Wire.violation(MessageType.HELLO, reply);
        }
        FirmwareId firmware = Hello.firmware(reply.payload());
        if (firmware.protocolVersion() != Hello.PROTOCOL_VERSION) {
            throw new FirmwareMismatchException(new FirmwareId(Hello.PROTOCOL_VERSION, expected.buildId()), firmware);
        }
        if (reply.length() != Hello.BYTES) {
            throw Wire.violation(MessageType.HELLO, reply);
        }
        return Hello.of(reply.payload());
    }
}
