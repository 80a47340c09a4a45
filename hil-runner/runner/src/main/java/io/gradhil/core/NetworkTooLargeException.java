package io.gradhil.core;

import java.util.Locale;
import org.apiguardian.api.API;

/** The network does not fit into the board's memory. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class NetworkTooLargeException extends HilException {
    private static final long serialVersionUID = 1L;

    private final long neededBytes;
    private final long availableBytes;

    /**
     * Builds the exception.
     *
     * @param network the network asked for
     * @param neededBytes what it needs, as the board says; 0xFFFFFFFF means that or more
     * @param availableBytes what the board has
     */
    public NetworkTooLargeException(String network, long neededBytes, long availableBytes) {
        super(
                "The network " + network + " does not fit on the board",
                String.format(Locale.ROOT, "%,d bytes needed, %,d available", neededBytes, availableBytes),
                "use fewer or narrower layers");
        this.neededBytes = neededBytes;
        this.availableBytes = availableBytes;
    }

    /** Returns the bytes that the network needs. */
    public long neededBytes() {
        return neededBytes;
    }

    /** Returns the bytes that the board has for networks. */
    public long availableBytes() {
        return availableBytes;
    }
}
