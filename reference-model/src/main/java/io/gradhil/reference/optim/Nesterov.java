package io.gradhil.reference.optim;

import org.apiguardian.api.API;

/**
 * Nesterov's momentum: {@code v <- mu v + g}, {@code w <- w - eta (g + mu v)} with the new v, g after clipping and weight decay.
 * Source: Sutskever, Martens, Dahl and Hinton, ICML 2013, in the parameters where the gradient is taken at w itself.
 *
 * @param learningRate eta, finite, above 0
 * @param momentum mu, at least 0, below 1
 * @param weightDecay factor of the L2 weight decay, finite, at least 0; 0 for none
 * @param clipNorm norm that gradients are shortened to, finite, at least 0; 0 for none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Nesterov(float learningRate, float momentum, float weightDecay, float clipNorm) implements Optimizer {

    /**
     * Check all settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Nesterov {
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
    public Nesterov(float learningRate, float momentum) {
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
            double g = factor * gradients[i] + decay * parameters[i];
            v[i] = mu * v[i] + g;
            parameters[i] -= eta * (g + mu * v[i]);
        }
    }

    @Override
    public String toString() {
        return "Nesterov(" + learningRate + ", " + momentum + Hyperparameter.suffix(this) + ")";
    }
}
