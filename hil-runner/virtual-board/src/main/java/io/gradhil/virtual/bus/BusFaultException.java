package io.gradhil.virtual.bus;

import org.apiguardian.api.API;

/** A bus access that the chip answers with an error; the core turns it into a BusFault. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BusFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception, without a stack trace: it is part of normal execution. */
    public BusFaultException(String message) {
        super(message, null, false, false);
    }
}
