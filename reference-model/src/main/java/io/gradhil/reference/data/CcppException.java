package io.gradhil.reference.data;

import org.apiguardian.api.API;

/** Says why a CCPP file cannot be used. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract sealed class CcppException extends RuntimeException
        permits CcppUnreadableException, CcppFormatException, CcppMismatchException {

    private static final long serialVersionUID = 1;

    /** Where the rows were read from. */
    private final String file;

    CcppException(String file, String message) {
        super(message);
        this.file = file;
    }

    /**
     * Give the place the rows were read from.
     *
     * @return a path or an address, never blank
     */
    public String file() {
        return file;
    }
}
