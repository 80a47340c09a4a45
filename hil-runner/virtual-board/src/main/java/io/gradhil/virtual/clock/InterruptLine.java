package io.gradhil.virtual.clock;

import org.apiguardian.api.API;

/** A peripheral's request to the NVIC: a level. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface InterruptLine {
    /** Asserts or releases the request. */
    void set(boolean asserted);
}
