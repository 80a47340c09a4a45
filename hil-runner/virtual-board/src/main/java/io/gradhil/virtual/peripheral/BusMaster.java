package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** A master's view of the bus matrix. Throws {@link io.gradhil.virtual.bus.BusFaultException} where nothing answers. */
@API(status = API.Status.INTERNAL, since = "0.1")
public interface BusMaster {
    /** Reads 1, 2 or 4 bytes, zero-extended. */
    int read(int address, int bytes);

    /** Writes 1, 2 or 4 bytes. */
    void write(int address, int bytes, int value);
}
