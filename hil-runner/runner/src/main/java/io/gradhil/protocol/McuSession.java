package io.gradhil.protocol;

import io.gradhil.core.BoardResetException;
import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.FirmwareId;
import io.gradhil.core.HilException;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.link.ByteLink;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A session with a board: HELLO, the rate of the line, and the question what became of the board when it does not answer. */
final class McuSession implements Conversation.Trouble {
    /** Time for a board that did not answer to say HELLO after all. */
    private static final Duration EXAMINATION = Duration.ofSeconds(2);

    /** Time for a board to answer at a new rate, several times over, and how often it is asked. */
    private static final Duration RATE_PATIENCE = Duration.ofMillis(100);

    private static final int RATE_ATTEMPTS = 3;

    /** A board may be busy; that it was reset and is slower now is thought of when it stays silent. */
    private static final int MOST_SILENCES = 2;

    private final Wire wire;
    private final LineRate line;
    private final Greeting greeting;
    private final String board;
    private final Witness witness;
    private final Duration timeout;
    private final StepListener steps;

    /** What the core was doing while a reply was overdue. */
    private final List<CoreSnapshot> looks = new ArrayList<>();

    private Hello hello;
    private Conversation conversation;

    McuSession(
            ByteLink link, String board, Witness witness, FirmwareId expected, Duration timeout, StepListener steps) {
        this.wire = new Wire(link);
        this.line = new LineRate(link);
        this.greeting = new Greeting(wire, line, expected);
        this.board = board;
        this.witness = witness;
        this.timeout = timeout;
        this.steps = steps;
    }

    StepListener steps() {
        return steps;
    }

    String wireLog() {
        return wire.log();
    }

    long wireBytes() {
        return wire.bytes();
    }

    String serialLog() {
        return wire.lastBytes();
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
        looks.clear();
        greet(deadline).orElseThrow(() -> {
            look();
            return timeout(
                    MessageType.HELLO,
                    deadline,
                    greeting.sawUnreadable()
                            ? "the board sends what cannot be read: wrong baud rate?"
                            : "the board is silent");
        });
    }

    private void look() {
        witness.look().ifPresent(looks::add);
    }

    private Optional<Hello> greet(Deadline deadline) {
        Optional<Hello> answer = greeting.await(deadline);
        answer.ifPresent(now -> {
            hello = now;
            RequestWindow window = new RequestWindow(now.window(), now.credit(), Greeting.SEQUENCE + 1);
            conversation = new Conversation(wire, line, greeting.nonce(), window, timeout, board, steps, this);
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
        return conversation.submit(type, payload, replyBytes, onReply);
    }

    /** Waits for the reply to a request, which may be an error. */
    void await(Exchange request) {
        while (!request.answered) {
            conversation.pump();
        }
    }

    /** Sends a request and waits for its reply, which may be an error. */
    Exchange call(MessageType type, ByteBuffer payload, int replyBytes, Consumer<ByteBuffer> onReply) {
        Exchange request = submit(type, payload, replyBytes, onReply);
        await(request);
        return request;
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
        conversation.drain();
        Exchange request = conversation.submit(
                MessageType.RATE, Wire.little(4).putInt(baud).rewind(), 0, payload -> {});
        await(request);
        if (request.error().isPresent()) {
            return false;
        }
        if (!line.set(baud)) {
            wire.wake();
            return false;
        }
        report(why, baud);
        for (int attempt = 0; attempt < RATE_ATTEMPTS; attempt++) {
            if (conversation.answers(Deadline.after(RATE_PATIENCE))) {
                return true;
            }
        }
        retreat("no answer at " + baud);
        return false;
    }

    /** Goes where every board comes when nothing can be read. */
    private void retreat(String why) {
        line.set(LineRate.BASE);
        report(why, LineRate.BASE);
        wire.wake();
    }

    private void report(String why, int baud) {
        Step step = new Step("rate", baud + " baud" + (why.isEmpty() ? "" : ": " + why), Duration.ZERO);
        steps.onStep(why.isEmpty() ? step : step.as(Outcome.RETRY));
    }

    @Override
    public void silence(int times) {
        if (times == 1) {
            looks.clear();
        }
        look();
        if (times > MOST_SILENCES && line.current() != LineRate.BASE) {
            line.retreat();
            retreat("the board is silent at " + line.current());
        }
    }

    /** The board is about to start afresh, at the rate that it has then. */
    void expectReset() {
        line.set(LineRate.BASE);
    }

    // What became of the board

    @Override
    public HilException expired(MessageType type, Deadline deadline) {
        look();
        String alive = "the board answers HELLO and was not reset: it is slow, or a reply was lost";
        return examine(type, deadline, false, () -> timeout(type, deadline, alive));
    }

    @Override
    public HilException sessionLost(MessageType type, Deadline deadline, ErrorReply refusal) {
        return examine(type, deadline, true, () -> refusal.refusal(type));
    }

    /** Asks the board with HELLO what became of it: silent, crashed, reset, or none of these. */
    private HilException examine(
            MessageType type, Deadline deadline, boolean sessionLost, Supplier<HilException> none) {
        Hello before = hello;
        Conversation ended = conversation;
        Hello now = greet(Deadline.after(EXAMINATION)).orElse(null);
        if (now == null) {
            return timeout(type, deadline, "the board is silent, to HELLO as well");
        }
        boolean reset = now.resetCount() != before.resetCount() || sessionLost && now.isAsAfterPowerOn();
        HilException why = reset ? reason(type, before, now) : none.get();
        if (reset) {
            line.boardWasReset();
        }
        ended.abandon(why);
        return why;
    }

    private HilException reason(MessageType type, Hello before, Hello now) {
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
        String facts = String.join("\n", seen, witness.describe(looks), wire.describe(), witness.state());
        return new LinkTimeoutException(type.name(), board, deadline.allowed(), facts, looks);
    }
}
