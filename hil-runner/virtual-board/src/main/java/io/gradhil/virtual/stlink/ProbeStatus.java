package io.gradhil.virtual.stlink;

/** The first byte of most answers of an ST-LINK: how the command went. */
enum ProbeStatus {
    OK(0x80),
    /** SWD answers nothing: no power, or no target. */
    NO_DEVICE(0x05),
    /** Entering debug mode found no target. */
    NO_IDCODE(0x09),
    ALIGNMENT(0x0A),
    /** The bus answered with an error, or the access port is not powered up. */
    AP_FAULT(0x11),
    SWV_NOT_AVAILABLE(0x20),
    BAD_AP(0x1D),
    UNKNOWN_COMMAND(0x42);

    final int code;

    ProbeStatus(int code) {
        this.code = code;
    }

    boolean isOk() {
        return this == OK;
    }
}
