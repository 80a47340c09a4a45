package io.gradhil.session;

import io.gradhil.core.Deadline;
import io.gradhil.core.SecondsProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Which board a run uses, and how patient it is. Chosen outside the tests, by system properties.
 *
 * @param board {@code hil.board}: the board's name, or several separated by commas
 * @param timeout {@code hil.timeout}: the longest wait for one reply, above zero
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record HilSettings(String board, Duration timeout) {
    /** Board that is used if none is named. */
    public static final String DEFAULT_BOARD = "virtual";

    /** Far above any reply's time (at 115,200 baud a frame takes 90 ms, a frame's training 20 ms), short for a person. */
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    public HilSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("hil.timeout must be above 0 s: " + Deadline.seconds(timeout));
        }
    }

    /**
     * Reads the system properties.
     *
     * @throws IllegalArgumentException if one has no valid value; it says which values are
     */
    public static HilSettings fromProperties() {
        String board = System.getProperty("hil.board", DEFAULT_BOARD);
        return new HilSettings(board, SecondsProperty.read("hil.timeout", DEFAULT_TIMEOUT));
    }

    /** Returns the names of all boards that {@link #board} lists: after {@code nucleo:left,right} they are of the kind {@code nucleo}. */
    public List<String> boards() {
        List<String> names = new ArrayList<>();
        String kind = "";
        for (String part : board.split(",")) {
            String name = part.strip();
            int colon = name.indexOf(':');
            kind = colon < 0 ? kind : name.substring(0, colon + 1);
            names.add(colon < 0 ? kind + name : name);
        }
        return List.copyOf(names);
    }

    /** Returns the same settings for one board. */
    public HilSettings withBoard(String name) {
        return new HilSettings(name, timeout);
    }
}
