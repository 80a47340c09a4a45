package io.gradhil.core;

import org.apiguardian.api.API;

/** A program that is needed is not on this machine. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ToolMissingException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String tool;

    /**
     * Builds the exception.
     *
     * @param tool the program's name
     * @param purpose what it is needed for
     * @param remedy how to get it
     */
    public ToolMissingException(String tool, String purpose, String remedy) {
        super(tool + " was not found; it is needed " + purpose, "no such program on the PATH", remedy);
        this.tool = tool;
    }

    /** Returns the name of the program. */
    public String tool() {
        return tool;
    }
}
