package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.CrashRecord;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HelloTests {
    private final FakeBoard board = new FakeBoard();

    private Hello hello() {
        return Hello.of(ByteBuffer.wrap(board.helloPayload()).order(java.nio.ByteOrder.LITTLE_ENDIAN));
    }

    @Test
    void reads_every_field_at_its_offset() {
        board.resetCount = -1;
        board.baud = 115_200;
        board.crash = IntStream.rangeClosed(3, 12).toArray();
        board.crashCount = 13;

        Hello hello = hello();

        assertThat(hello.firmware()).isEqualTo(FakeBoard.ID);
        assertThat(hello.uid()).isEqualTo("a0a1a2a3a4a5a6a7a8a9aaab");
        assertThat(hello.clockHz()).isEqualTo(100_000_000);
        assertThat(hello.arenaBytes()).isEqualTo(98304);
        assertThat(hello.rxBytes()).isEqualTo(2048);
        assertThat(hello.maxLayers()).isEqualTo(16);
        assertThat(hello.resetCount()).isEqualTo(0xFFFFFFFFL);
        assertThat(hello.crashCount()).isEqualTo(13);
        assertThat(hello.window()).isEqualTo(8);
        assertThat(hello.maxColumns()).isEqualTo(32);
        assertThat(hello.credit()).isEqualTo(3840);
        assertThat(hello.baud()).isEqualTo(115_200);
        assertThat(hello.crash()).contains(new CrashRecord(3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    }

    @Test
    void no_crash_is_no_record() {
        assertThat(hello().crash()).isEmpty();
    }

    @Test
    void reset_causes_are_named_in_the_order_of_their_bits() {
        board.resetCauses = 0x7F;

        assertThat(hello().resetCause())
                .isEqualTo("power-on, reset pin, software, independent watchdog, window watchdog, low-power,"
                        + " brown-out");
    }

    @Test
    void no_reset_cause_is_unknown() {
        board.resetCauses = 0;

        assertThat(hello().resetCause()).isEqualTo("unknown");
    }
}
