package io.gradhil.training;

import io.gradhil.core.ProtocolViolationException;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.Readable;
import io.gradhil.protocol.StepReply;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.report.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network on a board, one batch after another: {@link #configure}, then {@link #backward} and {@link #update}
 * in turn.
 *
 * <p>Follows the board's parameters without reading them: when a step's gradients were read, the update is repeated on
 * the host bit for bit, and the board's CRC-32 of its parameters confirms it. A board that lost its supply or was reset by its pin
 * gets back what it had, see {@link Recovery}. For one thread at a time.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class McuTrainer {
    private final McuClient client;
    private final SampleSender samples;
    private @Nullable NetworkSpec spec;
    private @Nullable McuStep step;
    /** What is on the board, or null when the host has lost sight of it. */
    private @Nullable BoardState followed;
    /** Updates since the network was set up. */
    private int steps;

    private final List<Flight> flights = new ArrayList<>();
    private final Recovery recovery;

    /** Takes a client, whose session may have any state. */
    public McuTrainer(McuClient client) {
        this.client = client;
        this.samples = new SampleSender(client);
        this.recovery = new Recovery(samples, flights);
    }

    /**
     * Sets a network up on the board.
     *
     * @param parameters its initial parameters, numbered as {@link NetworkSpec#layout} says; not modified
     * @return how the board divides its memory
     * @throws io.gradhil.core.NetworkTooLargeException if the board has not enough
     * @throws IllegalArgumentException if the number of parameters is wrong
     */
    public MemoryPlan configure(NetworkSpec network, float[] parameters) {
        if (parameters.length != network.layout().count()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s has %d parameters, not %d",
                    network,
                    network.layout().count(),
                    parameters.length));
        }
        spec = null;
        step = null;
        flights.clear();
        samples.restart();
        BoardState initial = BoardState.initial(network, parameters);
        MemoryPlan plan = client.steps()
                .take("configure", network.toString(), step -> step, () -> recovery.configure(network, initial));
        spec = network;
        followed = initial;
        steps = 0;
        return plan;
    }

    /** Takes one of the thousands of steps of a training run. */
    private <T> T take(String name, String detail, Supplier<T> action) {
        return client.steps().take(name, detail, Step::oneOfMany, action);
    }

    /**
     * Has the board compute loss and gradients of a batch.
     *
     * @throws IllegalStateException before {@link #configure}
     * @throws IllegalArgumentException if the samples are not as wide as the network
     */
    public McuStep backward(Batch batch) {
        return land(launch(batch, false));
    }

    /**
     * Has the board compute a batch and, if it is to be judged, read what that needs; does not wait for any of it. A batch before
     * that was not applied is forgotten.
     */
    Flight launch(Batch batch, boolean judged) {
        NetworkSpec network = fitting(batch);
        step = null; // what the board had is gone, even if this fails
        flights.removeIf(flight -> !flight.isApplied());
        Flight flight = new Flight(batch, judged, judged && !willBeFollowed());
        flights.add(flight);
        recovery.submitting(() -> flight.submit(samples, network));
        return flight;
    }

    /** Tells whether the host will know what is on the board when all that is on its way has come. */
    private boolean willBeFollowed() {
        return flights.isEmpty()
                ? followed != null
                : flights.get(flights.size() - 1).withGradients();
    }

    /** Waits for what a batch gave. */
    McuStep land(Flight flight) {
        step = null;
        float loss = take("batch", samples(flight.batch()), () -> recovery.get(flight::loss));
        if (flight.withState()) {
            float[] parameters = recovery.get(flight::parameters);
            know(BoardState.read(spec(), parameters, recovery.get(flight::optimizer), steps));
        }
        McuStep landed = new McuStep(this, spec(), flight.batch(), loss, followed);
        if (flight.withGradients()) {
            landed.received(take("read", "gradients", () -> recovery.get(flight::gradients)));
        }
        step = landed;
        return landed;
    }

    private void know(BoardState state) {
        followed = state;
        recovery.confirm(state, steps);
    }

    private static String samples(Batch batch) {
        return batch.size() + " samples";
    }

    private NetworkSpec fitting(Batch batch) {
        NetworkSpec network = spec();
        SampleSender.requireFit(network, batch);
        return network;
    }

    /** Reads what belongs to a step, which must be the last one and not yet applied. */
    float[] read(McuStep owner, Readable what) {
        requireLast(owner);
        return read(what);
    }

    private void requireLast(McuStep owner) {
        if (owner != step) {
            throw new IllegalStateException("The board has gone on: read what belongs to a step before the next one");
        }
    }

    /** Has the board digest the gradients of a step, which must be the last one and not yet applied. */
    GradientDigest digest(McuStep owner) {
        requireLast(owner);
        NetworkSpec network = spec();
        int layers = network.layers().size();
        int[] crcs = take("digest", "gradients", () -> recovery.get(() -> client.digest(Readable.GRADIENTS, layers)));
        return GradientDigest.ofCrcs(network.layout(), crcs);
    }

    /** Reads what the board had before a step, which must be the last one and not yet applied. */
    BoardState readState(McuStep owner) {
        float[] parameters = read(owner, Readable.PARAMETERS);
        return BoardState.read(spec(), parameters, readOptimizer(), steps);
    }

    private float[] read(Readable what) {
        float[] values = new float[spec().layout().count()];
        read(what, values);
        return values;
    }

    private void read(Readable what, float[] into) {
        take("read", what.name().toLowerCase(Locale.ROOT).replace('_', ' '), () -> {
            recovery.get(() -> client.submitRead(what, 0, into).get());
            return true;
        });
    }

    /** Has the parameters read from the board when they are needed next: someone else writes them. */
    void forgetParameters() {
        followed = null;
        recovery.forget();
    }

    private float[] readOptimizer() {
        float[] values = new float[BoardState.optimizerNumbers(spec())];
        read(Readable.OPTIMIZER_STATE, values);
        return values;
    }

    /**
     * Has the board apply the gradients of the last batch. If they were read, the host repeats the update; if the
     * board's CRC-32 of its parameters is not the host's, the parameters are read from the board.
     *
     * @throws IllegalStateException before {@link #backward}
     * @throws ProtocolViolationException if the CRC-32 is not that of the parameters that were then read
     */
    public McuUpdate update() {
        if (step == null) {
            throw new IllegalStateException("Nothing to apply: call backward first");
        }
        BoardState expected = repeat(step);
        step = null;
        Flight flight = flights.get(flights.size() - 1);
        apply(flight);
        return confirm(flight, expected);
    }

    /** Has the board apply the gradients of a batch; does not wait for it. */
    void apply(Flight flight) {
        recovery.submitting(() -> flight.apply(client));
    }

    /** Waits for the update with a step that has landed. */
    McuUpdate confirm(Flight flight, McuStep landed) {
        return confirm(flight, repeat(landed));
    }

    private McuUpdate confirm(Flight flight, @Nullable BoardState expected) {
        followed = null; // until the board has confirmed the update
        StepReply reply = take("update", "", () -> recovery.get(flight::step));
        steps = reply.steps();
        flights.remove(flight);
        recovery.applied(flight.batch());
        BoardState actual = expected == null ? null : confirmed(expected, reply);
        if (recovery.isFarBehind() && flights.isEmpty()) {
            current();
        }
        return new McuUpdate(spec(), reply, expected, actual);
    }

    /** Returns what is on the board: what was expected, if the CRC-32s are its, or else what is then read. */
    private BoardState confirmed(BoardState expected, StepReply reply) {
        if (expected.matches(reply)) {
            know(expected);
            return expected;
        }
        BoardState actual = current();
        actual.requireMatch(reply);
        return actual;
    }

    private @Nullable BoardState repeat(McuStep applied) {
        if (!applied.gradientsRead()) {
            return null;
        }
        return Float32Optimizer.step(spec().optimizer(), applied.before(), applied.gradients());
    }

    /**
     * Has the board compute the loss of a batch, forward only.
     *
     * @throws IllegalStateException before {@link #configure}
     * @throws IllegalArgumentException if the samples are not as wide as the network
     */
    public McuEvaluation evaluate(Batch batch) {
        NetworkSpec network = fitting(batch);
        float loss = take(
                "evaluate",
                samples(batch),
                () -> recovery.get(() -> samples.evaluate(batch).loss()));
        return new McuEvaluation(loss, new Network(network, current().parameters()), batch);
    }

    /** Returns a copy of the board's parameters; read from the board unless the host has followed them. */
    public float[] parameters() {
        return current().parameters().clone();
    }

    private BoardState current() {
        if (followed == null) {
            know(BoardState.read(spec(), read(Readable.PARAMETERS), readOptimizer(), steps));
        }
        return followed;
    }

    /**
     * Returns the network on the board.
     *
     * @throws IllegalStateException before {@link #configure}
     */
    public NetworkSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("No network on the board yet: call configure first");
        }
        return spec;
    }

    /** Returns how the samples went since the network was set up. */
    public SamplesSent samplesSent() {
        return samples.sent();
    }

    /** Returns the client that speaks to the board. */
    public McuClient client() {
        return client;
    }
}
