package io.gradhil.protocol;

import io.gradhil.core.BoardResetException;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.FirmwareMismatchException;
import io.gradhil.core.HilException;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.link.ByteLink;
import io.gradhil.link.LinkTrace;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * One session with a board: sequence numbers, nonce, repetition of what could not be read, and the question what became
 * of the board when it does not answer.
 */
final class McuSession {
    /** How often one request is sent before a damaged link counts as broken. */
    private static final int ATTEMPTS = 4;

    /** A board that is starting may miss HELLO; it is repeated after this time. */
    private static final Duration HELLO_INTERVAL = Duration.ofMillis(250);

    /** Time for a board that did not answer to say HELLO after all. */
    private static final Duration EXAMINATION = Duration.ofSeconds(2);

    /** After so long without a reply a request is sent again; a board that was reset meanwhile says so at once. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final int SEQUENCES = 0xFFFF;

    private final WireLog log = new WireLog();
    private final LinkTrace link;
    private final FrameReader frames;
    private final String board;
    private final Witness witness;
    private final FirmwareId expected;
    private final Duration timeout;
    private final StepListener steps;

    /** What arrived while HELLO was awaited and could not be read, here or there. */
    private int unreadable;

    /** What the core was doing while the reply to the last request was overdue. */
    private final List<CoreSnapshot> looks = new ArrayList<>();

    private int nonce;
    private int sequence;
    private Hello hello;

    McuSession(
            ByteLink link, String board, Witness witness, FirmwareId expected, Duration timeout, StepListener steps) {
        this.link = new LinkTrace(link);
        this.frames = new FrameReader(this.link);
        this.board = board;
        this.witness = witness;
        this.expected = expected;
        this.timeout = timeout;
        this.steps = steps;
    }

    StepListener steps() {
        return steps;
    }

    String wireLog() {
        return log.toString();
    }

    long wireBytes() {
        return link.total();
    }

    String serialLog() {
        return link.describe();
    }

    Duration timeout() {
        return timeout;
    }

    Hello hello() {
        return hello;
    }

    /** Begins a session; HELLO is repeated until a board answers or the deadline has passed. */
    void begin(Deadline deadline) {
        looks.clear();
        hello = awaitHello(deadline).orElseThrow(() -> {
            look();
            return timeout(
                    MessageType.HELLO,
                    deadline,
                    unreadable > 0 ? "the board sends what cannot be read: wrong baud rate?" : "the board is silent");
        });
    }

    private void look() {
        witness.look().ifPresent(looks::add);
    }

    private Optional<Hello> awaitHello(Deadline deadline) {
        nonce = ThreadLocalRandom.current().nextInt() | 1;
        ByteBuffer version = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        byte[] payload = version.putShort((short) Hello.PROTOCOL_VERSION).array();
        unreadable = 0;
        while (!deadline.expired()) {
            link.write(new byte[1]);
            send(MessageType.HELLO, payload);
            Optional<Frame> reply = receiveReadable(deadline.atMost(HELLO_INTERVAL));
            if (reply.isPresent()) {
                return Optional.of(readHello(reply.get()));
            }
        }
        return Optional.empty();
    }

    /** Waits for a reply to HELLO. What cannot be read is no reason to send again at once: one HELLO can come back as many such frames. */
    private Optional<Frame> receiveReadable(Deadline deadline) {
        while (true) {
            try {
                Optional<Frame> reply = receive(deadline);
                if (reply.isEmpty() || !unreadable(MessageType.HELLO, reply.get())) {
                    return reply;
                }
            } catch (UnreadableFrameException e) {
                resent(MessageType.HELLO, e.getMessage());
            }
            unreadable++;
        }
    }

    private Hello readHello(Frame reply) {
        int length = reply.payload().length;
        if (reply.type() != MessageType.HELLO.reply() || length < Hello.COMMON_BYTES) {
            throw violation(MessageType.HELLO, reply);
        }
        FirmwareId firmware = Hello.firmware(reply.reader());
        if (firmware.protocolVersion() != Hello.PROTOCOL_VERSION) {
            throw new FirmwareMismatchException(new FirmwareId(Hello.PROTOCOL_VERSION, expected.buildId()), firmware);
        }
        if (length != Hello.BYTES) {
            throw violation(MessageType.HELLO, reply);
        }
        return Hello.of(reply.reader());
    }

    /** Sends a request and returns the payload of its reply; a refusal becomes a {@link HilException}. */
    ByteBuffer request(MessageType type, byte[] payload, int replyBytes) {
        return payload(type, call(type, payload), replyBytes);
    }

    /** Returns the payload of a reply; an error reply becomes a {@link HilException}. */
    ByteBuffer payload(MessageType type, Frame reply, int replyBytes) {
        ErrorReply.of(reply).ifPresent(error -> {
            throw error.refusal(type);
        });
        if (reply.payload().length != replyBytes) {
            throw violation(type, reply);
        }
        return reply.reader();
    }

    /**
     * Sends a request and returns its reply, which may be an error. What arrived damaged, or was not answered for a while,
     * is sent again: the board executes it once.
     */
    Frame call(MessageType type, byte[] payload) {
        sequence = sequence % SEQUENCES + 1;
        looks.clear();
        Deadline deadline = Deadline.after(timeout);
        int damaged = 0;
        while (damaged < ATTEMPTS) {
            send(type, payload);
            try {
                Optional<Frame> reply = receive(deadline.atMost(SILENCE));
                if (reply.isPresent() && !unreadable(type, reply.get())) {
                    return answered(type, reply.get(), deadline);
                }
                if (reply.isPresent()) {
                    damaged++;
                } else {
                    overdue(type, deadline);
                }
            } catch (UnreadableFrameException e) {
                damaged++;
                resent(type, "host: " + e.getMessage());
            }
        }
        throw new ProtocolViolationException(
                type + " or its reply arrived damaged " + ATTEMPTS + " times on board " + board, link.describe());
    }

    /** Looks at the board, and gives up if the time is over. */
    private void overdue(MessageType type, Deadline deadline) {
        look();
        if (deadline.expired()) {
            throw examine(type, deadline);
        }
        resent(type, "no reply for " + Deadline.seconds(SILENCE));
    }

    /** Tells whether the board could not read the request, and reports it. */
    private boolean unreadable(MessageType type, Frame reply) {
        Optional<ErrorReply> damage = ErrorReply.of(reply).filter(ErrorReply::unreadable);
        damage.ifPresent(error -> resent(type, "board: " + error.describe()));
        return damage.isPresent();
    }

    private Frame answered(MessageType type, Frame reply, Deadline deadline) {
        Optional<ErrorReply> error = ErrorReply.of(reply);
        if (error.isEmpty() && reply.type() != type.reply()) {
            throw violation(type, reply);
        }
        error.filter(refusal -> refusal.is(ErrorCode.NO_SESSION)).ifPresent(refusal -> {
            throw examine(type, deadline, () -> refusal.refusal(type));
        });
        return reply;
    }

    private void send(MessageType type, byte[] payload) {
        Frame frame = new Frame(type.request(), sequence, nonce, payload);
        log.add("->", frame);
        link.write(FrameCodec.encode(frame));
    }

    /** Waits for the reply to the last request; replies to earlier ones, sessions included, are dropped. */
    private Optional<Frame> receive(Deadline deadline) throws UnreadableFrameException {
        while (true) {
            Optional<Frame> frame = frames.next(deadline);
            frame.ifPresent(arrived -> log.add("<-", arrived));
            if (frame.isEmpty() || belongs(frame.get())) {
                return frame;
            }
        }
    }

    private boolean belongs(Frame frame) {
        boolean answersUnreadable = frame.type() == MessageType.ERROR && frame.sequence() == 0;
        return frame.nonce() == nonce && frame.sequence() == sequence || answersUnreadable;
    }

    /** Finds out why a request got no reply. */
    private HilException examine(MessageType type, Deadline deadline) {
        String alive = "the board answers HELLO and was not reset: it is slow, or a reply was lost";
        return examine(type, deadline, () -> timeout(type, deadline, alive));
    }

    /** Asks the board with HELLO what became of it: silent, crashed, reset, or none of these. */
    private HilException examine(MessageType type, Deadline deadline, Supplier<HilException> none) {
        Hello before = hello;
        Hello now = awaitHello(Deadline.after(EXAMINATION)).orElse(null);
        if (now == null) {
            return timeout(type, deadline, "the board is silent, to HELLO as well");
        }
        hello = now;
        if (now.resetCount() == before.resetCount()) {
            return none.get();
        }
        return now.crash()
                .filter(crash -> now.crashedAfter(before))
                .<HilException>map(crash ->
                        new FirmwareFaultException(type.name(), now.resetCause(), crash, witness.describe(crash)))
                .orElseGet(() -> reset(type, now));
    }

    /** A board that answers has run again at the last look already. */
    private BoardResetException reset(MessageType type, Hello now) {
        List<CoreSnapshot> before = new ArrayList<>(looks.subList(0, Math.max(0, looks.size() - 1)));
        witness.lookBack().ifPresent(before::add);
        return new BoardResetException(type.name(), now.resetCause(), before, witness.describe(before));
    }

    private LinkTimeoutException timeout(MessageType type, Deadline deadline, String seen) {
        String facts = String.join("\n", seen, witness.describe(looks), link.describe(), witness.state());
        return new LinkTimeoutException(type.name(), board, deadline.allowed(), facts, looks);
    }

    private ProtocolViolationException violation(MessageType type, Frame reply) {
        return new ProtocolViolationException(
                "The reply to " + type + " is not one that the protocol allows",
                String.format(Locale.ROOT, "type 0x%02X, %d bytes of payload", reply.type(), reply.payload().length));
    }

    private void resent(MessageType type, String reason) {
        steps.onStep(new Step("send again", type + ": " + reason, Duration.ZERO).as(Outcome.RETRY));
    }
}
