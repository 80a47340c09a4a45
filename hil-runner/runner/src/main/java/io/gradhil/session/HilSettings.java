package io.gradhil.session;

import io.gradhil.core.Deadline;
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
    private static final String DEFAULT_TIMEOUT_SECONDS = "10";

    private static final double MIN_SECONDS = 0.001;

    /** A day: nobody waits longer for one reply. */
    private static final double MAX_SECONDS = 86400;

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
        return new HilSettings(board, seconds(System.getProperty("hil.timeout", DEFAULT_TIMEOUT_SECONDS)));
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

    private static Duration seconds(String text) {
        double seconds = number(text);
        if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
            throw new IllegalArgumentException(
                    "hil.timeout must be a number of seconds, 0.001 to 86400: \"" + text + "\"");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
