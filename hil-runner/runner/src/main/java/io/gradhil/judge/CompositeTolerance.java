package io.gradhil.judge;

import java.util.HashMap;
import java.util.Map;

/**
 * One tolerance, and others for some parameters.
 *
 * @param otherwise for all parameters that are not named
 * @param parameters by name, for example {@code "dense4.bias"}
 */
record CompositeTolerance(Tolerance otherwise, Map<String, Tolerance> parameters) implements Tolerance {
    @Override
    public Tolerance with(String parameter, Tolerance other) {
        Map<String, Tolerance> more = new HashMap<>(parameters);
        more.put(parameter, other);
        return new CompositeTolerance(otherwise, Map.copyOf(more));
    }

    @Override
    public Tolerance of(String parameter) {
        return parameters.getOrDefault(parameter, otherwise);
    }

    @Override
    public double limit(double value, double bound, double sigma) {
        return otherwise.limit(value, bound, sigma);
    }

    /** Some of the numbers may have a limit and others none; only the former are then counted. */
    @Override
    public double rmsLimit() {
        return parameters.values().stream().mapToDouble(Tolerance::rmsLimit).reduce(otherwise.rmsLimit(), Math::min);
    }

    @Override
    public String origin() {
        return otherwise.origin();
    }
}
