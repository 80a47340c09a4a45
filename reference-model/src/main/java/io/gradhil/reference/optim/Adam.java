package io.gradhil.reference.optim;

import org.apiguardian.api.API;

/**
 * Adam: {@code m <- beta1 m + (1 - beta1) g}, {@code v <- beta2 v + (1 - beta2) g^2}, {@code w <- w - eta (m / (1 - beta1^k)) /
 * (sqrt(v / (1 - beta2^k)) + epsilon)} at step k, g after clipping and weight decay. Source: Kingma and Ba, Adam: a method for
 * stochastic optimization, ICLR 2015, algorithm 1.
 *
 * @param learningRate eta, finite, above 0
 * @param beta1 decay of the first moment, at least 0, below 1
 * @param beta2 decay of the second moment, at least 0, below 1
 * @param epsilon finite, above 0
 * @param weightDecay factor of the L2 weight decay, finite, at least 0; 0 for none
 * @param clipNorm norm that gradients are shortened to, finite, at least 0; 0 for none
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Adam(float learningRate, float beta1, float beta2, float epsilon, float weightDecay, float clipNorm)
        implements Optimizer {

    /**
     * Check all settings.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Adam {
        Hyperparameter.requireAboveZero("Learning rate", learningRate);
        Hyperparameter.requireDecay("Beta1", beta1);
        Hyperparameter.requireDecay("Beta2", beta2);
        Hyperparameter.requireAboveZero("Epsilon", epsilon);
        Hyperparameter.requireNotNegative("Weight decay", weightDecay);
        Hyperparameter.requireNotNegative("Clip norm", clipNorm);
    }

    /**
     * Leave out weight decay and clipping.
     *
     * @param learningRate eta, finite, above 0
     * @param beta1 decay of the first moment, at least 0, below 1
     * @param beta2 decay of the second moment, at least 0, below 1
     * @param epsilon finite, above 0
     * @throws IllegalArgumentException if one is out of range
     */
    public Adam(float learningRate, float beta1, float beta2, float epsilon) {
        this(learningRate, beta1, beta2, epsilon, 0, 0);
    }

    @Override
    public int statesPerParameter() {
        return 2;
    }

    @Override
    public void step(double[] parameters, double[] gradients, OptimizerState state) {
        double decay = weightDecay;
        double factor = clipFactor(gradients);
        state.power1 *= beta1;
        state.power2 *= beta2;
        double bias1 = 1 / (1 - state.power1);
        double bias2 = 1 / (1 - state.power2);
        double[] m = state.first;
        double[] v = state.second;
        for (int i = 0; i < parameters.length; i++) {
            double g = factor * gradients[i] + decay * parameters[i];
            m[i] = (double) beta1 * m[i] + (1.0 - beta1) * g;
            v[i] = (double) beta2 * v[i] + (1.0 - beta2) * g * g;
            parameters[i] -= learningRate * (m[i] * bias1) / (Math.sqrt(v[i] * bias2) + epsilon);
        }
    }

    @Override
    public String toString() {
        return "Adam(" + learningRate + ", " + beta1 + ", " + beta2 + ", " + epsilon + Hyperparameter.suffix(this)
                + ")";
    }
}
