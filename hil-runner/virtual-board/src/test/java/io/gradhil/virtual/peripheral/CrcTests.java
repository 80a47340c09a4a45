package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrcTests {
    private static final int DR = 0x00;
    private static final int IDR = 0x04;
    private static final int CR = 0x08;

    private final Crc crc = new Crc();

    @Test
    void computes_the_Ethernet_polynomial_over_words_most_significant_bit_first() {
        // CRC-32/MPEG-2 of 12 34 56 78, by long division.
        Bench.write(crc, DR, 0x12345678);

        assertThat(Bench.read(crc, DR)).isEqualTo(0xDF8A8A2B);
    }

    @Test
    void CR_RESET_sets_DR_to_ones_and_leaves_IDR_alone() {
        Bench.write(crc, IDR, 0x1A5);
        Bench.write(crc, DR, 42);

        Bench.write(crc, CR, 1);

        assertThat(Bench.read(crc, DR)).isEqualTo(0xFFFFFFFF);
        assertThat(Bench.read(crc, IDR)).isEqualTo(0xA5);
    }
}
