package io.gradhil.reference.optim;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * Holds what an optimizer remembers from step to step: nothing for SGD, the velocity for momentum and Nesterov, both moments and the
 * powers of beta1 and beta2 for Adam. Only {@link Optimizer#step} changes it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class OptimizerState {

    final double[] first;
    final double[] second;
    double power1;
    double power2;

    private OptimizerState(double[] first, double[] second, double power1, double power2) {
        this.first = first;
        this.second = second;
        this.power1 = power1;
        this.power2 = power2;
    }

    /**
     * Begin: all numbers 0, both powers 1.
     *
     * @param optimizer whose state it is, never null
     * @param count number of parameters
     * @return the state before the first step, never null
     */
    public static OptimizerState initial(Optimizer optimizer, int count) {
        int states = optimizer.statesPerParameter();
        return new OptimizerState(new double[states > 0 ? count : 0], new double[states > 1 ? count : 0], 1, 1);
    }

    /**
     * Take an engine's state over, which converts exactly.
     *
     * @param first the velocity or the first moment, one for each parameter; empty for SGD
     * @param second the second moment, one for each parameter; empty for all but Adam
     * @param power1 beta1 to the power of the number of steps so far; 1 before the first and for all but Adam
     * @param power2 beta2 to that power
     * @return the state, never null
     */
    public static OptimizerState of(float[] first, float[] second, float power1, float power2) {
        return new OptimizerState(toDoubles(first), toDoubles(second), power1, power2);
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /**
     * Check that this can be the state of an optimizer.
     *
     * @param optimizer never null
     * @param count number of parameters
     * @return this
     * @throws IllegalArgumentException if it has another shape
     */
    public OptimizerState requireFor(Optimizer optimizer, int count) {
        Objects.requireNonNull(optimizer, "optimizer");
        int states = optimizer.statesPerParameter();
        int firsts = states > 0 ? count : 0;
        int seconds = states > 1 ? count : 0;
        if (first.length != firsts || second.length != seconds) {
            throw new IllegalArgumentException("The state has " + first.length + " and " + second.length + " numbers; "
                    + optimizer + " needs " + firsts + " and " + seconds + " for " + count + " parameters.");
        }
        return this;
    }

    /**
     * Copy the state.
     *
     * @return one that changes by itself
     */
    public OptimizerState copy() {
        return new OptimizerState(first.clone(), second.clone(), power1, power2);
    }

    /**
     * Give the velocity or the first moment.
     *
     * @return a copy, one for each parameter; empty for SGD
     */
    public double[] first() {
        return first.clone();
    }

    /**
     * Give the second moment.
     *
     * @return a copy, one for each parameter; empty for all but Adam
     */
    public double[] second() {
        return second.clone();
    }

    /**
     * Give beta1 to the power of the number of steps.
     *
     * @return 1 before the first step and for all but Adam
     */
    public double power1() {
        return power1;
    }

    /**
     * Give beta2 to the power of the number of steps.
     *
     * @return 1 before the first step and for all but Adam
     */
    public double power2() {
        return power2;
    }
}
