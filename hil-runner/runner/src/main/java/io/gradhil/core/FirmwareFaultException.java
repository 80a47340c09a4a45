package io.gradhil.core;

import java.util.Locale;
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
     */
    public FirmwareFaultException(String request, String resetCause, CrashRecord crash) {
        super(
                "The firmware crashed during " + request + ": " + crash.name(),
                crash + "\nreset cause: " + resetCause,
                String.format(
                        Locale.ROOT, "find the line: arm-none-eabi-addr2line -f -e IMAGE.elf 0x%08X", crash.pc()));
        this.crash = crash;
    }

    /** Returns the registers at the crash. */
    public CrashRecord crash() {
        return crash;
    }
}
