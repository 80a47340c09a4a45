package io.gradhil.core;

import org.apiguardian.api.API;

/** The link to the board has ended: the port is gone, or the simulator has. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LinkClosedException extends HilException {
    private static final long serialVersionUID = 1L;

    /**
     * Builds the exception.
     *
     * @param link the link's name
     * @param seen what was seen of the reason
     */
    public LinkClosedException(String link, String seen) {
        super("The link to " + link + " has ended", seen, "");
    }
}
