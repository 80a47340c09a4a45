package io.gradhil.core;

import org.apiguardian.api.API;

/** Why a serial port cannot be used. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum PortFault {
    /** Another program has the port open. */
    BUSY("another program uses it", "end the program that uses the port: a terminal, an IDE, ModemManager"),
    /** The operating system does not let this user open the port. */
    PERMISSION(
            "this user may not open it",
            "install ci/70-gradhil.rules as ci/README.md says, or join the port's group and log in again"),
    /** There is no such port, or no longer. */
    VANISHED("there is no such port", "plug the board in; a board that was replugged has a new port: run again"),
    /** The driver does not do this baud rate. */
    BAUD_REFUSED("the port refuses this baud rate", "use a rate that the port's driver does, such as 115200"),
    /** There is something of that name, but no serial port. */
    NOT_A_PORT("it is no serial port", "correct \"port\" in the board's file in ci/boards, or leave it out"),
    /** None of the known causes. */
    UNKNOWN("it cannot be opened", "replug the board");

    private final String reason;
    private final String remedy;

    PortFault(String reason, String remedy) {
        this.reason = reason;
        this.remedy = remedy;
    }

    /** Returns the cause in words. */
    public String reason() {
        return reason;
    }

    /** Returns what to do about it. */
    public String remedy() {
        return remedy;
    }
}
