package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The virtual COM port with the real firmware, which counts what is wrong with a line and answers what is right. */
class SerialPortTests {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FirmwareHost host = FirmwareHost.start();
    private final VirtualNucleo board = host.board();

    private byte[] answerTo(WireFaults toBoard, WireFaults fromBoard) {
        board.faults().wire(WireFaults.NONE, WireFaults.NONE);
        host.hello();
        board.faults().wire(toBoard, fromBoard);
        host.send(FirmwareHost.ECHO, new byte[200]);
        board.runFor(SECOND);
        return board.serial().receive();
    }

    @Test
    void a_sound_line_brings_the_whole_answer() {
        assertThat(answerTo(WireFaults.NONE, WireFaults.NONE)).hasSize(214);
    }

    @Test
    void a_line_that_drops_everything_is_silent() {
        assertThat(answerTo(WireFaults.dropping(1, 1), WireFaults.NONE)).isEmpty();
        assertThat(answerTo(WireFaults.NONE, WireFaults.dropping(1, 1))).isEmpty();
    }

    @Test
    void a_line_that_drops_some_bytes_drops_the_same_ones_for_the_same_seed() {
        byte[] once = answerTo(WireFaults.NONE, WireFaults.dropping(7, 0.1));
        byte[] again = answerTo(WireFaults.NONE, WireFaults.dropping(7, 0.1));
        byte[] otherwise = answerTo(WireFaults.NONE, WireFaults.dropping(8, 0.1));

        assertThat(once).hasSizeBetween(180, 205);
        assertThat(again).hasSameSizeAs(once);
        assertThat(HexFormat.of().formatHex(otherwise))
                .isNotEqualTo(HexFormat.of().formatHex(once));
    }

    @Test
    void a_line_that_corrupts_is_noticed_by_the_firmware() {
        byte[] answer = answerTo(WireFaults.corrupting(1, 0.05), WireFaults.NONE);

        assertThat(answer).isNotEmpty().hasSizeLessThan(60); // an error instead of the echo
    }

    @Test
    void a_line_that_duplicates_sends_more() {
        assertThat(answerTo(WireFaults.NONE, WireFaults.duplicating(1, 0.5))).hasSizeBetween(280, 360);
    }

    @Test
    void a_line_that_delays_loses_nothing() {
        WireFaults late = WireFaults.delaying(1, 0.1, Duration.ofMillis(2));

        assertThat(answerTo(late, late)).hasSize(214);
    }

    @Test
    void a_stalled_port_holds_the_answer_back() {
        host.hello();
        board.faults().stallPort(Duration.ofMillis(500));
        host.send(FirmwareHost.ECHO, new byte[10]);

        board.runFor(Duration.ofMillis(499));
        assertThat(board.serial().received()).isZero();
        board.runFor(Duration.ofMillis(20));

        assertThat(board.serial().received()).isPositive();
    }

    @Test
    void at_the_wrong_rate_the_host_reads_garbage_and_the_board_too() {
        host.hello();
        board.serial().baud(57_600);

        host.send(FirmwareHost.ECHO, new byte[50]);
        board.runFor(SECOND);
        byte[] garbage = board.serial().receive();

        board.serial().baud(SerialPort.DEFAULT_BAUD);
        ByteBuffer hello = host.hello();
        assertThat(garbage).isNotEqualTo(FirmwareHost.frame(FirmwareHost.ECHO | 0x80, new byte[50], 2));
        assertThat(hello.getInt(32)).isEqualTo(100_000_000);
    }

    @Test
    void a_probability_beyond_1_is_refused() {
        assertThatThrownBy(() -> WireFaults.dropping(1, 1.5)).hasMessage("Not a probability: 1.5");
    }
}
