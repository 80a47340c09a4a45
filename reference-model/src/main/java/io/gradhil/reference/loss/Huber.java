package io.gradhil.reference.loss;

import org.apiguardian.api.API;

/**
 * Costs {@code r^2 / 2} for {@code |r| <= delta}, else {@code delta (|r| - delta / 2)}; slope {@code r}, held between -delta and
 * delta. Source: P. J. Huber, Robust estimation of a location parameter, Ann. Math. Stat. 35(1), 1964.
 *
 * @param delta where the square turns into a line, the same float32 value for every engine, finite, above 0
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Huber(float delta) implements Loss {

    /**
     * Check delta.
     *
     * @throws IllegalArgumentException if it is not finite or not above 0
     */
    public Huber {
        if (!(delta > 0) || Float.isInfinite(delta)) {
            throw new IllegalArgumentException(
                    "Huber's delta " + delta + " is not valid; it must be a finite float32 above 0.");
        }
    }

    @Override
    public double term(double residual) {
        double magnitude = Math.abs(residual);
        return magnitude <= delta ? 0.5 * residual * residual : delta * (magnitude - 0.5 * delta);
    }

    @Override
    public double slope(double residual) {
        return Math.max(-delta, Math.min(delta, residual));
    }

    @Override
    public String toString() {
        return "Huber(" + delta + ")";
    }
}
