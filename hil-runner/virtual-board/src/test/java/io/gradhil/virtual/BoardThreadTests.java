package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoardThreadTests {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final byte[] HELLO = FirmwareHost.frame(FirmwareHost.HELLO, new byte[4], 1);

    private static VirtualNucleo firmware() {
        VirtualNucleo board = new VirtualNucleo();
        board.load(FirmwareHost.image());
        board.powerOn();
        board.runUntil(board::isIdle, SECOND);
        return board;
    }

    @Test
    void bytes_go_in_and_come_out() throws InterruptedException {
        try (BoardThread thread = new BoardThread(firmware(), Pace.VIRTUAL)) {
            thread.send(HELLO);

            assertThat(thread.receive(new byte[100], Duration.ofSeconds(20))).isPositive();
        }
    }

    @Test
    void time_stands_while_the_board_is_idle() throws InterruptedException {
        try (BoardThread thread = new BoardThread(firmware(), Pace.VIRTUAL)) {
            long before = thread.call(VirtualNucleo::picoseconds);

            assertThat(thread.receive(new byte[1], Duration.ofMillis(100))).isZero();

            assertThat(thread.call(VirtualNucleo::picoseconds)).isEqualTo(before);
        }
    }

    @Test
    void in_real_time_it_passes_with_the_wall_clock() throws InterruptedException {
        try (BoardThread thread = new BoardThread(firmware(), Pace.REAL)) {
            long before = thread.call(VirtualNucleo::picoseconds);

            thread.receive(new byte[1], Duration.ofMillis(200));

            double seconds = (thread.call(VirtualNucleo::picoseconds) - before) / 1e12;
            assertThat(seconds).isBetween(0.1, 5.0);
        }
    }

    @Test
    void a_board_that_fails_says_why() throws InterruptedException {
        VirtualNucleo board = new VirtualNucleo();
        board.load(Programs.elf("F245", "4000", "F2C4", "0000", "6800", "E7FE"));
        board.powerOn();
        try (BoardThread thread = new BoardThread(board, Pace.VIRTUAL)) {
            assertThat(thread.receive(new byte[1], Duration.ofSeconds(20))).isEqualTo(-1);

            assertThat(thread.failure()).containsInstanceOf(UnmodelledAccessException.class);
        }
    }

    @Test
    void what_a_call_throws_is_thrown_to_the_caller() {
        try (BoardThread thread = new BoardThread(new VirtualNucleo(), Pace.VIRTUAL)) {
            assertThatThrownBy(() -> thread.call(board -> board.port('Z')))
                    .hasMessage("No port Z; there are [A, B, C, D, E, H]");
            assertThat(thread.call(VirtualNucleo::isPowered)).isFalse();
        }
    }

    @Test
    void closing_ends_the_thread_even_in_an_endless_loop() throws InterruptedException {
        VirtualNucleo board = new VirtualNucleo();
        board.load(Programs.elf("E7FE"));
        board.powerOn();
        BoardThread thread = new BoardThread(board, Pace.VIRTUAL);

        thread.close();
        thread.close();

        assertThat(thread.receive(new byte[1], SECOND)).isEqualTo(-1);
        assertThatThrownBy(() -> thread.send("x".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(running -> running.getName().equals("virtual NUCLEO-F411RE"));
    }
}
