package io.gradhil.reference.loss;

import org.apiguardian.api.API;

/**
 * Names the cost that training lowers, with its derivative: {@code C = 1/n sum term(y - t)} and {@code dC/dy = 1/n slope(y - t)},
 * n = B * out. Implementations are immutable settings. Formulas: {@code docs/derivation.md}, section 1.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface Loss permits MeanSquaredError, MeanAbsoluteError, Huber {

    /** Mean squared error. */
    Loss MSE = new MeanSquaredError();

    /** Mean absolute error. */
    Loss MAE = new MeanAbsoluteError();

    /**
     * Compute what one residual costs.
     *
     * @param residual {@code r = y - t}
     * @return at least 0
     */
    double term(double residual);

    /**
     * Differentiate {@link #term}.
     *
     * @param residual {@code r = y - t}
     * @return {@code d term / d r}
     */
    double slope(double residual);

    /**
     * Compute the loss, a mean over the batch and the outputs.
     *
     * @param y (B, out) predictions, n = B * out, not modified
     * @param t (B, out) targets, not modified
     * @return the loss, in the square of the target's unit for {@link #MSE} and where {@link Huber} is square, else in its unit
     */
    default double value(double[] y, double[] t) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += term(y[i] - t[i]);
        }
        return sum / y.length;
    }

    /**
     * Compute the gradient of the loss with respect to the predictions.
     *
     * @param y (B, out) predictions, n = B * out, not modified
     * @param t (B, out) targets, not modified
     * @param dy (B, out), overwritten
     */
    default void backward(double[] y, double[] t, double[] dy) {
        double scale = 1.0 / y.length;
        for (int i = 0; i < y.length; i++) {
            dy[i] = scale * slope(y[i] - t[i]);
        }
    }
}
