package io.gradhil.protocol;

import io.gradhil.core.BoardResetException;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.HilException;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.link.ByteLink;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One session with a board: several requests on their way, what is lost sent again, and the question what became of the
 * board when it does not answer.
 */
final class McuSession {
    /** So much damage without one reply in between counts as a broken link. */
    private static final int DAMAGE_LIMIT = 16;

    /** Time for a board that did not answer to say HELLO after all. */
    private static final Duration EXAMINATION = Duration.ofSeconds(2);

    /** After so long without anything the board is asked what it has; the longest frame takes 90 ms at the lowest rate. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Duration MOST_PATIENCE = Duration.ofSeconds(2);

    /** Time for a board to answer at a new rate, several times over, and how often it is asked. */
    private static final Duration RATE_PATIENCE = Duration.ofMillis(100);

    private static final int RATE_ATTEMPTS = 3;

    /** A zero before it included. */
    private static final int SYNC_BYTES = 15;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Wire wire;
    private final LineRate line;
    private final Greeting greeting;
    private final String board;
    private final Supplier<String> state;
    private final Duration timeout;
    private final StepListener steps;

    private final Deque<byte[]> buffers = new ArrayDeque<>();
    private Hello hello;
    private RequestWindow window = new RequestWindow(1, 0, 0);

    // Since the last reply.
    private Deadline clock = Deadline.after(Duration.ZERO);
    private Duration patience = PATIENCE;
    private int damage;
    private int silences;
    private String cause = "";

    McuSession(
            ByteLink link,
            String board,
            Supplier<String> state,
            FirmwareId expected,
            Duration timeout,
            StepListener steps) {
        this.wire = new Wire(link);
        this.line = new LineRate(link);
        this.greeting = new Greeting(wire, line, expected);
        this.board = board;
        this.state = state;
        this.timeout = timeout;
        this.steps = steps;
    }

    Duration timeout() {
        return timeout;
    }

    Hello hello() {
        return hello;
    }

    // HELLO

    /** Begins a session; HELLO is repeated until a board answers or the deadline has passed. */
    void begin(Deadline deadline) {
        greet(deadline)
                .orElseThrow(() -> timeout(
                        MessageType.HELLO,
                        deadline,
                        greeting.sawUnreadable()
                                ? "the board sends what cannot be read: wrong baud rate?"
                                : "the board is silent"));
    }

    private Optional<Hello> greet(Deadline deadline) {
        Optional<Hello> answer = greeting.await(deadline);
        answer.ifPresent(now -> {
            hello = now;
            window = new RequestWindow(now.window(), now.credit(), Greeting.SEQUENCE + 1);
        });
        return answer;
    }

    // Requests

    /**
     * Hands a request over; waits only for room in the window.
     *
     * @param payload what is left of it; consumed
     * @param onReply takes the payload of a good reply, of {@code replyBytes} bytes
     */
    Exchange submit(MessageType type, ByteBuffer payload, int replyBytes, Consumer<ByteBuffer> onReply) {
        if (line.tooFast()) {
            slowDown();
        } else if (line.current() == LineRate.BASE && hello.baud() > 0) {
            speedUp();
        }
        while (!window.hasRoom()) {
            pump();
        }
        return enqueue(type, payload, replyBytes, onReply);
    }

    private Exchange enqueue(MessageType type, ByteBuffer payload, int replyBytes, Consumer<ByteBuffer> onReply) {
        if (window.isEmpty()) {
            restartClock();
        }
        Exchange request = new Exchange(type, replyBytes, onReply);
        byte[] buffer = buffers.isEmpty() ? new byte[FrameCodec.MAX_ENCODED + 1] : buffers.pop();
        request.encoded = buffer;
        request.bytes = wire.encode(type, window.nextSequence(), greeting.nonce(), payload, buffer);
        window.add(request);
        flush();
        return request;
    }

    /** Waits for the reply to a request, which may be an error. */
    void await(Exchange request) {
        while (!request.answered) {
            pump();
        }
    }

    /** Sends a request and waits for its reply, which may be an error. */
    Exchange call(MessageType type, ByteBuffer payload, int replyBytes, Consumer<ByteBuffer> onReply) {
        Exchange request = submit(type, payload, replyBytes, onReply);
        await(request);
        return request;
    }

    private void restartClock() {
        clock = Deadline.after(timeout);
        patience = PATIENCE;
        damage = 0;
        silences = 0;
    }

    /** Sends what is to be sent, then waits for one frame and does what it says. */
    private void pump() {
        flush();
        try {
            Optional<FrameView> frame = wire.receive(clock.atMost(patience));
            if (frame.isPresent()) {
                take(frame.get());
            } else {
                silence();
            }
        } catch (UnreadableFrameException e) {
            damaged("host: " + e.getMessage());
            window.ask();
        }
    }

    private void flush() {
        if (window.syncDue()) {
            sync();
        }
        for (Exchange request = window.due(); request != null; request = window.due()) {
            if (request.firstEnd > 0) {
                steps.onStep(new Step("send again", request.type + ": " + cause, Duration.ZERO));
            }
            wire.send(request, request.encoded);
            window.sent(request);
        }
    }

    /** Has the board say what it has. */
    private void sync() {
        wire.close();
        wire.send(MessageType.SYNC, window.syncSent(SYNC_BYTES), greeting.nonce(), NOTHING.duplicate());
    }

    private void silence() {
        Exchange waiting = window.oldest();
        if (waiting == null) {
            return;
        }
        if (clock.expired()) {
            throw examine(waiting.type, clock);
        }
        cause = "no reply for " + Deadline.seconds(patience);
        patience = patience.multipliedBy(2).compareTo(MOST_PATIENCE) < 0 ? patience.multipliedBy(2) : MOST_PATIENCE;
        if (++silences > 1 && line.current() != LineRate.BASE) {
            line.retreat();
            changeRate(LineRate.BASE, "the board is silent at " + line.current());
            wire.wake();
        }
        window.ask();
    }

    // Replies

    private void take(FrameView frame) {
        Optional<ErrorReply> error = ErrorReply.of(frame);
        if (error.isPresent() && isNotice(frame, error.get()) || frame.nonce() != greeting.nonce()) {
            return;
        }
        if (frame.type() == MessageType.SYNC.reply() && frame.length() == Integer.BYTES) {
            ByteBuffer answer = frame.payload();
            window.synced(frame.sequence(), Short.toUnsignedInt(answer.getShort()), answer.getShort());
            return;
        }
        Exchange request = window.reply(frame.sequence());
        if (request != null) {
            cause = "a later reply came first";
            line.note(false);
            complete(request, frame, error);
        }
    }

    private void complete(Exchange request, FrameView frame, Optional<ErrorReply> error) {
        restartClock();
        if (request.encoded != null) {
            buffers.push(request.encoded);
            request.encoded = null;
        }
        if (error.isPresent()) {
            request.refuse(error.get());
        } else if (frame.type() != request.type.reply() || frame.length() != request.replyBytes) {
            request.fail(Wire.violation(request.type, frame));
        } else {
            request.succeed(frame.payload());
        }
    }

    /** Tells whether an error is no reply to a request, and does what it says. */
    private boolean isNotice(FrameView frame, ErrorReply error) {
        boolean ours = frame.nonce() == greeting.nonce();
        if (error.is(ErrorCode.NO_SESSION) && ours) {
            throw sessionLost(error);
        }
        if (error.is(ErrorCode.BEYOND_WINDOW) && ours) {
            throw Wire.violation(requestType(), frame);
        }
        if (error.is(ErrorCode.GAP) && ours) {
            cause = "board: " + error.describe();
            window.gap(frame.sequence(), (int) error.a(), (int) error.b());
        }
        if (error.unreadable()) {
            damaged("board: " + error.describe());
            if (ours) {
                window.unreadable(frame.sequence());
            } else {
                window.ask(); // the board has no session
            }
        }
        return error.unreadable() || error.is(ErrorCode.GAP);
    }

    private MessageType requestType() {
        Exchange waiting = window.oldest();
        return waiting == null ? MessageType.SYNC : waiting.type;
    }

    private void damaged(String what) {
        cause = what;
        line.note(true);
        if (++damage >= DAMAGE_LIMIT) {
            throw new ProtocolViolationException(
                    requestType() + " or its reply arrived damaged " + DAMAGE_LIMIT + " times on board " + board,
                    wire.describe());
        }
    }

    // Rate

    /** Goes to the fastest rate that link and board can do. */
    private void speedUp() {
        for (OptionalInt faster = line.faster(); faster.isPresent(); faster = line.faster()) {
            if (tryRate(faster.getAsInt(), "")) {
                return;
            }
            line.ruleOut(faster.getAsInt());
        }
    }

    private void slowDown() {
        int before = line.current();
        line.ruleOut(before);
        tryRate(line.faster().orElse(LineRate.BASE), "too much was damaged at " + before);
    }

    /** Changes the rate on both sides, or on none. */
    private boolean tryRate(int baud, String why) {
        while (!window.isEmpty()) {
            pump();
        }
        Exchange request = enqueue(MessageType.RATE, Wire.little(4).putInt(baud).rewind(), 0, payload -> {});
        await(request);
        if (request.error().isPresent()) {
            return false;
        }
        changeRate(baud, why);
        for (int attempt = 0; attempt < RATE_ATTEMPTS; attempt++) {
            if (answers()) {
                return true;
            }
        }
        changeRate(LineRate.BASE, "no answer at " + baud);
        wire.wake();
        return false;
    }

    private void changeRate(int baud, String why) {
        line.set(baud);
        steps.onStep(new Step("rate", baud + " baud" + (why.isEmpty() ? "" : ": " + why), Duration.ZERO));
    }

    /** Asks the board for a sign of life at a new rate. */
    private boolean answers() {
        wire.wake();
        sync();
        Deadline deadline = Deadline.after(RATE_PATIENCE);
        while (true) {
            try {
                Optional<FrameView> frame = wire.receive(deadline);
                if (frame.isEmpty()) {
                    return false;
                }
                take(frame.get());
                if (frame.get().nonce() == greeting.nonce() && frame.get().type() == MessageType.SYNC.reply()) {
                    return true;
                }
            } catch (UnreadableFrameException e) {
                // What was on its way at the old rate.
            }
        }
    }

    /** The board is about to start afresh, at the rate that it has then. */
    void expectReset() {
        line.set(LineRate.BASE);
    }

    // What became of the board

    /** Finds out why a request got no reply. */
    private HilException examine(MessageType type, Deadline deadline) {
        String alive = "the board answers HELLO and was not reset: it is slow, or a reply was lost";
        return examine(type, deadline, () -> timeout(type, deadline, alive));
    }

    private HilException sessionLost(ErrorReply refusal) {
        MessageType type = requestType();
        return examine(type, clock, () -> refusal.refusal(type));
    }

    /** Asks the board with HELLO what became of it: silent, crashed, reset, or none of these. */
    private HilException examine(MessageType type, Deadline deadline, Supplier<HilException> none) {
        Hello before = hello;
        RequestWindow ended = window;
        Hello now = greet(Deadline.after(EXAMINATION)).orElse(null);
        if (now == null) {
            return timeout(type, deadline, "the board is silent, to HELLO as well");
        }
        HilException why = reason(type, before, now, none);
        if (now.resetCount() != before.resetCount()) {
            line.boardWasReset();
        }
        ended.abandon(why);
        return why;
    }

    private static HilException reason(MessageType type, Hello before, Hello now, Supplier<HilException> none) {
        if (now.resetCount() == before.resetCount()) {
            return none.get();
        }
        return now.crash()
                .filter(crash -> now.crashedAfter(before))
                .<HilException>map(crash -> new FirmwareFaultException(type.name(), now.resetCause(), crash))
                .orElseGet(() -> new BoardResetException(type.name(), now.resetCause()));
    }

    private LinkTimeoutException timeout(MessageType type, Deadline deadline, String seen) {
        String facts = String.join("\n", seen, wire.describe(), state.get());
        return new LinkTimeoutException(type.name(), board, deadline.allowed(), facts.strip());
    }
}
