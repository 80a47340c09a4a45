package io.gradhil.report;

import org.apiguardian.api.API;

/** Hears of each step after it was taken, on the thread that took it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface StepListener {
    /** Hears nothing. */
    StepListener NONE = step -> {};

    /** Takes note of a step. */
    void onStep(Step step);
}
