package io.gradhil.judge;

import org.apiguardian.api.API;

/** Where the limits of a comparison come from. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum Limit {
    /** What rounding in float32 can do at most, whatever the order of summation, fused or not. */
    ROUNDING_BOUND("rigorous bound of float32 rounding, reference-model/docs/derivation.md"),
    /** The board overflowed or divided by zero, the reference did not. */
    FINITE("a number must be finite where the reference's is"),
    /** The host repeats the board's float32 arithmetic bit for bit. */
    EXACT("the host repeats the update bit for bit");

    private final String origin;

    Limit(String origin) {
        this.origin = origin;
    }

    /** Returns the origin in words. */
    public String origin() {
        return origin;
    }
}
