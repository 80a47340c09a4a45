package io.gradhil.protocol;

import org.apiguardian.api.API;

/** What READ can read; the order is that of the wire. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Readable {
    PARAMETERS,
    /** Gradients of the batch begun last, as far as it has been computed; none with online update. */
    GRADIENTS,
    /** Outputs of the sample computed last. */
    OUTPUTS,
    /** What the optimizer remembers: v for momentum and Nesterov; m, then v for Adam. */
    OPTIMIZER_STATE
}
