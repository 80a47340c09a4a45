package io.gradhil.history;

import org.apiguardian.api.API;

/**
 * A number that a run came to.
 *
 * @param name what it is, without tabs: {@code "cycles of the backward pass"}
 * @param value finite
 * @param unit of the value, {@code "1"} if it has none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Figure(String name, double value, String unit) {
    public Figure {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is not finite: " + value);
        }
        if ((name + unit).matches("(?s).*[\t\n].*")) {
            throw new IllegalArgumentException("A figure's name and unit have no tab and no line break: " + name);
        }
    }
}
