package io.gradhil.reference.optim;

import org.apiguardian.api.API;

/** Changes parameters by their gradients. Implementations are immutable settings. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Optimizer permits Sgd {

    /**
     * Give the learning rate, the same float32 value for every engine.
     *
     * @return finite, above 0
     */
    float learningRate();

    /**
     * Take one step.
     *
     * @param parameters (n), modified
     * @param gradients (n), not modified
     */
    void step(double[] parameters, double[] gradients);
}
