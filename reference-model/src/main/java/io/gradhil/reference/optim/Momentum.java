package io.gradhil.reference.optim;

import org.apiguardian.api.API;

/**
 * Momentum: {@code v <- mu v + g}, {@code w <- w - eta v}, g after clipping and weight decay. Source: Sutskever, Martens, Dahl and
 * Hinton, On the importance of initialization and momentum in deep learning, ICML 2013, with eta outside of v.
 *
 * @param learningRate eta, finite, above 0
 * @param momentum mu, at least 0, below 1
 * @param weightDecay factor of the L2 weight decay, finite, at least 0; 0 for none
 * @param clipNorm norm that gradients are shortened to, finite, at least 0; 0 for none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Momentum(float learningRate, float momentum, float weightDecay, float clipNorm) implements Optimizer {

    /**
     * Check all settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Momentum {
        Hyperparameter.requireAboveZero("Learning rate", learningRate);
        Hyperparameter.requireDecay("Momentum", momentum);
        Hyperparameter.requireNotNegative("Weight decay", weightDecay);
        Hyperparameter.requireNotNegative("Clip norm", clipNorm);
    }

    /**
     * Leave out weight decay and clipping.
     *
     * @param learningRate eta, finite, above 0
     * @param momentum mu, at least 0, below 1
     * @throws IllegalArgumentException if one is out of range
     */
    public Momentum(float learningRate, float momentum) {
        this(learningRate, momentum, 0, 0);
    }

    @Override
    public int statesPerParameter() {
        return 1;
    }

    @Override
    public void step(double[] parameters, double[] gradients, OptimizerState state) {
        double eta = learningRate;
        double mu = momentum;
        double decay = weightDecay;
        double factor = clipFactor(gradients);
        double[] v = state.first;
        for (int i = 0; i < parameters.length; i++) {
            v[i] = mu * v[i] + (factor * gradients[i] + decay * parameters[i]);
            parameters[i] -= eta * v[i];
        }
    }

    @Override
    public String toString() {
        return "Momentum(" + learningRate + ", " + momentum + Hyperparameter.suffix(this) + ")";
    }
}
