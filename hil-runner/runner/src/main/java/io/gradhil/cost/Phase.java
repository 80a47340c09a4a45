package io.gradhil.cost;

import io.gradhil.firmware.ElfSymbols.Symbol;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.NetworkSpec;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/** What the training core spends its time on; told apart by the names of its functions. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Phase {
    /** Outputs of all layers. */
    FORWARD("forward"),
    /** Gradients of weights and biases. */
    GRADIENT("gradient"),
    /** What each layer hands back to the one before. */
    HAND_BACK("hand back"),
    /** Parameters by gradients. */
    UPDATE("update"),
    /** Loss and calls. */
    REST("rest"),
    /** Zeroing of the gradients, samples put in place: what the board's counters leave out. */
    SETUP("setup");

    private static final Set<String> FILES =
            Set.of("activation.c", "dense.c", "loss.c", "network.c", "optimizer.c", "plan.c", "tiles.c");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    /** Returns the phase that a function belongs to, or empty if it is none of the core's. */
    static Optional<Phase> of(Symbol function) {
        String name = function.name();
        if (!name.startsWith("nn_") && !FILES.contains(function.file()) && !name.equals("memset")) {
            return Optional.empty();
        }
        if (name.contains("forward") || name.startsWith("nn_exp") || name.matches("nn_(sigmoid|tanh)")) {
            return Optional.of(FORWARD);
        }
        if (name.contains("hand_back") || name.equals("nn_activation_backward")) {
            return Optional.of(HAND_BACK);
        }
        if (name.matches("nn_(sgd|momentum|nesterov|adam)_step|nn_clip_factor|move.*")) {
            return Optional.of(UPDATE);
        }
        if (name.matches("memset|nn_network_(put|zero_gradients)")) {
            return Optional.of(SETUP);
        }
        return Optional.of(name.contains("gradient") ? GRADIENT : REST);
    }

    /** Returns the multiply-accumulates of one step on a batch; an update counts as one for each parameter. */
    public long multiplyAccumulates(NetworkSpec spec, int batch) {
        long weights = 0;
        int inputs = spec.inputs();
        for (LayerSpec layer : spec.layers()) {
            weights += (long) inputs * layer.outputs();
            inputs = layer.outputs();
        }
        long first = (long) spec.inputs() * spec.layers().get(0).outputs();
        return switch (this) {
            case FORWARD, GRADIENT -> weights * batch;
            case HAND_BACK -> (weights - first) * batch;
            case UPDATE -> spec.layout().count();
            case REST, SETUP -> 0;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
