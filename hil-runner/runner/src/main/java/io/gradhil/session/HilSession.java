package io.gradhil.session;

import io.gradhil.board.Board;
import io.gradhil.board.BoardName;
import io.gradhil.board.BoardProvider;
import io.gradhil.board.Boards;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.HilException;
import io.gradhil.firmware.Firmware;
import io.gradhil.protocol.McuClient;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.time.Duration;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/** A board that was chosen, flashed and greeted. For one thread at a time. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class HilSession implements AutoCloseable {
    private final HilSettings settings;
    private final FirmwareImage image;
    private final Board board;
    private final StepListener steps;
    private McuClient client;

    private HilSession(HilSettings settings, FirmwareImage image, Board board, StepListener steps) {
        this.settings = settings;
        this.image = image;
        this.board = board;
        this.steps = steps;
        step("flash", board.name() + ", " + image.path(), () -> board.flash(image));
        this.client = connect();
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
        McuClient connected =
                McuClient.connect(board.link(), board.name(), board::state, image.id(), settings.timeout(), steps);
        board.identify(connected.hello().uid());
        steps.onStep(new Step("hello", image.id().toString(), deadline.elapsed()));
        return connected;
    }

    /**
     * Puts the board into the state that it has after flashing: no network, counters at zero. A board that does not
     * answer is started afresh, which is reported as a step.
     */
    public McuClient restore() {
        try {
            client.restart();
        } catch (HilException unanswered) {
            step("reset", board.name() + " did not answer: " + firstLine(unanswered), board::reset);
            client = connect();
        }
        return client;
    }

    private static String firstLine(HilException exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
    }

    private void step(String name, String detail, Runnable action) {
        Deadline clock = Deadline.after(Duration.ZERO);
        action.run();
        steps.onStep(new Step(name, detail, clock.elapsed()));
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
