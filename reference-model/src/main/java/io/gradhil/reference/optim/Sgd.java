package io.gradhil.reference.optim;

import org.apiguardian.api.API;

/**
 * Plain stochastic gradient descent: {@code w <- w - eta g}, g after clipping and weight decay.
 *
 * @param learningRate eta, finite, above 0
 * @param weightDecay factor of the L2 weight decay, finite, at least 0; 0 for none
 * @param clipNorm norm that gradients are shortened to, finite, at least 0; 0 for none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Sgd(float learningRate, float weightDecay, float clipNorm) implements Optimizer {

    /**
     * Check all settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Sgd {
        Hyperparameter.requireAboveZero("Learning rate", learningRate);
        Hyperparameter.requireNotNegative("Weight decay", weightDecay);
        Hyperparameter.requireNotNegative("Clip norm", clipNorm);
    }

    /**
     * Leave out weight decay and clipping.
     *
     * @param learningRate eta, finite, above 0
     * @throws IllegalArgumentException if one is out of range
     */
    public Sgd(float learningRate) {
        this(learningRate, 0, 0);
    }

    @Override
    public int statesPerParameter() {
        return 0;
    }

    @Override
    public void step(double[] parameters, double[] gradients, OptimizerState state) {
        double eta = learningRate;
        double decay = weightDecay;
        double factor = clipFactor(gradients);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] -= eta * (factor * gradients[i] + decay * parameters[i]);
        }
    }

    @Override
    public String toString() {
        return "SGD(" + learningRate + Hyperparameter.suffix(this) + ")";
    }
}
