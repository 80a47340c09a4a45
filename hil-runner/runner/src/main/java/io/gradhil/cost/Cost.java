package io.gradhil.cost;

import org.apiguardian.api.API;

/** Instructions executed and cycles spent on them. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Cost(long instructions, long cycles) {
    /** Returns both together. */
    public Cost plus(Cost other) {
        return new Cost(instructions + other.instructions, cycles + other.cycles);
    }
}
