package io.gradhil.core;

import java.util.stream.Stream;
import org.apiguardian.api.API;

/** The board has restarted by itself, without a new crash record: session, network and parameters are gone. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardResetException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String resetCause;

    /**
     * Builds the exception.
     *
     * @param request the request during which it was noticed
     * @param resetCause what the chip says of its last reset
     */
    public BoardResetException(String request, String resetCause) {
        super(
                "The board was reset during " + request,
                "reset cause: " + resetCause + "; no new crash record",
                "check the supply and the reset line; a watchdog reset means that the firmware hung");
        this.resetCause = resetCause;
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
}
