package io.gradhil.core;

import java.time.Duration;
import org.apiguardian.api.API;

/** Someone else on this machine uses the board, and did not release it in time. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardBusyException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String holder;
    private final Duration waited;

    /**
     * Builds the exception.
     *
     * @param board the board's name
     * @param holder who uses it: owner, process, since when, why
     * @param waited how long this process waited
     */
    public BoardBusyException(String board, String holder, Duration waited) {
        super(
                "Board " + board + " is in use; waited " + Deadline.seconds(waited),
                holder,
                "let the other run end, or wait longer with -Dhil.lease.timeout=SECONDS");
        this.holder = holder;
        this.waited = waited;
    }

    /** Returns who uses the board. */
    public String holder() {
        return holder;
    }

    /** Returns how long this process waited. */
    public Duration waited() {
        return waited;
    }
}
