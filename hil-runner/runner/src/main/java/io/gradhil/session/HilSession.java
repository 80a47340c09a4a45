package io.gradhil.session;

import io.gradhil.board.Board;
import io.gradhil.board.BoardName;
import io.gradhil.board.BoardProvider;
import io.gradhil.board.Boards;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.HilException;
import io.gradhil.firmware.Firmware;
import io.gradhil.link.WireCapture;
import io.gradhil.protocol.CaptureReplay;
import io.gradhil.protocol.Hello;
import io.gradhil.protocol.McuClient;
import io.gradhil.report.Attachment;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/** A board that was chosen, flashed and greeted. For one thread at a time. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class HilSession implements AutoCloseable {
    private final HilSettings settings;
    private final Board board;
    private final StepListener steps;
    private FirmwareImage image;
    private McuClient client;

    /** What went over the wire since the board was last brought back. */
    private WireCapture capture;

    private HilSession(HilSettings settings, FirmwareImage image, Board board, StepListener steps) {
        this.settings = settings;
        this.image = image;
        this.board = board;
        this.steps = steps;
        this.client = install(image);
    }

    private McuClient install(FirmwareImage next) {
        image = next;
        steps.take("flash", board.name() + ", " + next.path(), () -> board.flash(next));
        return connect();
    }

    /**
     * Opens the board that the settings name, puts the image of the sources on it and greets it.
     *
     * @param steps hears what is done to the board
     * @throws HilException if any of this fails; nothing stays open
     */
    public static HilSession open(HilSettings settings, StepListener steps) {
        BoardProvider provider = Boards.named(settings.board());
        return open(settings, provider, () -> Firmware.image(provider.target()), steps);
    }

    /** Opens the board that the settings name with an image of the caller's; otherwise as {@link #open(HilSettings, StepListener)}. */
    public static HilSession open(HilSettings settings, FirmwareImage image, StepListener steps) {
        return open(settings, Boards.named(settings.board()), () -> image, steps);
    }

    private static HilSession open(
            HilSettings settings, BoardProvider provider, Supplier<FirmwareImage> image, StepListener steps) {
        Board board = provider.open(BoardName.parse(settings.board()).which(), steps);
        try {
            return new HilSession(settings, image.get(), board, steps);
        } catch (RuntimeException | Error e) {
            board.close();
            throw e;
        }
    }

    private McuClient connect() {
        Deadline deadline = Deadline.after(settings.timeout());
        capture = new WireCapture(board.link());
        McuClient connected = McuClient.connect(
                capture, board.name(), new BoardWitness(board, image), image.id(), settings.timeout(), steps);
        board.identify(connected.hello().uid());
        steps.onStep(new Step("hello", image.id().toString(), deadline.elapsed()).with(identity(connected.hello())));
        return connected;
    }

    private Map<String, String> identity(Hello hello) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("board", board.name());
        facts.put("UID", hello.uid());
        facts.put("firmware", hello.firmware().toString());
        facts.put("clock", hello.clockHz() / 1_000_000 + " MHz");
        return facts;
    }

    /**
     * Puts the board into the state that it has after flashing: no network, counters at zero. A board that does not
     * answer is started afresh, which is reported as a step.
     */
    public McuClient restore() {
        capture.clear();
        try {
            client.restart();
        } catch (HilException unanswered) {
            String reason = board.name() + " did not answer: " + firstLine(unanswered);
            steps.take("reset", reason, HilSession::retry, () -> {
                board.reset();
                return true;
            });
            client = connect();
        }
        return client;
    }

    /** Puts another image on the board for as long as {@code use} works with it; the former one is put back, however that ends. */
    public void with(FirmwareImage other, Consumer<McuClient> use) {
        FirmwareImage former = image;
        try {
            client = install(other);
            use.accept(client);
        } finally {
            client = install(former);
        }
    }

    private static Step retry(Step taken) {
        return taken.outcome() == Outcome.PASSED ? taken.as(Outcome.RETRY) : taken;
    }

    private static String firstLine(HilException exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
    }

    /** Returns what went over the wire since the board was last brought back, for {@code hil replay}, with its frames in words. */
    public String capture() {
        return CaptureReplay.annotate(capture.text());
    }

    /**
     * Plays a capture to the board, which must have been opened just now.
     *
     * @param lines the capture
     * @param told hears of each frame, readable
     * @return where the board's bytes differ from the captured ones, or empty if nowhere
     */
    public Optional<String> replay(List<String> lines, Consumer<String> told) {
        boolean fast = lines.stream()
                .takeWhile(line -> !line.startsWith(">"))
                .anyMatch(line -> line.startsWith("!") && !line.equals("! " + Hello.BAUD_AFTER_RESET));
        if (fast) {
            client.echo(new byte[0]); // has the rate negotiated, as it was when the capture began
        }
        return CaptureReplay.play(lines, board.link(), told);
    }

    /** Returns what is known of the board, for someone who wants to know why a test failed; potentially empty. */
    public List<Attachment> evidence() {
        List<Attachment> evidence = new ArrayList<>();
        evidence.add(Attachment.text("wire log", client::wireLog));
        evidence.add(Attachment.text("serial log", client::serialLog));
        String state = board.state();
        if (!state.isBlank()) {
            evidence.add(Attachment.text("board state", () -> state));
        }
        return evidence;
    }

    /** Returns the client that speaks to the board. */
    public McuClient client() {
        return client;
    }

    /** Returns the board. */
    public Board board() {
        return board;
    }

    /** Returns the image that the board runs. */
    public FirmwareImage image() {
        return image;
    }

    /** Releases the board. */
    @Override
    public void close() {
        board.close();
    }
}
