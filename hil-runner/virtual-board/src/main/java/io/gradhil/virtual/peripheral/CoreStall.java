package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** What the flash does to the core that wants something of it while it is busy: makes it wait. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface CoreStall {
    /** The access under way is answered at a time in picoseconds. */
    void until(long time);

    /** From now to a time in picoseconds, a core that executes from the flash gets no instruction. */
    void fetchUntil(long time);
}
