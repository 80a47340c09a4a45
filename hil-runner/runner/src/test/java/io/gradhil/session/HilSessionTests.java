package io.gradhil.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.gradhil.core.BoardResetException;
import io.gradhil.core.FirmwareFaultException;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.core.RequestRefusedException;
import io.gradhil.core.UnknownBoardException;
import io.gradhil.firmware.Firmware;
import io.gradhil.protocol.Fault;
import io.gradhil.protocol.McuClient;
import io.gradhil.protocol.Readable;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.gradhil.testing.Processes;
import io.gradhil.testing.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HilSessionTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.5f));

    private final List<Step> steps = new ArrayList<>();

    private HilSession open(String board) {
        return open(board, Duration.ofSeconds(10));
    }

    private HilSession open(String board, Duration timeout) {
        Tools.need("cc", "cmake");
        if (board.equals("qemu")) {
            Tools.need("qemu-system-arm");
        }
        return HilSession.open(new HilSettings(board, timeout), steps::add);
    }

    private static String program(String board) {
        return board.equals("qemu") ? "netduinoplus2" : "gradhil-host";
    }

    private static void kill(String board) {
        Processes.descendants(program(board)).forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().until(() -> Processes.descendants(program(board)).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "qemu"})
    void opening_flashes_and_greets_and_reports_both(String board) {
        try (HilSession session = open(board)) {
            assertThat(session.client().hello().firmware())
                    .isEqualTo(session.image().id());
            assertThat(session.board().name()).isEqualTo(board);
        }

        assertThat(steps).extracting(Step::name).containsExactly("flash", "hello");
        assertThat(steps.get(0).detail()).startsWith(board + ", ").contains("gradhil-");
    }

    @Test
    void another_image_is_replaced_again_even_if_its_use_fails() {
        FirmwareImage image = Firmware.image(FirmwareTarget.F411RE);
        try (HilSession session = HilSession.open(new HilSettings("virtual", Duration.ofSeconds(10)), steps::add)) {
            session.client().configure(SPEC);

            assertThatIllegalStateException()
                    .isThrownBy(() -> session.with(image, client -> {
                        assertThat(client).isSameAs(session.client());
                        client.configure(SPEC);
                        throw new IllegalStateException("of the test");
                    }));

            assertThatExceptionOfType(RequestRefusedException.class)
                    .isThrownBy(() -> session.client().read(Readable.PARAMETERS, 0, new float[1]));
        }
        assertThat(steps)
                .extracting(Step::name)
                .containsExactly("flash", "hello", "rate", "flash", "hello", "rate", "flash", "hello", "rate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "qemu"})
    void closing_leaves_no_process(String board) {
        open(board).close();

        assertThat(Processes.descendants(program(board))).isEmpty();
    }

    @Test
    void nothing_stays_open_if_a_listener_throws() {
        Tools.need("cc", "cmake");
        StepListener broken = step -> {
            throw new IllegalStateException("broken listener");
        };

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> HilSession.open(new HilSettings("host", Duration.ofSeconds(10)), broken));
        assertThat(Processes.descendants(program("host"))).isEmpty();
    }

    @Test
    void unknown_board_opens_nothing() {
        HilSettings nobody = new HilSettings("nucelo", Duration.ofSeconds(10));

        assertThatExceptionOfType(UnknownBoardException.class).isThrownBy(() -> HilSession.open(nobody, steps::add));
        assertThat(steps).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "qemu"})
    void restore_forgets_the_network_and_the_counters(String board) {
        try (HilSession session = open(board)) {
            session.client().configure(SPEC);
            session.client().echo(new byte[10]);

            McuClient restored = session.restore();

            assertThat(restored.stats().frames()).isLessThanOrEqualTo(2);
            assertThatExceptionOfType(RequestRefusedException.class)
                    .isThrownBy(restored::step)
                    .withMessageContaining("NOT_CONFIGURED");
        }
    }

    @Test
    void restore_of_a_healthy_board_does_not_reset_it() {
        try (HilSession session = open("host")) {
            steps.clear();

            session.restore();

            assertThat(steps).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "qemu"})
    void restore_starts_a_board_again_that_was_killed_and_reports_why(String board) {
        try (HilSession session = open(board)) {
            kill(board);
            steps.clear();

            assertThat(session.restore().echo(new byte[] {4})).containsExactly(4);

            assertThat(steps).extracting(Step::name).containsExactly("reset", "hello");
            assertThat(steps.get(0).detail()).isEqualTo(board + " did not answer: The link to " + board + " has ended");
            assertThat(session.client()).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "HANG", mode = EnumSource.Mode.EXCLUDE)
    void crash_on_qemu_is_named_and_the_board_can_be_restored(Fault fault) {
        try (HilSession session = open("qemu", Duration.ofSeconds(5))) {
            assertThatExceptionOfType(FirmwareFaultException.class)
                    .isThrownBy(() -> session.client().fault(fault))
                    .withMessageStartingWith("The firmware crashed during FAULT: ");

            assertThat(session.restore().echo(new byte[] {4})).containsExactly(4);
        }
    }

    @Test
    void undefined_instruction_on_qemu_is_a_usage_fault_each_time() {
        try (HilSession session = open("qemu", Duration.ofSeconds(5))) {
            for (int i = 0; i < 2; i++) {
                assertThatExceptionOfType(FirmwareFaultException.class)
                        .isThrownBy(() -> session.client().fault(Fault.UNDEFINED_INSTRUCTION))
                        .satisfies(e -> assertThat(e.crash().causes()).containsExactly("UNDEFINSTR"))
                        .satisfies(e -> assertThat(e.crash().pc()).isBetween(0x08000000, 0x08080000));
                session.restore();
            }
        }
    }

    @Test
    void hang_on_the_host_board_is_ended_by_its_watchdog_and_named() {
        try (HilSession session = open("host", Duration.ofSeconds(6))) {
            assertThatExceptionOfType(BoardResetException.class)
                    .isThrownBy(() -> session.client().fault(Fault.HANG))
                    .withMessage("""
                            The board was reset during FAULT
                              Seen: reset cause: independent watchdog; no new crash record
                              Do:   the firmware hung""");

            assertThat(session.restore().echo(new byte[] {4})).containsExactly(4);
        }
    }

    @Test
    void hang_is_refused_where_no_watchdog_would_end_it() {
        try (HilSession session = open("qemu")) {
            assertThatExceptionOfType(RequestRefusedException.class)
                    .isThrownBy(() -> session.client().fault(Fault.HANG))
                    .withMessage("The board refused FAULT\n"
                            + "  Seen: BAD_VALUE: the field at payload offset 0 has the invalid value 3");
        }
    }

    /** A stopped process is alive and silent, as a board is whose firmware hangs for good. */
    @ParameterizedTest
    @ValueSource(strings = {"host", "qemu"})
    void silent_board_is_called_silent_and_can_be_restored(String board) {
        try (HilSession session = open(board, Duration.ofSeconds(1))) {
            String name = board.equals("qemu") ? "qemu-system-arm" : "gradhil-host";
            signal("STOP", board);

            assertThatExceptionOfType(LinkTimeoutException.class)
                    .isThrownBy(() -> session.client().echo(new byte[] {1}))
                    .withMessageStartingWith("No reply to ECHO within 1 s on board " + board + "\n"
                            + "  Seen: the board is silent, to HELLO as well\n        last bytes sent: ")
                    .withMessageContaining("\n        " + name + " is running\n");

            assertThat(session.restore().echo(new byte[] {4})).containsExactly(4);
            assertThat(steps).extracting(Step::name).contains("reset");
        }

        assertThat(Processes.descendants(program(board))).isEmpty();
    }

    private static void signal(String signal, String board) {
        for (ProcessHandle process : Processes.descendants(program(board))) {
            Processes.run("kill", "-" + signal, String.valueOf(process.pid()));
        }
    }
}
