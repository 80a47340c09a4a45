package io.gradhil.link.serial;

import io.gradhil.core.PortFault;

/** What the operating systems' error codes mean when a port cannot be opened. Pure. */
final class PortErrors {
    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int ENXIO = 6;
    private static final int EAGAIN = 11;
    private static final int EACCES = 13;
    private static final int EBUSY = 16;
    private static final int ENODEV = 19;
    private static final int EINVAL = 22;
    private static final int ENOTTY = 25;
    private static final int EAGAIN_MACOS = 35;

    private PortErrors() {}

    /**
     * Returns the cause.
     *
     * @param code from the library; where the port exists, 2 is its own for a port that is open in this process
     * @param exists whether the port exists
     */
    static PortFault fault(int code, boolean exists) {
        if (!exists) {
            return PortFault.VANISHED;
        }
        return switch (code) {
            case EPERM, EACCES -> PortFault.PERMISSION;
            case ENOENT, EAGAIN, EAGAIN_MACOS, EBUSY -> PortFault.BUSY;
            case ENXIO, ENODEV -> PortFault.VANISHED;
            case EINVAL -> PortFault.BAUD_REFUSED;
            case ENOTTY -> PortFault.NOT_A_PORT;
            default -> PortFault.UNKNOWN;
        };
    }
}
