package io.gradhil.flash;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.ProbeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenOcdOutputTests {
    private static final String BANNER = """
            Open On-Chip Debugger 0.12.0
            Licensed under GNU GPL v2
            For bug reports, read
            \thttp://openocd.org/doc/doxygen/bugs.html
            """;

    /** As 0.12.0 printed it. */
    private static final String WRONG_SERIAL = BANNER + """
            gradhil: step connect
            Info : clock speed 2000 kHz
            Info : connected to stlink-server
            Info : stlink-server API v3, version 2.1.1
            Error: ST-LINK open failed (serial mismatch)
            in procedure 'gradhil_flash'
            gradhil: failed connect
            shutdown command invoked
            gradhil: connect
            in procedure 'gradhil_flash'
            in procedure 'gradhil_step'
            """;

    private static ProbeFault fault(String step, String line) {
        return new OpenOcdOutput(BANNER + "gradhil: step " + step + "\n" + line + "\ngradhil: failed " + step).fault();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect | Error: libusb_open() failed with LIBUSB_ERROR_ACCESS         | PROBE_PERMISSION",
                "connect | Error: the selected device is already used                   | PROBE_BUSY",
                "connect | Info : clock speed 2000 kHz                                  | PROBE_BUSY",
                "connect | Info : No device matches the serial string                   | WRONG_PROBE",
                "connect | Error: ST-LINK open failed (serial mismatch)                 | WRONG_PROBE",
                "connect | Error: ST-LINK open failed (vid/pid mismatch)                | WRONG_PROBE",
                "connect | Error: open failed                                           | NO_PROBE",
                "connect | Error: no ST-LINK detected                                   | NO_PROBE",
                "connect | Error: cannot connect to stlink server, errno: refused       | NO_PROBE",
                "connect | Error: init mode failed (unable to connect to the target)    | NO_TARGET",
                "connect | Error: Error connecting DP: cannot read IDR                  | NO_TARGET",
                "connect | Error: something new                                         | UNKNOWN",
                "reset   | Error: timed out while waiting for target halted             | NO_TARGET",
                "reset   | Error: failed to receive USB CMD response                    | PROBE_LOST",
                "identify | expected uid 1, found 2                                     | WRONG_TARGET",
                "unlock  | FLASH_OPTCR is 0x0FFF55EC: readout protection                | TARGET_LOCKED",
                "write   | Error: libusb_bulk_read error: LIBUSB_ERROR_NO_DEVICE        | PROBE_LOST",
                "write   | Error: TCP error status 0x1003                               | PROBE_LOST",
                "write   | Error: stm32x device protected                               | WRITE_PROTECTED",
                "write   | Error: flash memory write protected                          | WRITE_PROTECTED",
                "write   | Error: failed erasing sectors 0 to 1                         | ERASE",
                "write   | Error: error writing to flash at address 0x08000000          | WRITE",
                "verify  | Error: checksum mismatch                                     | VERIFY",
                "run     | Error: anything                                              | NO_TARGET",
            })
    void the_cause_is_read_from_the_step_and_its_lines(String step, String line, ProbeFault expected) {
        assertThat(fault(step, line)).isEqualTo(expected);
    }

    @Test
    void no_probe_and_a_probe_of_another_serial_number_differ() {
        OpenOcdOutput usb = new OpenOcdOutput("""
                gradhil: step connect
                Info : No device matches the serial string
                Error: open failed
                gradhil: failed connect
                """);

        assertThat(usb.fault()).isEqualTo(ProbeFault.WRONG_PROBE);
    }

    @Test
    void an_error_of_a_step_that_went_well_is_not_the_cause() {
        String text = """
                gradhil: step unlock
                Error: checksum mismatch
                gradhil: step write
                Error: failed erasing sectors 0 to 1
                gradhil: failed write
                """;

        assertThat(new OpenOcdOutput(text).fault()).isEqualTo(ProbeFault.ERASE);
        assertThat(new OpenOcdOutput(text).seen())
                .isEqualTo("in the step \"write\"\nError: failed erasing sectors 0 to 1");
    }

    @Test
    void before_the_first_step_only_the_configuration_can_fail() {
        OpenOcdOutput output = new OpenOcdOutput(BANNER + "embedded:startup.tcl:28: Error: Can't find nosuch.cfg");

        assertThat(output.fault()).isEqualTo(ProbeFault.CONFIGURATION);
        assertThat(output.seen()).endsWith("embedded:startup.tcl:28: Error: Can't find nosuch.cfg");
    }

    @Test
    void what_is_shown_are_the_errors_of_the_step() {
        assertThat(new OpenOcdOutput(WRONG_SERIAL).seen()).isEqualTo("""
                in the step "connect"
                Error: ST-LINK open failed (serial mismatch)""");
    }

    @Test
    void a_step_that_fails_without_an_error_shows_its_last_lines() {
        OpenOcdOutput output = new OpenOcdOutput("""
                gradhil: step identify
                gradhil: uid 564952540000000000000001
                expected uid 00, found 564952540000000000000001
                gradhil: failed identify
                shutdown command invoked
                """);

        assertThat(output.seen())
                .isEqualTo("in the step \"identify\"\nexpected uid 00, found 564952540000000000000001");
    }

    @Test
    void no_more_than_eight_lines_are_shown() {
        String lines = "diff 0 address 0x08000000. Was 0x00 instead of 0x01\n".repeat(128);

        assertThat(new OpenOcdOutput("gradhil: step verify\n" + lines + "gradhil: failed verify").seen())
                .hasLineCount(9);
    }

    @ParameterizedTest
    @CsvSource({"0.11.0, true", "0.10.0+dev-01, true", "0.12.0, false", "0.12.0+dev-02, false", "1.0.0, false"})
    void versions_before_0_12_are_too_old(String version, boolean tooOld) {
        OpenOcdOutput output = new OpenOcdOutput("Open On-Chip Debugger " + version + " (2024-01-01)\n");

        assertThat(output.isTooOld()).isEqualTo(tooOld);
        assertThat(output.version()).contains(version);
    }

    @Test
    void output_without_a_banner_is_not_too_old() {
        assertThat(new OpenOcdOutput("").isTooOld()).isFalse();
        assertThat(new OpenOcdOutput("").version()).isEmpty();
    }

    @Test
    void the_chip_and_whether_it_was_written_are_read() {
        OpenOcdOutput output = new OpenOcdOutput("gradhil: uid 564952540000000000000001\ngradhil: unchanged\n");

        assertThat(output.uid()).contains("564952540000000000000001");
        assertThat(output.unchanged()).isTrue();
        assertThat(new OpenOcdOutput("gradhil: written").unchanged()).isFalse();
        assertThat(new OpenOcdOutput("gradhil: written").uid()).isEmpty();
    }
}
