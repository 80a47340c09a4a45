package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodeTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BAD_FRAME | 5 | 0 | BAD_FRAME: the frame was not COBS or too short: 5 bytes arrived",
                "BAD_CRC | 305419896 | 4294967295 | BAD_CRC: the frame's CRC is 0x12345678, not 0xFFFFFFFF",
                "FRAME_TOO_LONG | 1042 | 1041 | FRAME_TOO_LONG: the frame had at least 1042 bytes, 1041 are allowed",
                "UNKNOWN_TYPE | 66 | 0 | UNKNOWN_TYPE: there is no message type 0x42",
                "BAD_LENGTH | 3 | 12 | BAD_LENGTH: the payload has 3 bytes, 12 are needed",
                "NO_SESSION | 2596069104 | 0 | NO_SESSION: the nonce 0x9ABCDEF0 is not that of a session",
                "NOT_CONFIGURED | 0 | 0 | NOT_CONFIGURED: no network is configured",
                "BAD_VALUE | 8 | 257 | BAD_VALUE: the field at payload offset 8 has the invalid value 257",
                "OUT_OF_MEMORY | 200000 | 98304 | OUT_OF_MEMORY: 200000 bytes needed, 98304 available",
                "OUT_OF_ORDER | 10 | 20 | OUT_OF_ORDER: the stream is at value 10, the frame begins at 20",
                "OUT_OF_RANGE | 300 | 256 | OUT_OF_RANGE: the request reaches up to element 300, there are 256",
                "NO_BATCH | 3 | 32 | NO_BATCH: 3 of the batch's 32 samples were computed",
            })
    void says_what_its_numbers_mean(ErrorCode code, long a, long b, String text) {
        assertThat(code.describe(a, b)).isEqualTo(text);
    }
}
