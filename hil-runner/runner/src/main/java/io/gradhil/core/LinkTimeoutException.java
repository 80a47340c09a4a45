package io.gradhil.core;

import java.time.Duration;
import org.apiguardian.api.API;

/** The board did not answer within the time it had. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LinkTimeoutException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String request;
    private final Duration waited;

    /**
     * Builds the exception.
     *
     * @param request the request that got no answer
     * @param board the board's name
     * @param waited how long the host waited
     * @param seen what was seen of the board: last bytes, state
     */
    public LinkTimeoutException(String request, String board, Duration waited, String seen) {
        super(
                "No reply to " + request + " within " + Deadline.seconds(waited) + " on board " + board,
                seen,
                "if the board is only slow, raise the limit with -Dhil.timeout=SECONDS");
        this.request = request;
        this.waited = waited;
    }

    /** Returns the request that got no answer. */
    public String request() {
        return request;
    }

    /** Returns how long the host waited. */
    public Duration waited() {
        return waited;
    }
}
