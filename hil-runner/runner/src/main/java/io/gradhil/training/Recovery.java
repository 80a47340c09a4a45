package io.gradhil.training;

import io.gradhil.core.BoardResetException;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.reference.Batch;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a board back what a reset from outside took: configuration, the last state that the host knew for sure, the batches
 * applied since, and what was on its way. The result has the same bits as without the reset. Each time is a reported step. A
 * watchdog's reset, a crash, or one by the firmware itself is an error and stays one.
 */
final class Recovery {
    /** Without anything done in between, so many resets are more than bad luck. */
    private static final int MOST_RESETS = 5;

    /** After so many batches the state is read: repeating them takes a few times as long. */
    private static final int FAR = 256;

    private final McuClient client;
    private final SampleSender samples;
    private final List<Flight> flights;
    private @Nullable NetworkSpec spec;
    private @Nullable BoardState known;
    private int steps;
    private final List<Batch> since = new ArrayList<>();

    /**
     * Creates it for a board on which nothing is known.
     *
     * @param flights what is on its way, oldest first; the owner's
     */
    Recovery(SampleSender samples, List<Flight> flights) {
        this.client = samples.client();
        this.samples = samples;
        this.flights = flights;
    }

    /** Sets a network up, whose state is known then. */
    MemoryPlan configure(NetworkSpec network, BoardState initial) {
        forget();
        for (int resets = 1; ; resets++) {
            try {
                MemoryPlan plan = configure(network);
                client.writeParameters(initial.parameters());
                spec = network;
                confirm(initial, 0);
                return plan;
            } catch (BoardResetException reset) {
                if (!reset.fromOutside() || resets == MOST_RESETS) {
                    throw reset;
                }
            }
        }
    }

    private MemoryPlan configure(NetworkSpec network) {
        samples.configured();
        return client.configure(network);
    }

    /** The board is known to have this state after so many updates. */
    void confirm(BoardState state, int updates) {
        known = state;
        steps = updates;
        since.clear();
    }

    /** The board has applied a batch. */
    void applied(Batch batch) {
        if (known != null) {
            since.add(batch);
        }
    }

    /** Tells whether it would take long to repeat what was done since the state was known. */
    boolean isFarBehind() {
        return since.size() >= FAR;
    }

    /** The state is no longer known: someone else changes it. */
    void forget() {
        known = null;
        since.clear();
    }

    /** Returns what an action gives, which is taken again after each recovery. */
    <T> T get(Supplier<T> action) {
        while (true) {
            try {
                return action.get();
            } catch (BoardResetException reset) {
                recover(reset);
            }
        }
    }

    /** Hands over something that belongs to the flights, which are all handed over again after a reset. */
    void submitting(Runnable submission) {
        try {
            submission.run();
        } catch (BoardResetException reset) {
            recover(reset);
        }
    }

    private void recover(BoardResetException first) {
        BoardResetException reset = first;
        for (int resets = 1; ; resets++) {
            NetworkSpec network = spec;
            BoardState state = known;
            if (!reset.fromOutside() || network == null || state == null || resets > MOST_RESETS) {
                throw reset;
            }
            try {
                String detail =
                        reset.resetCause() + "; state of update " + steps + ", " + since.size() + " batches again";
                client.steps().take("restore", detail, step -> step.as(Outcome.RETRY), () -> resume(network, state));
                return;
            } catch (BoardResetException again) {
                reset = again;
            }
        }
    }

    private boolean resume(NetworkSpec network, BoardState state) {
        configure(network);
        client.writeParameters(state.parameters());
        if (state.optimizer().length > 0) {
            client.writeOptimizerState(state.optimizer());
        }
        if (steps > 0) {
            client.writeSteps(steps);
        }
        for (Batch batch : since) {
            samples.submitBatch(batch).get();
            client.step();
        }
        flights.forEach(flight -> flight.submit(samples, network));
        return true;
    }
}
