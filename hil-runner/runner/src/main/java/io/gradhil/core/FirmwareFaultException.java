package io.gradhil.core;

import org.apiguardian.api.API;

/** The firmware crashed, restarted, and says how. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class FirmwareFaultException extends HilException {
    private static final long serialVersionUID = 1L;

    private final transient CrashRecord crash;

    /**
     * Builds the exception.
     *
     * @param request the request during which the board crashed
     * @param resetCause what the chip says of its last reset
     * @param crash what the firmware kept
     * @param seen the same in words
     */
    public FirmwareFaultException(String request, String resetCause, CrashRecord crash, String seen) {
        super(
                "The firmware crashed during " + request + ": " + crash.name(),
                seen + "\nreset cause: " + resetCause,
                remedy(crash));
        this.crash = crash;
    }

    /** After a stack overflow there is no PC. */
    private static String remedy(CrashRecord crash) {
        return crash.pc() == 0
                ? "look for recursion and large local arrays in what the request does"
                : "start at that instruction; hil-runner/docs/troubleshooting.md explains the registers";
    }

    /** Returns the registers at the crash. */
    public CrashRecord crash() {
        return crash;
    }
}
