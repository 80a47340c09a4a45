package io.gradhil.reference.optim;

import org.apiguardian.api.API;

/**
 * Plain stochastic gradient descent: {@code w <- w - eta g}.
 *
 * @param learningRate eta, finite, above 0
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Sgd(float learningRate) implements Optimizer {

    /**
     * Check the learning rate.
     *
     * @throws IllegalArgumentException if it is not finite or not above 0
     */
    public Sgd {
        if (!(learningRate > 0) || Float.isInfinite(learningRate)) {
            throw new IllegalArgumentException(
                    "Learning rate " + learningRate + " is not valid; it must be a finite float32 above 0.");
        }
    }

    @Override
    public void step(double[] parameters, double[] gradients) {
        double eta = learningRate;
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= eta * gradients[i];
        }
    }

    @Override
    public String toString() {
        return "SGD(" + learningRate + ")";
    }
}
