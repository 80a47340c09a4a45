package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A master's view of the bus matrix. Throws {@link io.gradhil.virtual.bus.BusFaultException} where nothing answers. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface BusMaster {
    /** Reads 1, 2 or 4 bytes, zero-extended. */
    int read(int address, int bytes);

    /** Writes 1, 2 or 4 bytes. */
    void write(int address, int bytes, int value);

    /**
     * Says that bytes will be read later than they should be. Whatever is due happens before they are written then.
     *
     * @return what to run when they have been read, or null if that cannot be promised of them
     */
    @Nullable Runnable putOffReading(int address, int bytes);
}
