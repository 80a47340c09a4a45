package io.gradhil.core;

import org.apiguardian.api.API;

/** The board answered with something that the protocol does not allow. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ProtocolViolationException extends HilException {
    private static final long serialVersionUID = 1L;

    /**
     * Builds the exception.
     *
     * @param what what the protocol does not allow
     * @param seen the bytes or values that were received
     */
    public ProtocolViolationException(String what, String seen) {
        super(what, seen, "compare the firmware with firmware/PROTOCOL.md");
    }
}
