package io.gradhil.protocol;

import org.apiguardian.api.API;

/** Bytes between two delimiters are not a frame. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class UnreadableFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableFrameException(String message) {
        super(message);
    }
}
