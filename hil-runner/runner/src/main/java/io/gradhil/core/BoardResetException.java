package io.gradhil.core;

import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/** The board has restarted by itself, without a new crash record: session, network and parameters are gone. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardResetException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String resetCause;
    private final transient List<CoreSnapshot> looks;

    /**
     * Builds the exception.
     *
     * @param request the request during which it was noticed
     * @param resetCause what the chip says of its last reset
     * @param looks what the core was doing before, in order of time, potentially empty
     * @param seen the looks in words, potentially empty
     */
    public BoardResetException(String request, String resetCause, List<CoreSnapshot> looks, String seen) {
        super(
                "The board was reset during " + request,
                "reset cause: " + resetCause + "; no new crash record"
                        + (seen.isEmpty() ? "" : "\nbefore that, " + seen),
                resetCause.contains("watchdog")
                        ? "the firmware hung" + (looks.isEmpty() ? "" : ": start where the core was")
                        : "check the supply and the reset line");
        this.resetCause = resetCause;
        this.looks = List.copyOf(looks);
    }

    /**
     * Tells whether something outside of the firmware reset the board: the pin or the supply, and neither a watchdog nor the firmware
     * itself.
     */
    public boolean fromOutside() {
        boolean outside = Stream.of("pin", "power-on", "brown-out").anyMatch(resetCause::contains);
        return outside && Stream.of("watchdog", "software", "low-power").noneMatch(resetCause::contains);
    }

    /** Returns what the chip says of its last reset. */
    public String resetCause() {
        return resetCause;
    }

    /** Returns what the core was doing before the reset, in order of time, potentially empty. */
    public List<CoreSnapshot> looks() {
        return looks;
    }
}
