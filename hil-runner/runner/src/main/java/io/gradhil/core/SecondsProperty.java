package io.gradhil.core;

import java.time.Duration;
import org.apiguardian.api.API;

/** A system property that holds a number of seconds. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class SecondsProperty {
    private static final double MIN_SECONDS = 0.001;

    /** A day: nobody waits longer for anything here. */
    private static final double MAX_SECONDS = 86400;

    private SecondsProperty() {}

    /**
     * Reads the property.
     *
     * @param preset what holds if it is not set
     * @throws IllegalArgumentException if it has no valid value; it says which values are
     */
    public static Duration read(String property, Duration preset) {
        String text = System.getProperty(property);
        if (text == null) {
            return preset;
        }
        double seconds = number(text);
        if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
            throw new IllegalArgumentException(
                    property + " must be a number of seconds, 0.001 to 86400: \"" + text + "\"");
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
