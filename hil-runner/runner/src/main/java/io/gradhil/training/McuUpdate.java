package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Limit;
import io.gradhil.reference.NetworkSpec;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** One update that a board made, and the same update repeated on the host from the board's own gradients. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McuUpdate {
    private final NetworkSpec spec;
    private final int steps;
    private final int parameterCrc;
    private final float @Nullable [] expected;
    private final float @Nullable [] actual;

    /**
     * Notes an update.
     *
     * @param expected the parameters as the host computes them, or null if it could not
     * @param actual the parameters on the board, or null if the host could not compute any
     */
    McuUpdate(NetworkSpec spec, int steps, int parameterCrc, float @Nullable [] expected, float @Nullable [] actual) {
        this.spec = spec;
        this.steps = steps;
        this.parameterCrc = parameterCrc;
        this.expected = expected;
        this.actual = actual;
    }

    /** Returns the number of this update since the network was set up, from 1. */
    public int steps() {
        return steps;
    }

    /** Returns the CRC-32 of all parameters after the update, as the board says. */
    public int parameterCrc() {
        return parameterCrc;
    }

    /**
     * Compares the board's parameters with the host's float32 computation: the limit of each is 0.
     *
     * @throws IllegalStateException if the step's gradients were not read before the update
     */
    public Comparison compareParameters() {
        if (expected == null || actual == null) {
            throw new IllegalStateException(
                    "The update cannot be repeated on the host: read the step's gradients before update()");
        }
        double[] repeated = new double[expected.length];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = expected[i];
        }
        return new Comparison(
                "parameter", Limit.EXACT, spec.layout()::describe, actual, repeated, new double[repeated.length]);
    }
}
