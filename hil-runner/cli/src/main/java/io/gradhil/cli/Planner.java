package io.gradhil.cli;

import io.gradhil.core.NetworkTooLargeException;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.UpdateMode;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Asks a board for its plan of one network after the other: the host has no plan of its own. */
final class Planner {
    /** The largest size that CONFIGURE can say. */
    private static final int WIDEST = 65535;

    private final McuClient client;
    private final UpdateMode mode;

    /**
     * What a board says.
     *
     * @param plan empty if the network does not fit
     * @param needed bytes
     * @param available bytes
     */
    record Answer(Optional<MemoryPlan> plan, long needed, long available) {}

    Planner(McuClient client, UpdateMode mode) {
        this.client = client;
        this.mode = mode;
    }

    Answer ask(NetworkSpec spec) {
        try {
            MemoryPlan plan = client.configure(spec, mode);
            return new Answer(Optional.of(plan), plan.total(), plan.available());
        } catch (NetworkTooLargeException e) {
            return new Answer(Optional.empty(), e.neededBytes(), e.availableBytes());
        }
    }

    /** Returns the widest network that fits with as many hidden layers, all of the same width. */
    Optional<String> widest(NetworkSpec spec) {
        int hidden = spec.layers().size() - 1;
        if (hidden == 0) {
            return Optional.of("no hidden layer to widen");
        }
        return largest(WIDEST, width -> uniform(spec, hidden, width))
                .map(width -> String.format(Locale.ROOT, "%d in each of %d hidden layers", width, hidden));
    }

    /** Returns the deepest network that fits, all its hidden layers as wide as the widest of this one. */
    Optional<String> deepest(NetworkSpec spec) {
        int width = spec.layers().subList(0, spec.layers().size() - 1).stream()
                .mapToInt(LayerSpec::outputs)
                .max()
                .orElse(spec.inputs());
        int most = client.hello().maxLayers() - 1;
        return largest(most, hidden -> uniform(spec, hidden, width))
                .map(hidden -> String.format(
                        Locale.ROOT,
                        "%d hidden layers of %d%s",
                        hidden,
                        width,
                        hidden == most ? ", the most that the board takes" : ""));
    }

    private static NetworkSpec uniform(NetworkSpec spec, int hidden, int width) {
        List<LayerSpec> layers = new ArrayList<>();
        for (int i = 0; i < hidden; i++) {
            layers.add(new LayerSpec(width, spec.layers().get(0).activation()));
        }
        layers.add(spec.layers().get(spec.layers().size() - 1));
        return new NetworkSpec(spec.inputs(), layers, spec.loss(), spec.optimizer());
    }

    /** Returns the largest size, from 1 to {@code most}, whose network fits, by bisection. */
    private Optional<Integer> largest(int most, IntFunction<NetworkSpec> network) {
        int fits = 0;
        int tooLarge = most + 1;
        while (tooLarge - fits > 1) {
            int middle = (fits + tooLarge) >>> 1;
            if (fits(network, middle)) {
                fits = middle;
            } else {
                tooLarge = middle;
            }
        }
        return fits == 0 ? Optional.empty() : Optional.of(fits);
    }

    private boolean fits(IntFunction<NetworkSpec> network, int size) {
        try {
            return ask(network.apply(size)).plan().isPresent();
        } catch (IllegalArgumentException moreParametersThanCanBeNumbered) {
            return false;
        }
    }
}
