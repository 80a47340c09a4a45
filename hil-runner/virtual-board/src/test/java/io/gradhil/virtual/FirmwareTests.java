package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.virtual.peripheral.ClockSource;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The firmware that the boards run, byte for byte. Offsets are those of {@code firmware/PROTOCOL.md}. */
class FirmwareTests {
    private static final int UID = 20;
    private static final int CLOCK_HZ = 32;
    private static final int RESET_CAUSE = 46;
    private static final int RESET_COUNT = 48;
    private static final int CRASH_KIND = 52;

    private static final int POWER_ON = 1 | 1 << 1 | 1 << 6;
    private static final int SOFTWARE = 1 << 1 | 1 << 2;
    private static final int WATCHDOG = 1 << 1 | 1 << 3;
    private static final int PIN = 1 << 1;

    @Test
    void says_hello_at_100_MHz_after_power_on() {
        FirmwareHost host = FirmwareHost.start();

        ByteBuffer hello = host.hello();

        assertThat(hello.getInt(CLOCK_HZ)).isEqualTo(100_000_000);
        assertThat(hello.getShort(RESET_CAUSE)).isEqualTo((short) POWER_ON);
        assertThat(hello.getInt(RESET_COUNT)).isZero();
        assertThat(hello.get(UID)).isEqualTo((byte) 'V');
        assertThat(host.board().coreHz()).isEqualTo(100_000_000);
    }

    @Test
    void a_byte_takes_ten_bit_times_each_way() {
        FirmwareHost host = FirmwareHost.start();
        host.hello();
        long before = host.board().picoseconds();

        host.request(FirmwareHost.ECHO, new byte[1000]);

        double millis = (host.board().picoseconds() - before) / 1e9;
        assertThat(millis).isBetween(2 * 1000 * 10 / 115.2, 2 * 1040 * 10 / 115.2); // 20 characters less 40 of frame
    }

    /** Some of them go round the end of the firmware's transmit ring: 2,048 bytes. */
    @Test
    void no_byte_of_many_replies_is_lost_or_changed() {
        FirmwareHost host = FirmwareHost.start();
        host.hello();
        SplittableRandom random = new SplittableRandom(3);
        for (int k = 0; k < 60; k++) {
            byte[] sent = new byte[1 + random.nextInt(1000)];
            random.nextBytes(sent);

            ByteBuffer echo = host.request(FirmwareHost.ECHO, sent);

            assertThat(echo).as("echo %d, of %d bytes", k, sent.length).isEqualTo(ByteBuffer.wrap(sent));
        }
    }

    @Test
    void resets_itself_on_request() {
        FirmwareHost host = FirmwareHost.start();
        host.hello();

        host.request(FirmwareHost.RESET, new byte[0]);
        ByteBuffer hello = host.hello();

        assertThat(hello.getShort(RESET_CAUSE)).isEqualTo((short) SOFTWARE);
        assertThat(hello.getInt(RESET_COUNT)).isEqualTo(1);
    }

    @Test
    void knows_a_reset_by_the_pin() {
        FirmwareHost host = FirmwareHost.start();
        host.hello();

        host.board().reset();

        assertThat(host.hello().getShort(RESET_CAUSE)).isEqualTo((short) PIN);
    }

    @Test
    void power_on_forgets_the_RAM() {
        FirmwareHost host = FirmwareHost.start();
        host.hello();
        host.board().reset();
        host.hello();

        host.board().powerOn();
        ByteBuffer hello = host.hello();

        assertThat(hello.getShort(RESET_CAUSE)).isEqualTo((short) POWER_ON);
        assertThat(hello.getInt(RESET_COUNT)).isZero();
    }

    @Test
    void is_reset_by_the_watchdog_four_seconds_after_it_hangs() {
        FirmwareHost host = FirmwareHost.start();
        host.hello();
        long before = host.board().picoseconds();

        host.send(FirmwareHost.FAULT, new byte[] {3});
        host.afterReset();
        double seconds = (host.board().picoseconds() - before) / 1e12;

        assertThat(seconds).isBetween(3.9, 4.2);
        assertThat(host.hello().getShort(RESET_CAUSE)).isEqualTo((short) WATCHDOG);
    }

    @Test
    void runs_on_the_HSI_if_the_PLL_never_locks() {
        VirtualNucleo board = new VirtualNucleo();
        board.faults().breakClock(ClockSource.PLL);
        FirmwareHost host = FirmwareHost.start(board);

        assertThat(host.hello().getInt(CLOCK_HZ)).isEqualTo(16_000_000);
    }

    @ParameterizedTest
    @CsvSource({"0, 6", "1, 5", "2, 5"})
    void keeps_the_record_of_a_crash_over_the_reset(byte fault, int exception) {
        FirmwareHost host = FirmwareHost.start();
        host.hello();

        host.send(FirmwareHost.FAULT, new byte[] {fault});
        ByteBuffer hello = host.afterReset().hello();

        assertThat(hello.getShort(RESET_CAUSE)).isEqualTo((short) SOFTWARE);
        assertThat(hello.getInt(CRASH_KIND)).isEqualTo(exception);
    }

    @Test
    void the_same_input_takes_the_same_cycles() {
        assertThat(cyclesOfAnEcho()).isEqualTo(cyclesOfAnEcho());
    }

    private static long cyclesOfAnEcho() {
        FirmwareHost host = FirmwareHost.start();
        host.hello();
        host.request(FirmwareHost.ECHO, new byte[500]);
        return host.board().cycles();
    }
}
