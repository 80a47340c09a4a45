package io.gradhil.core;

import org.apiguardian.api.API;

/** OpenOCD could not do to a board what it was asked for. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ProbeException extends HilException {
    private static final long serialVersionUID = 1L;

    private final ProbeFault fault;
    private final String output;

    /**
     * Builds the exception.
     *
     * @param action what was asked for: {@code "flash"}, {@code "reset"}
     * @param board the board's name
     * @param fault the cause
     * @param seen the lines that tell it
     * @param output everything that OpenOCD printed
     */
    public ProbeException(String action, String board, ProbeFault fault, String seen, String output) {
        super("OpenOCD could not " + action + " board " + board + ": " + fault.reason(), seen, fault.remedy());
        this.fault = fault;
        this.output = output;
    }

    /** Returns the cause. */
    public ProbeFault fault() {
        return fault;
    }

    /** Returns everything that OpenOCD printed. */
    public String output() {
        return output;
    }
}
