package io.gradhil.reference.error;

import io.gradhil.reference.Gradients;
import io.gradhil.reference.TracedStep;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Holds how far a correct float32 engine can be from the reference, and how far it is likely to be, for every number of one step.
 *
 * <p>A bound is absolute, in the unit of its number, and may be reached: {@code |engine - reference| <= bound} passes, NaN does not.
 * A sigma is the predicted standard deviation of {@code engine - reference}, in the same unit. A bound of 0 means that both sides are
 * exact: sigma is 0 too, and only the very same number passes.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ErrorBounds {

    private final TracedStep reference;
    private final double loss;
    private final double[][] activations;
    private final double[][] deltas;
    private final Gradients gradients;
    private final Supplier<double[]> steppedParameters;
    private final Sigmas sigmas;

    ErrorBounds(
            TracedStep reference,
            double loss,
            double[][] activations,
            double[][] deltas,
            Gradients gradients,
            Supplier<double[]> steppedParameters,
            Sigmas sigmas) {
        this.reference = reference;
        this.loss = loss;
        this.activations = activations;
        this.deltas = deltas;
        this.gradients = gradients;
        this.steppedParameters = steppedParameters;
        this.sigmas = sigmas;
    }

    /**
     * Give the numbers that the bounds belong to.
     *
     * @return the reference's step, never null
     */
    public TracedStep reference() {
        return reference;
    }

    /**
     * Bound the loss.
     *
     * @return at least 0
     */
    public double loss() {
        return loss;
    }

    /**
     * Bound the outputs.
     *
     * @return a copy, (B, out) row-major, each at least 0
     */
    public double[] outputs() {
        return activations(activations.length - 1);
    }

    /**
     * Bound a layer's activations.
     *
     * @param layer from 0
     * @return a copy, (B, out) row-major, each at least 0
     */
    public double[] activations(int layer) {
        return activations[layer].clone();
    }

    /**
     * Bound a layer's deltas, the gradients of its pre-activations.
     *
     * @param layer from 0
     * @return a copy, (B, out) row-major, each at least 0
     */
    public double[] deltas(int layer) {
        return deltas[layer].clone();
    }

    /**
     * Bound the gradients.
     *
     * @return one bound for each parameter, each at least 0
     */
    public Gradients gradients() {
        return gradients;
    }

    /**
     * Bound the parameters after one step of the optimizer; computed at each call.
     *
     * @return in the order of the layout, each at least 0
     * @throws Float32RangeException if an engine's step may overflow
     */
    public double[] steppedParameters() {
        return steppedParameters.get();
    }

    /**
     * Predict the loss's error.
     *
     * @return at least 0
     */
    public double lossSigma() {
        return sigmas.loss();
    }

    /**
     * Predict the outputs' errors.
     *
     * @return a copy, (B, out) row-major, each at least 0
     */
    public double[] outputSigmas() {
        return activationSigmas(activations.length - 1);
    }

    /**
     * Predict the errors of a layer's activations.
     *
     * @param layer from 0
     * @return a copy, (B, out) row-major, each at least 0
     */
    public double[] activationSigmas(int layer) {
        return sigmas.activations(layer);
    }

    /**
     * Predict the errors of a layer's deltas.
     *
     * @param layer from 0
     * @return a copy, (B, out) row-major, each at least 0
     */
    public double[] deltaSigmas(int layer) {
        return sigmas.deltas(layer);
    }

    /**
     * Predict the gradients' errors.
     *
     * @return one sigma for each parameter, each at least 0
     */
    public Gradients gradientSigmas() {
        return sigmas.gradients();
    }

    /**
     * Predict the errors of the parameters after one step of the optimizer.
     *
     * @return a copy, in the order of the layout, each at least 0
     */
    public double[] steppedParameterSigmas() {
        return sigmas.steppedParameters();
    }
}
