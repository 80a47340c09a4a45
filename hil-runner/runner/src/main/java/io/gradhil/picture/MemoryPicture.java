package io.gradhil.picture;

import io.gradhil.chart.Drawing;
import io.gradhil.chart.Stack;
import io.gradhil.protocol.MemoryPlan;
import org.apiguardian.api.API;

/** Draws how a board divides its memory. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class MemoryPicture {
    private MemoryPicture() {}

    /** Draws the plan of a network. */
    public static Drawing of(MemoryPlan plan, int width) {
        return new Stack("Memory of the network", "bytes", plan.available())
                .part("parameters", plan.parameters())
                .part("gradients", plan.gradients())
                .part("activations", plan.activations())
                .part("deltas", plan.deltas())
                .part("optimizer", plan.optimizer())
                .part("samples", plan.samples())
                .draw(width);
    }
}
