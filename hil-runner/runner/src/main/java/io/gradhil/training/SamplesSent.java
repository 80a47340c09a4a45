package io.gradhil.training;

import org.apiguardian.api.API;

/**
 * How many samples a board was sent since its network was set up, by their form; those sent again after a reset count again.
 *
 * @param asCodes as 16-bit codes, of which the board makes the same float32 bits
 * @param asFloats as float32
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record SamplesSent(long asCodes, long asFloats) {
    static final SamplesSent NONE = new SamplesSent(0, 0);

    SamplesSent plus(int samples, boolean coded) {
        return coded ? new SamplesSent(asCodes + samples, asFloats) : new SamplesSent(asCodes, asFloats + samples);
    }
}
