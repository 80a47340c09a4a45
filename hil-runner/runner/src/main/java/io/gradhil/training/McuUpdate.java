package io.gradhil.training;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.Tolerance;
import io.gradhil.protocol.StepReply;
import io.gradhil.reference.NetworkSpec;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** One update that a board made, and the same update repeated on the host from the board's own gradients. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McuUpdate {
    private final NetworkSpec spec;
    private final StepReply reply;
    private final @Nullable BoardState expected;
    private final @Nullable BoardState actual;

    /**
     * Notes an update.
     *
     * @param expected what the host computes, or null if it could not
     * @param actual what is on the board, or null if the host could not compute anything
     */
    McuUpdate(NetworkSpec spec, StepReply reply, @Nullable BoardState expected, @Nullable BoardState actual) {
        this.spec = spec;
        this.reply = reply;
        this.expected = expected;
        this.actual = actual;
    }

    /** Returns the number of this update since the network was set up, from 1. */
    public int steps() {
        return reply.steps();
    }

    /** Returns the CRC-32 of all parameters after the update, as the board says. */
    public int parameterCrc() {
        return reply.parameterCrc();
    }

    /**
     * Compares the board's parameters with the host's float32 computation: no error is allowed.
     *
     * @throws IllegalStateException if the step's gradients were not read before the update
     */
    public Comparison compareParameters() {
        return compare("parameter", spec.layout()::describe, BoardState::parameters);
    }

    /**
     * Compares what the board's optimizer remembers with the host's float32 computation: no error is allowed.
     *
     * @throws IllegalStateException if the step's gradients were not read before the update
     * @throws IllegalArgumentException if the optimizer remembers nothing
     */
    public Comparison compareOptimizer() {
        if (spec.optimizer().statesPerParameter() == 0) {
            throw new IllegalArgumentException(spec.optimizer() + " remembers nothing");
        }
        int count = spec.layout().count();
        return compare(
                "optimizer state",
                i -> (i < count ? "" : "second ") + spec.layout().describe(i % count),
                BoardState::optimizer);
    }

    private Comparison compare(String subject, IntFunction<String> names, Function<BoardState, float[]> part) {
        if (expected == null || actual == null) {
            throw new IllegalStateException(
                    "The update cannot be repeated on the host: read the step's gradients before update()");
        }
        return new Comparison(
                Predictions.exact(subject, names, part.apply(expected)), part.apply(actual), Tolerance.exact());
    }
}
