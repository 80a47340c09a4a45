package io.gradhil.core;

import org.apiguardian.api.API;

/** The board understood a request and refused it, with a reason that the protocol names. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RequestRefusedException extends HilException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * Builds the exception.
     *
     * @param request the request that was refused
     * @param code the error's number in {@code firmware/PROTOCOL.md} section 4
     * @param meaning the error's name and what its numbers say
     */
    public RequestRefusedException(String request, int code, String meaning) {
        super("The board refused " + request, meaning, "");
        this.code = code;
    }

    /** Returns the error's number in {@code firmware/PROTOCOL.md} section 4. */
    public int code() {
        return code;
    }
}
