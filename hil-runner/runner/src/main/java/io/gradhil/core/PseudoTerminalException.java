package io.gradhil.core;

import org.apiguardian.api.API;

/** This machine gives no pseudo-terminal, which a rehearsal needs in place of a board's serial port. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PseudoTerminalException extends HilException {
    private static final long serialVersionUID = 1L;

    /**
     * Builds the exception.
     *
     * @param seen what stands in the way
     * @param remedy what to do
     */
    public PseudoTerminalException(String seen, String remedy) {
        super("A virtual board's serial port cannot be made", seen, remedy);
    }
}
