package io.gradhil.core;

import org.apiguardian.api.API;

/** The board's serial port cannot be opened or set up. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class PortUnavailableException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String port;
    private final PortFault fault;

    /**
     * Builds the exception.
     *
     * @param port the port's path or name
     * @param fault the cause
     * @param seen what was seen of it, potentially empty
     */
    public PortUnavailableException(String port, PortFault fault, String seen) {
        super("The serial port " + port + " cannot be used: " + fault.reason(), seen, fault.remedy());
        this.port = port;
        this.fault = fault;
    }

    /** Returns the port's path or name. */
    public String port() {
        return port;
    }

    /** Returns the cause. */
    public PortFault fault() {
        return fault;
    }
}
