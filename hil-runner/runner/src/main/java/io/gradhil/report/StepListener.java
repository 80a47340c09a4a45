package io.gradhil.report;

import io.gradhil.core.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * Hears of each step after it was taken, on the thread that took it. A reporter for tests is found by {@link ServiceLoader}: name it in
 * {@code META-INF/services/io.gradhil.report.StepListener}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface StepListener {
    /** Hears nothing. */
    StepListener NONE = step -> {};

    /** Takes note of a step. */
    void onStep(Step step);

    /** Returns one listener for all reporters on the class path; it hears nothing if there are none. */
    static StepListener installed() {
        return Installed.ALL;
    }

    /** Takes a step and tells how long it took, also if it throws. */
    default void take(String name, String detail, Runnable action) {
        take(name, detail, step -> step, () -> {
            action.run();
            return true;
        });
    }

    /**
     * Takes a step that has a result, and tells how long it took, also if it throws.
     *
     * @param described adds to the step what is to be told of it
     */
    default <T> T take(String name, String detail, UnaryOperator<Step> described, Supplier<T> action) {
        Deadline clock = Deadline.after(Duration.ZERO);
        Outcome outcome = Outcome.BROKEN;
        try {
            T result = action.get();
            outcome = Outcome.PASSED;
            return result;
        } finally {
            Step step = new Step(name, detail, clock.elapsed()).as(outcome);
            onStep(described.apply(step));
        }
    }

    /** Loads the reporters at first use. */
    final class Installed {
        private static final StepListener ALL = load();

        private Installed() {}

        private static StepListener load() {
            List<StepListener> found = new ArrayList<>();
            ServiceLoader.load(StepListener.class, StepListener.class.getClassLoader())
                    .forEach(found::add);
            return found.isEmpty() ? NONE : step -> found.forEach(listener -> listener.onStep(step));
        }
    }
}
