package io.gradhil.protocol;

import io.gradhil.core.Deadline;
import io.gradhil.core.HilException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** The requests of one session: several on their way, and what is lost sent again. */
final class Conversation {
    /** What a conversation cannot deal with by itself. */
    interface Trouble {
        /** Nothing has come for so many times the patience: not yet an error. */
        void silence(int times);

        /** There was no reply in time; returns why. */
        HilException expired(MessageType waiting, Deadline clock);

        /** The board says that there is no session; returns why. */
        HilException sessionLost(MessageType waiting, Deadline clock, ErrorReply refusal);
    }

    /** No reply in time and so much damage instead: the link is broken, and not the board silent. */
    private static final int DAMAGE_LIMIT = 16;

    /** After so long without anything the board is asked what it has; the longest frame takes 90 ms at the lowest rate. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final Duration MOST_PATIENCE = Duration.ofSeconds(2);

    /** A zero before it included. */
    private static final int SYNC_BYTES = 15;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Wire wire;
    private final LineRate line;
    private final int nonce;
    private final RequestWindow window;
    private final Duration timeout;
    private final String board;
    private final StepListener steps;
    private final Trouble trouble;
    private final Deque<byte[]> buffers = new ArrayDeque<>();

    // Since the last reply.
    private Deadline clock;
    private Duration patience = PATIENCE;
    private int damage;
    private int silences;
    private String cause = "";

    Conversation(
            Wire wire,
            LineRate line,
            int nonce,
            RequestWindow window,
            Duration timeout,
            String board,
            StepListener steps,
            Trouble trouble) {
        this.wire = wire;
        this.line = line;
        this.nonce = nonce;
        this.window = window;
        this.timeout = timeout;
        this.board = board;
        this.steps = steps;
        this.trouble = trouble;
        this.clock = Deadline.after(timeout);
    }

    // Requests

    /** Hands a request over; waits only for room in the window. Arguments as for {@link McuSession#submit}. */
    Exchange submit(MessageType type, ByteBuffer payload, int replyBytes, Consumer<ByteBuffer> onReply) {
        while (!window.hasRoom()) {
            pump();
        }
        if (window.isEmpty()) {
            restartClock();
        }
        Exchange request = new Exchange(type, replyBytes, onReply);
        byte[] buffer = buffers.isEmpty() ? new byte[FrameCodec.MAX_ENCODED + 1] : buffers.pop();
        request.encoded = buffer;
        request.bytes = wire.encode(type, window.nextSequence(), nonce, payload, buffer);
        window.add(request);
        flush();
        return request;
    }

    /** Waits until every request has its reply. */
    void drain() {
        while (!window.isEmpty()) {
            pump();
        }
    }

    /** None of the requests will be answered. */
    void abandon(HilException why) {
        window.abandon(why);
    }

    private void restartClock() {
        clock = Deadline.after(timeout);
        patience = PATIENCE;
        damage = 0;
        silences = 0;
    }

    /** Sends what is to be sent, then waits for one frame and does what it says. */
    void pump() {
        if (damage >= DAMAGE_LIMIT && clock.expired()) {
            throw expired(requestType());
        }
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
                steps.onStep(new Step("send again", request.type + ": " + cause, Duration.ZERO).as(Outcome.RETRY));
            }
            wire.send(request, request.encoded);
            window.sent(request);
        }
    }

    /** Has the board say what it has. */
    private void sync() {
        wire.close();
        wire.send(MessageType.SYNC, window.syncSent(SYNC_BYTES), nonce, NOTHING.duplicate());
    }

    private void silence() {
        Exchange waiting = window.oldest();
        if (waiting == null) {
            return;
        }
        if (clock.expired()) {
            throw expired(waiting.type);
        }
        cause = "no reply for " + Deadline.seconds(patience);
        patience = patience.multipliedBy(2).compareTo(MOST_PATIENCE) < 0 ? patience.multipliedBy(2) : MOST_PATIENCE;
        trouble.silence(++silences);
        window.ask();
    }

    // Replies

    private void take(FrameView frame) {
        Optional<ErrorReply> error = ErrorReply.of(frame);
        if (error.isPresent() && isNotice(frame, error.get()) || frame.nonce() != nonce) {
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
        boolean ours = frame.nonce() == nonce;
        if (error.is(ErrorCode.NO_SESSION) && ours) {
            throw trouble.sessionLost(requestType(), clock, error);
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
        damage++;
    }

    /** Returns why there was no reply in time. */
    private HilException expired(MessageType waiting) {
        if (damage < DAMAGE_LIMIT) {
            return trouble.expired(waiting, clock);
        }
        return new ProtocolViolationException(
                waiting + " or its reply arrived damaged " + damage + " times within "
                        + Deadline.seconds(clock.allowed()) + " on board " + board,
                wire.describe());
    }

    /** Asks the board for a sign of life at a new rate. */
    boolean answers(Deadline deadline) {
        wire.wake();
        sync();
        while (true) {
            try {
                Optional<FrameView> frame = wire.receive(deadline);
                if (frame.isEmpty()) {
                    return false;
                }
                take(frame.get());
                if (frame.get().nonce() == nonce && frame.get().type() == MessageType.SYNC.reply()) {
                    return true;
                }
            } catch (UnreadableFrameException e) {
                // What was on its way at the old rate.
            }
        }
    }
}
