package io.gradhil.virtual.bus;

import org.apiguardian.api.API;

/** A block of registers or memory that answers within its range of addresses. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Device {
    /**
     * Reads.
     *
     * @param offset in bytes from the beginning of the range, a multiple of {@code bytes}
     * @param bytes 1, 2 or 4
     * @return the value, zero-extended
     * @throws BusFaultException if the chip would answer with a bus error
     */
    int read(int offset, int bytes);

    /**
     * Writes; parameters as for {@link #read}.
     *
     * @param value its low {@code bytes} bytes count
     */
    void write(int offset, int bytes, int value);
}
