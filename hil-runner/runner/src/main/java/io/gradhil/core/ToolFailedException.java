package io.gradhil.core;

import java.util.List;
import org.apiguardian.api.API;

/** An external program failed, or was ended because it took too long. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ToolFailedException extends HilException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> command;
    private final String output;

    /**
     * Builds the exception.
     *
     * @param command the program and its arguments
     * @param how for example {@code "ended with exit code 1"}
     * @param output the end of what it printed, potentially empty
     */
    public ToolFailedException(List<String> command, String how, String output) {
        super(String.join(" ", command) + " " + how, output, "");
        this.command = List.copyOf(command);
        this.output = output;
    }

    /** Returns the program and its arguments. */
    public List<String> command() {
        return command;
    }

    /** Returns the end of what the program printed, potentially empty. */
    public String output() {
        return output;
    }
}
