package io.gradhil.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildIdTests {
    @Test
    void reads_sixteen_bytes_at_an_offset() {
        byte[] bytes = new byte[20];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (0xF0 + i);
        }

        assertThat(BuildId.of(bytes, 2)).hasToString("f2f3f4f5f6f7f8f9fafbfcfdfeff0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00112233445566778899aabbccddeef",
                "00112233445566778899aabbccddeeff0",
                "00112233445566778899AABBCCDDEEFF",
                "00112233445566778899aabbccddeefg"
            })
    void rejects_anything_but_32_lower_case_hex_digits(String hex) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BuildId(hex))
                .withMessage("Build id must have 32 hex digits: " + hex);
    }
}
