package io.gradhil.reference;

import org.apiguardian.api.API;

/**
 * Holds what one batch yields: the loss and its gradients, at the parameters before any update.
 *
 * @param loss mean over the batch and the outputs
 * @param gradients of the loss with respect to every parameter
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Step(double loss, Gradients gradients) {}
