package io.gradhil.core;

import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/** The board did not answer within the time it had. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class LinkTimeoutException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String request;
    private final Duration waited;
    private final transient List<CoreSnapshot> looks;

    /**
     * Builds the exception.
     *
     * @param request the request that got no answer
     * @param board the board's name
     * @param waited how long the host waited
     * @param seen what was seen of the board: last bytes, state, the looks in words; empty lines are left out
     * @param looks what the core was doing meanwhile, in order of time, potentially empty
     */
    public LinkTimeoutException(String request, String board, Duration waited, String seen, List<CoreSnapshot> looks) {
        super(
                "No reply to " + request + " within " + Deadline.seconds(waited) + " on board " + board,
                seen.replaceAll("\n+", "\n"),
                "if the board is only slow, raise the limit with -Dhil.timeout=SECONDS");
        this.request = request;
        this.waited = waited;
        this.looks = List.copyOf(looks);
    }

    /** Returns the request that got no answer. */
    public String request() {
        return request;
    }

    /** Returns how long the host waited. */
    public Duration waited() {
        return waited;
    }

    /** Returns what the core was doing meanwhile, in order of time, potentially empty. */
    public List<CoreSnapshot> looks() {
        return looks;
    }
}
