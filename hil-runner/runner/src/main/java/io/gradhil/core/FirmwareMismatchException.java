package io.gradhil.core;

import org.apiguardian.api.API;

/** The board answers, but runs another firmware than the one that this run is about. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FirmwareMismatchException extends HilException {
    private static final long serialVersionUID = 1L;

    private final transient FirmwareId expected;
    private final transient FirmwareId actual;

    /**
     * Builds the exception.
     *
     * @param expected protocol version of the host, build id of the image
     * @param actual what the board says
     */
    public FirmwareMismatchException(FirmwareId expected, FirmwareId actual) {
        super(
                "The board runs another firmware",
                "expected " + expected + "\nboard    " + actual,
                expected.protocolVersion() == actual.protocolVersion()
                        ? "flash the image of these sources"
                        : "use a host and a firmware of the same protocol version");
        this.expected = expected;
        this.actual = actual;
    }

    /** Returns the identity that the board should have. */
    public FirmwareId expected() {
        return expected;
    }

    /** Returns the identity that the board has. */
    public FirmwareId actual() {
        return actual;
    }
}
