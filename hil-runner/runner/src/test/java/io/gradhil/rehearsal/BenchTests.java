package io.gradhil.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fazecast.jSerialComm.SerialPort;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.core.LinkTimeoutException;
import io.gradhil.core.ProtocolViolationException;
import io.gradhil.core.PseudoTerminalException;
import io.gradhil.firmware.Firmware;
import io.gradhil.link.StreamLink;
import io.gradhil.protocol.McuClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The serial ports of a bench, opened by jSerialComm as those of hardware, with the firmware behind them. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "pseudo-terminals are made on Linux only")
@Timeout(60)
class BenchTests {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final FirmwareImage IMAGE = Firmware.image(FirmwareTarget.F411RE);

    private Bench bench;
    private BenchBoard board;

    @BeforeEach
    void open() {
        bench = Bench.open(1);
        board = bench.boards().get(0);
        board.thread().call(nucleo -> {
            try {
                nucleo.load(IMAGE.path());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            nucleo.powerOn();
            return null;
        });
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private SerialPort openPort(int baud) {
        SerialPort port = SerialPort.getCommPort(board.byId().toString());
        port.setBaudRate(baud);
        port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 0, 0);
        assertThat(port.openPort())
                .as("openPort of %s", port.getSystemPortPath())
                .isTrue();
        return port;
    }

    private static StreamLink link(SerialPort port) {
        return new StreamLink("bench", port.getInputStream(), port.getOutputStream(), port::closePort, () -> "");
    }

    private static McuClient connect(StreamLink link, Duration timeout) {
        return McuClient.connect(link, "bench", () -> "", IMAGE.id(), timeout, step -> {});
    }

    @Test
    void the_firmware_answers_through_a_port_that_jserialcomm_has_opened() {
        try (StreamLink link = link(openPort(115_200))) {
            McuClient client = connect(link, LONG);

            assertThat(client.hello().uid()).isEqualTo(board.uid());
            assertThat(client.echo(new byte[] {0, 1, 3, 10, 13, 17, 19, 26, 127, -1}))
                    .containsExactly(0, 1, 3, 10, 13, 17, 19, 26, 127, -1);
        }
    }

    @Test
    void a_port_at_another_rate_than_the_firmware_gets_nothing_that_can_be_read() {
        SerialPort port = openPort(57_600);
        try (StreamLink link = link(port)) {
            assertThatThrownBy(() -> connect(link, Duration.ofSeconds(1)))
                    .isInstanceOfAny(LinkTimeoutException.class, ProtocolViolationException.class);

            port.setBaudRate(115_200);

            assertThat(connect(link, LONG).hello().uid()).isEqualTo(board.uid());
        }
    }

    @Test
    void a_rate_that_is_no_standard_one_is_seen() {
        try (PseudoTerminal terminal = PseudoTerminal.open()) {
            SerialPort port = SerialPort.getCommPort(terminal.path().toString());
            port.setBaudRate(123_456);
            assertThat(terminal.baud()).isEqualTo(115_200);

            port.openPort();

            assertThat(terminal.baud()).isEqualTo(123_456);
            port.closePort();
        }
    }

    @Test
    void what_a_program_did_not_read_is_not_for_the_next_one() throws IOException {
        try (PseudoTerminal terminal = PseudoTerminal.open()) {
            SerialPort port = SerialPort.getCommPort(terminal.path().toString());
            terminal.write(new byte[] {1}, 0); // nobody has it open
            port.openPort();
            assertThat(terminal.awaitInput(0)).isTrue();
            terminal.write(new byte[] {2, 3}, 0);
            assertThat(port.getInputStream().read()).isEqualTo(2);
            port.closePort();
            assertThat(terminal.awaitInput(0)).isFalse();
            terminal.hungUp();

            port.openPort();

            terminal.write(new byte[] {4}, 0);
            assertThat(port.getInputStream().read()).isEqualTo(4);
            port.closePort();
        }
    }

    @Test
    void a_board_that_is_unplugged_vanishes_and_comes_back_under_another_name() throws IOException {
        Path before = board.port();
        assertThat(board.byId().toRealPath()).isEqualTo(before);
        SerialPort first = openPort(115_200);
        assertThat(first.bytesAvailable()).isZero();

        board.unplug();

        assertThat(before).doesNotExist();
        assertThat(Files.exists(board.byId(), LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(first.bytesAvailable()).as("of a port that is gone").isEqualTo(-1);
        first.closePort();

        board.plug();

        assertThat(board.port()).exists().isNotEqualTo(before);
        assertThat(board.byId().toRealPath()).isEqualTo(board.port());
        try (StreamLink link = link(openPort(115_200))) {
            assertThat(connect(link, LONG).hello().uid()).isEqualTo(board.uid());
        }
    }

    @Test
    void boards_differ_and_their_files_say_how() throws IOException {
        try (Bench two = Bench.open(2)) {
            BenchBoard first = two.boards().get(0);
            BenchBoard second = two.boards().get(1);
            Properties file = new Properties();
            Path folder = Path.of(two.properties().get("hil.boards.dir"));
            file.load(Files.newBufferedReader(folder.resolve("bench2.properties")));

            assertThat(first.serial()).isEqualTo("0670FF564952540000000001").isNotEqualTo(second.serial());
            assertThat(first.uid()).isEqualTo("564952540000000000000001").isNotEqualTo(second.uid());
            assertThat(file.getProperty("probe")).isEqualTo(second.serial());
            assertThat(file.getProperty("uid")).isEqualTo(second.uid());
            assertThat(file.getProperty("openocd.config"))
                    .isEqualTo(two.openOcdConfig().toString());
            assertThat(first.byId().getFileName())
                    .hasToString("usb-STMicroelectronics_STM32_STLink_0670FF564952540000000001-if02");
        }
    }

    @Test
    void closing_leaves_no_file_and_no_thread_behind() {
        Path folder = bench.openOcdConfig().getParent();
        Path port = board.port();

        bench.close();
        bench.close();

        assertThat(folder).doesNotExist();
        assertThat(port).doesNotExist();
        Awaitility.await().until(() -> threadsOf(board).findAny().isEmpty());
    }

    private static Stream<String> threadsOf(BenchBoard board) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains(board.serial()) || name.contains("ST-LINK") || name.contains("NUCLEO"));
    }

    @Test
    void other_systems_are_refused_with_a_way_out() {
        assertThatExceptionOfType(PseudoTerminalException.class)
                .isThrownBy(() -> PseudoTerminal.requireLinux("Mac OS X", "aarch64"))
                .withMessage("""
                        A virtual board's serial port cannot be made
                          Seen: this is Mac OS X on aarch64; pseudo-terminals are made on Linux, amd64 or aarch64
                          Do:   rehearse on such a machine, or test with -Dhil.board=virtual, which needs no serial port""");
    }
}
