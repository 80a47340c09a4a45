package io.gradhil.core;

import org.apiguardian.api.API;

/** A program is there, but older than what is needed. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ToolTooOldException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String version;

    /**
     * Builds the exception.
     *
     * @param tool the program's name
     * @param needed the oldest version that will do
     * @param version what the program says of itself
     * @param remedy how to get a newer one
     */
    public ToolTooOldException(String tool, String needed, String version, String remedy) {
        super(tool + " is too old; " + needed + " or later is needed", version, remedy);
        this.version = version;
    }

    /** Returns what the program says of itself. */
    public String version() {
        return version;
    }
}
