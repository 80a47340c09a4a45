package io.gradhil.protocol;

import org.apiguardian.api.API;

/** When a board moves its parameters; in the order of the numbers on the wire. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum UpdateMode {
    /** At STEP, by the gradients of a batch. */
    BY_STEP,
    /** With each sample of a batch, by its own gradients, for which the board then needs no memory. Nothing can be clipped. */
    ONLINE
}
