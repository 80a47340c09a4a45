package io.gradhil.reference.loss;

import org.apiguardian.api.API;

/** Names the cost that training lowers, with its derivative. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Loss {

    /** Mean squared error: {@code C = 1/n sum (y - t)^2}, {@code dC/dy = 2/n (y - t)}. */
    MSE {
        @Override
        public double value(double[] y, double[] t) {
            double sum = 0;
            for (int i = 0; i < y.length; i++) {
                double residual = y[i] - t[i];
                sum += residual * residual;
            }
            return sum / y.length;
        }

        @Override
        public void backward(double[] y, double[] t, double[] dy) {
            double scale = 2.0 / y.length;
            for (int i = 0; i < y.length; i++) {
                dy[i] = scale * (y[i] - t[i]);
            }
        }
    };

    /**
     * Compute the loss, a mean over the batch and the outputs.
     *
     * @param y (B, out) predictions, n = B * out, not modified
     * @param t (B, out) targets, not modified
     * @return the loss, in the square of the target's unit for {@link #MSE}
     */
    public abstract double value(double[] y, double[] t);

    /**
     * Compute the gradient of the loss with respect to the predictions.
     *
     * @param y (B, out) predictions, n = B * out, not modified
     * @param t (B, out) targets, not modified
     * @param dy (B, out), overwritten
     */
    public abstract void backward(double[] y, double[] t, double[] dy);
}
