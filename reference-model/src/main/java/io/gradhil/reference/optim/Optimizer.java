package io.gradhil.reference.optim;

import org.apiguardian.api.API;

/**
 * Changes parameters by their gradients. Implementations are immutable settings; what an optimizer remembers is its {@link
 * OptimizerState}.
 *
 * <p>All settings are float32 values, the same for every engine. Before the optimizer's own formula come two steps, in this order:
 * {@code g <- f g} with the factor {@code f = min(1, clipNorm / |g|)}, {@code |g|} the Euclidean norm over all parameters (Pascanu,
 * Mikolov and Bengio, ICML 2013); then {@code g <- g + weightDecay w} for all parameters, biases too. Formulas: {@code
 * docs/derivation.md}, section 1.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Optimizer permits Sgd, Momentum, Nesterov, Adam {

    /**
     * Give the learning rate.
     *
     * @return finite, above 0
     */
    float learningRate();

    /**
     * Give the factor of the L2 weight decay.
     *
     * @return finite, at least 0; 0 means none
     */
    float weightDecay();

    /**
     * Give the norm above which gradients are shortened to it.
     *
     * @return finite, at least 0; 0 means never
     */
    float clipNorm();

    /**
     * Give how many numbers the optimizer remembers for each parameter.
     *
     * @return 0 to 2
     */
    int statesPerParameter();

    /**
     * Take one step.
     *
     * @param parameters (n), modified
     * @param gradients (n), not modified
     * @param state of this optimizer, for n parameters; modified
     */
    void step(double[] parameters, double[] gradients, OptimizerState state);

    /**
     * Compute the factor that clipping multiplies gradients with.
     *
     * @param gradients (n), not modified
     * @return {@code min(1, clipNorm / |g|)}; 1 without clipping
     */
    default double clipFactor(double[] gradients) {
        if (clipNorm() == 0) {
            return 1;
        }
        double sum = 0;
        for (double gradient : gradients) {
            sum += gradient * gradient;
        }
        double norm = Math.sqrt(sum);
        return norm > clipNorm() ? clipNorm() / norm : 1;
    }
}
