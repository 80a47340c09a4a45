package io.gradhil.suites.tensorflow;

import io.gradhil.judge.Comparison;
import java.util.List;

/**
 * A point of the run at which the parameters of all engines were looked at.
 *
 * @param updates before it
 * @param board how far the board has gone from the reference
 * @param tensorFlow how far TensorFlow has
 * @param rounding largest distance that rounding explains
 * @param jumps sum of {@link WitnessBatch#jump} before it: what decisions in doubt can add to that
 * @param lockstep comparisons with the reference at the board's parameters; empty where nothing was computed
 */
record WitnessPoint(
        int updates, Distance board, Distance tensorFlow, double rounding, double jumps, List<Comparison> lockstep) {

    /** Tells whether an engine is further away than rounding explains: it took a decision otherwise, or it is wrong. */
    boolean parted(Distance engine) {
        return engine.parameters() > rounding;
    }

    /** Tells whether rounding and decisions in doubt explain how far away an engine is. */
    boolean explains(Distance engine) {
        return engine.parameters() <= rounding + jumps;
    }

    /**
     * How far an engine that trains by itself has gone from the reference.
     *
     * @param parameters Euclidean norm of the difference of all parameters
     * @param preActivations largest difference of a pre-activation, the engine's own rounding left aside
     */
    record Distance(double parameters, double preActivations) {}
}
