package io.gradhil.process;

import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How a program ended.
 *
 * @param exitCode its exit code, or empty if it took too long and was ended
 * @param elapsed how long it ran
 * @param output what it printed, standard error included; the middle is left out if it is very long
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ToolResult(Optional<Integer> exitCode, Duration elapsed, String output) {
    /** Tells whether the program ended by itself with exit code 0. */
    public boolean succeeded() {
        return exitCode.equals(Optional.of(0));
    }
}
