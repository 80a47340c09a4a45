package io.gradhil.report;

import java.time.Duration;
import org.apiguardian.api.API;

/**
 * One thing that was done to a board.
 *
 * @param name what was done, for example {@code "flash"}
 * @param detail its arguments or its result in one line, potentially empty
 * @param duration how long it took
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Step(String name, String detail, Duration duration) {}
