package io.gradhil.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HilExceptionTests {
    private static final FirmwareId HOST = new FirmwareId(1, new BuildId("00112233445566778899aabbccddeeff"));
    private static final FirmwareId OTHER_BUILD = new FirmwareId(1, new BuildId("ffeeddccbbaa99887766554433221100"));
    private static final FirmwareId OTHER_VERSION = new FirmwareId(2, new BuildId("00112233445566778899aabbccddeeff"));
    private static final CrashRecord CRASH = new CrashRecord(
            6, 0x08001234, 0x08000F01, 0x2001FF80, 0x61000000, 0x00010000, 0, 0xE000ED34, 0xE000ED38, 7);

    private static final CoreSnapshot CORE =
            new CoreSnapshot(Collections.nCopies(16, 0), 0, 0, 0, new FaultStatus(0, 0, 0, 0), 0, List.of());

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of(
                        new BoardAmbiguousException("nucleo", List.of("nucleo:a  ST-LINK 1", "nucleo:b  ST-LINK 2")),
                        """
                        "nucleo" fits 2 boards
                          Do:   choose one with -Dhil.board=NAME:
                                  nucleo:a  ST-LINK 1
                                  nucleo:b  ST-LINK 2"""),
                Arguments.of(
                        new BoardBusyException(
                                "066DFF48",
                                "in use by ann, process 12, since 2026-01-02\nfor tests",
                                Duration.ofSeconds(5)),
                        """
                        Board 066DFF48 is in use; waited 5 s
                          Seen: in use by ann, process 12, since 2026-01-02
                                for tests
                          Do:   let the other run end, or wait longer with -Dhil.lease.timeout=SECONDS"""),
                Arguments.of(new BoardConfigException(Path.of("a.properties"), "no key \"probe\"", "set it"), """
                        The board's file a.properties cannot be used
                          Seen: no key "probe"
                          Do:   set it"""),
                Arguments.of(new BoardNotFoundException("an ST-LINK", "/dev/serial/by-id", List.of()), """
                        No board found: looked for an ST-LINK in /dev/serial/by-id
                          Seen: nothing there
                          Do:   plug the board in, and look with: ./hil doctor"""),
                Arguments.of(new BoardResetException("STEP", "brown-out", List.of(), ""), """
                        The board was reset during STEP
                          Seen: reset cause: brown-out; no new crash record
                          Do:   check the supply and the reset line"""),
                Arguments.of(
                        new BoardResetException("STEP", "independent watchdog", List.of(CORE), "core: running in f"),
                        """
                        The board was reset during STEP
                          Seen: reset cause: independent watchdog; no new crash record
                                before that, core: running in f
                          Do:   the firmware hung: start where the core was"""),
                Arguments.of(new FirmwareFaultException("BATCH", "software", CRASH, CRASH.toString()), """
                        The firmware crashed during BATCH: UsageFault
                          Seen: UsageFault [UNDEFINSTR] at PC 0x08001234
                                LR 0x08000F01  SP 0x2001FF80  xPSR 0x61000000  R0 0x00000007
                                CFSR 0x00010000  HFSR 0x00000000  MMFAR 0xE000ED34  BFAR 0xE000ED38
                                reset cause: software
                          Do:   start at that instruction; hil-runner/docs/troubleshooting.md explains the registers"""),
                Arguments.of(new FirmwareImageException(Path.of("a.elf"), "not an ELF file", "build it"), """
                        No usable firmware image at a.elf
                          Seen: not an ELF file
                          Do:   build it"""),
                Arguments.of(new FirmwareMismatchException(HOST, OTHER_BUILD), """
                        The board runs another firmware
                          Seen: expected protocol version 1, build id 00112233445566778899aabbccddeeff
                                board    protocol version 1, build id ffeeddccbbaa99887766554433221100
                          Do:   flash the image of these sources"""),
                Arguments.of(new FirmwareMismatchException(HOST, OTHER_VERSION), """
                        The board runs another firmware
                          Seen: expected protocol version 1, build id 00112233445566778899aabbccddeeff
                                board    protocol version 2, build id 00112233445566778899aabbccddeeff
                          Do:   use a host and a firmware of the same protocol version"""),
                Arguments.of(new LinkClosedException("qemu", "qemu-system-arm ended with exit code 137"), """
                        The link to qemu has ended
                          Seen: qemu-system-arm ended with exit code 137"""),
                Arguments.of(
                        new LinkTimeoutException(
                                "ECHO", "qemu", Duration.ofMillis(2500), "silent\n\nno bytes", List.of()),
                        """
                        No reply to ECHO within 2.5 s on board qemu
                          Seen: silent
                                no bytes
                          Do:   if the board is only slow, raise the limit with -Dhil.timeout=SECONDS"""),
                Arguments.of(new NetworkTooLargeException("4-9000-1", 1234567, 98304), """
                        The network 4-9000-1 does not fit on the board
                          Seen: 1,234,567 bytes needed, 98,304 available
                          Do:   use fewer or narrower layers"""),
                Arguments.of(new PortUnavailableException("/dev/ttyACM0", PortFault.BUSY, "process 12: minicom"), """
                        The serial port /dev/ttyACM0 cannot be used: another program uses it
                          Seen: process 12: minicom
                          Do:   end the program that uses the port: a terminal, an IDE, ModemManager"""),
                Arguments.of(
                        new ProbeException("flash", "nucleo:a", ProbeFault.NO_PROBE, "Error: open failed", ""), """
                        OpenOCD could not flash board nucleo:a: no debug probe was found
                          Seen: Error: open failed
                          Do:   plug the board in, and look with: ./hil doctor"""),
                Arguments.of(new ProtocolViolationException("The reply is odd", "7 bytes"), """
                        The reply is odd
                          Seen: 7 bytes
                          Do:   compare the firmware with firmware/PROTOCOL.md"""),
                Arguments.of(new PseudoTerminalException("no /dev/ptmx", "make one"), """
                        A virtual board's serial port cannot be made
                          Seen: no /dev/ptmx
                          Do:   make one"""),
                Arguments.of(new RequestRefusedException("READ", 7, "NOT_CONFIGURED: no network is configured"), """
                        The board refused READ
                          Seen: NOT_CONFIGURED: no network is configured"""),
                Arguments.of(
                        new ToolFailedException(List.of("cmake", "--build"), "ended with exit code 2", "no rule\nstop"),
                        """
                        cmake --build ended with exit code 2
                          Seen: no rule
                                stop"""),
                Arguments.of(new ToolMissingException("qemu-system-arm", "by the board qemu", "install it"), """
                        qemu-system-arm was not found; it is needed by the board qemu
                          Seen: no such program on the PATH
                          Do:   install it"""),
                Arguments.of(new ToolTooOldException("openocd", "0.12", "0.11.0", "install it"), """
                        openocd is too old; 0.12 or later is needed
                          Seen: 0.11.0
                          Do:   install it"""),
                Arguments.of(new WrongBoardException("nucleo:a", "00ff", "11ee", "/dev/ttyACM1"), """
                        Another chip than that of board nucleo:a answers on /dev/ttyACM1
                          Seen: flashed  00ff
                                answers  11ee
                          Do:   correct "port" in the board's file in ci/boards, or leave it out"""),
                Arguments.of(new UnknownBoardException("qmeu", List.of("host  a process", "qemu  a simulator")), """
                        Unknown board "qmeu"
                          Do:   choose one of:
                                  host  a process
                                  qemu  a simulator"""));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_says_what_happened_what_was_seen_and_what_to_do(HilException exception, String text) {
        assertThat(exception).hasMessage(text);
    }

    @Test
    void every_subtype_has_a_message_test() {
        Class<?>[] tested = messages()
                .map(arguments -> arguments.get()[0].getClass())
                .distinct()
                .toArray(Class<?>[]::new);

        assertThat(HilException.class.getPermittedSubclasses()).containsExactlyInAnyOrder(tested);
    }

    @Test
    void message_does_not_depend_on_the_default_locale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);

            assertThat(new NetworkTooLargeException("4-1", 1234567, 98304))
                    .hasMessageContaining("1,234,567 bytes needed, 98,304 available");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void facts_stay_available_as_fields() {
        assertThat(new BoardAmbiguousException("nucleo", List.of("a")).candidates())
                .containsExactly("a");
        assertThat(new BoardBusyException("a", "ann", Duration.ofSeconds(5)).holder())
                .isEqualTo("ann");
        assertThat(new BoardBusyException("a", "ann", Duration.ofSeconds(5)).waited())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(new BoardConfigException(Path.of("a"), "", "").file()).isEqualTo(Path.of("a"));
        assertThat(new BoardNotFoundException("a", "", List.of("b")).wanted()).isEqualTo("a");
        assertThat(new BoardNotFoundException("a", "", List.of("b")).found()).containsExactly("b");
        assertThat(new BoardResetException("STEP", "brown-out", List.of(), "").resetCause())
                .isEqualTo("brown-out");
        assertThat(new FirmwareFaultException("BATCH", "software", CRASH, "").crash())
                .isEqualTo(CRASH);
        assertThat(new FirmwareImageException(Path.of("a.elf"), "", "").path()).isEqualTo(Path.of("a.elf"));
        assertThat(new FirmwareMismatchException(HOST, OTHER_BUILD).expected()).isEqualTo(HOST);
        assertThat(new FirmwareMismatchException(HOST, OTHER_BUILD).actual()).isEqualTo(OTHER_BUILD);
        assertThat(new LinkTimeoutException("ECHO", "qemu", Duration.ofSeconds(5), "", List.of()).request())
                .isEqualTo("ECHO");
        assertThat(new LinkTimeoutException("ECHO", "qemu", Duration.ofSeconds(5), "", List.of()).waited())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(new NetworkTooLargeException("4-1", 9, 8).neededBytes()).isEqualTo(9);
        assertThat(new NetworkTooLargeException("4-1", 9, 8).availableBytes()).isEqualTo(8);
        assertThat(new PortUnavailableException("COM3", PortFault.BUSY, "").port())
                .isEqualTo("COM3");
        assertThat(new PortUnavailableException("COM3", PortFault.BUSY, "").fault())
                .isEqualTo(PortFault.BUSY);
        assertThat(new ProbeException("", "", ProbeFault.ERASE, "", "all").fault())
                .isEqualTo(ProbeFault.ERASE);
        assertThat(new ProbeException("", "", ProbeFault.ERASE, "", "all").output())
                .isEqualTo("all");
        assertThat(new RequestRefusedException("READ", 7, "").code()).isEqualTo(7);
        assertThat(new ToolFailedException(List.of("cc", "-c"), "", "out").command())
                .isEqualTo(Arrays.asList("cc", "-c"));
        assertThat(new ToolFailedException(List.of("cc"), "", "out").output()).isEqualTo("out");
        assertThat(new ToolMissingException("cc", "", "").tool()).isEqualTo("cc");
        assertThat(new ToolTooOldException("cc", "2", "1", "").version()).isEqualTo("1");
        assertThat(new WrongBoardException("", "1", "2", "").expectedUid()).isEqualTo("1");
        assertThat(new WrongBoardException("", "1", "2", "").actualUid()).isEqualTo("2");
        assertThat(new UnknownBoardException("x", List.of()).name()).isEqualTo("x");
    }
}
