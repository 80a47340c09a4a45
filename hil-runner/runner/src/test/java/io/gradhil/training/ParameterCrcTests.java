package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ParameterCrcTests {
    @Test
    void is_the_crc_of_the_little_endian_bytes() {
        ByteBuffer digits =
                ByteBuffer.wrap("12345678".getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(ParameterCrc.of(new float[] {digits.getFloat(), digits.getFloat()}))
                .isEqualTo(0x9AE0DAAF);
    }

    @Test
    void tells_minus_zero_from_zero() {
        assertThat(ParameterCrc.of(new float[] {-0.0f})).isNotEqualTo(ParameterCrc.of(new float[] {0.0f}));
    }
}
