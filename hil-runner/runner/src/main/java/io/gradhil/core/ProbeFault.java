package io.gradhil.core;

import org.apiguardian.api.API;

/** Why OpenOCD could not do its work on a board, as far as its output tells. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ProbeFault {
    /** No debug probe answers at all. */
    NO_PROBE("no debug probe was found", "plug the board in, and look with: ./hil doctor"),
    /** Probes are there, but not the one that was asked for. */
    WRONG_PROBE("the debug probe with the board's serial number is not there", "list what is there with: ./hil boards"),
    /** Another program uses the probe. */
    PROBE_BUSY("another program uses the debug probe", "end the other OpenOCD, debugger or IDE session"),
    /** The operating system does not let this user open the probe. */
    PROBE_PERMISSION(
            "this user may not open the debug probe", "install ci/70-gradhil.rules as ci/README.md says, then replug"),
    /** The probe was there and went away. */
    PROBE_LOST("the debug probe went away", "check the USB cable and hub, then run again"),
    /** The probe answers, the chip does not. */
    NO_TARGET(
            "the debug probe cannot reach the chip",
            "check the board's power, the jumpers at ST-LINK (CN2) and that nothing holds NRST low"),
    /** The chip is not the one that the board's configuration names. */
    WRONG_TARGET(
            "the chip is not the configured one", "correct the board's file in ci/boards, or plug in the right board"),
    /** The chip does not let a debugger read its flash. */
    TARGET_LOCKED(
            "the chip's flash is locked against reading (readout protection)",
            "unlock it, which erases it: openocd -f CONFIG -c \"init; reset halt; stm32f2x unlock 0; reset halt; shutdown\""),
    /** The sectors to write are protected. */
    WRITE_PROTECTED(
            "flash sectors are protected against writing",
            "lift it: openocd -f CONFIG -c \"init; reset halt; flash protect 0 0 last off; reset halt; shutdown\""),
    /** Erasing failed. */
    ERASE("the flash could not be erased", "check the board's supply; if it stays, the chip is worn or broken"),
    /** Writing failed. */
    WRITE("the flash could not be written", "check the board's supply; if it stays, the chip is worn or broken"),
    /** The flash does not hold what was written. */
    VERIFY("the flash does not hold what was written", "flash again; if it stays, the chip is worn or broken"),
    /** OpenOCD did not come to an end. */
    TIMEOUT(
            "it did not come to an end in time and was ended",
            "replug the board; a slow probe gets more time with -Dhil.openocd.timeout=SECONDS"),
    /** OpenOCD was ended from outside. */
    KILLED("it was ended from outside", "run again; look for what kills processes: memory, a clean-up job"),
    /** OpenOCD's configuration is wrong. */
    CONFIGURATION(
            "it refused its configuration",
            "correct \"openocd.config\" in the board's file in ci/boards, or the file that it names"),
    /** None of the known causes. */
    UNKNOWN("for a reason that is not known here", "read what OpenOCD says, above");

    private final String reason;
    private final String remedy;

    ProbeFault(String reason, String remedy) {
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
