package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialFrameTests {
    private static final long BIT = 1000;

    /** Returns what is on the line at a time after the start bit began. */
    private static int level(SerialFrame frame, long time) {
        long bit = time / frame.bitPicoseconds() - 1;
        boolean low = bit < 0
                || (bit < frame.count() ? (frame.bits() >>> bit & 1) == 0 : frame.broken() && bit == frame.count());
        return low ? 0 : 1;
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 800, 940, 950, 955, 990, 999, 1000, 1001, 1010, 1045, 1050, 1060, 1300, 2000})
    void a_receiver_looks_at_the_middle_of_each_bit_in_its_own_time(long receiverBit) {
        for (int bits = 0; bits < 256; bits++) {
            for (boolean broken : new boolean[] {false, true}) {
                SerialFrame frame = new SerialFrame(bits, 8, BIT, false, broken);
                int expected = 0;
                for (int k = 0; k <= 8; k++) {
                    expected |= level(frame, (k + 1) * receiverBit + receiverBit / 2) << k;
                }
                assertThat(frame.sample(8, receiverBit)).as("%02x", bits).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_receiver_that_expects_fewer_bits_takes_the_next_for_the_stop_bit() {
        assertThat(SerialFrame.of(0x7F, BIT).sample(7, BIT)).isEqualTo(0x7F);
        assertThat(SerialFrame.of(0x80, BIT).sample(7, BIT)).isEqualTo(0x80);
    }
}
