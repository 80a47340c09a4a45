package io.gradhil.reference;

import org.apiguardian.api.API;

/**
 * Holds what one batch yields, with every intermediate value.
 *
 * @param step loss and gradients
 * @param pass pre-activations, activations and deltas
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TracedStep(Step step, Pass pass) {}
