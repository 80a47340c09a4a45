package io.gradhil.virtual.cpu;

/** A synchronous fault that ends the instruction at hand. One per core, reused: faults are part of normal execution. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Number of the exception before escalation. */
    int exception;
    /** Bits to set in CFSR (B3.2.15). */
    int status;
    /** For MMFAR or BFAR. */
    int address;

    boolean addressValid;

    Fault() {
        super(null, null, false, false);
    }

    void set(int number, int cfsr, int faultAddress, boolean valid) {
        exception = number;
        status = cfsr;
        address = faultAddress;
        addressValid = valid;
    }
}
