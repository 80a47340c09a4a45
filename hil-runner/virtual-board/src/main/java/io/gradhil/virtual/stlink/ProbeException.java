package io.gradhil.virtual.stlink;

/** A command of the probe fails with a status. */
final class ProbeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final ProbeStatus status;
    final int address;

    ProbeException(ProbeStatus status) {
        this(status, 0);
    }

    ProbeException(ProbeStatus status, int address) {
        super(status.name(), null, false, false);
        this.status = status;
        this.address = address;
    }
}
