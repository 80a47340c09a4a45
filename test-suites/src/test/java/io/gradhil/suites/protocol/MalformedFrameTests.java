package io.gradhil.suites.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.Board;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.junit.HilTest;
import io.gradhil.protocol.ErrorCode;
import io.gradhil.protocol.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever arrives, the board answers with a typed error and stays up. */
@HilTest
class MalformedFrameTests {
    private static final int NONCE = 0x600DCAFE;

    static Stream<String> malformed() throws IOException {
        Path vectors = FirmwareSources.find().orElseThrow().folder().resolve("test/vectors/malformed.txt");
        return Files.readAllLines(vectors).stream().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void a_frame_that_cannot_be_read_is_answered_by_its_error(String vector, Board board) {
        String[] fields = vector.split(" ");
        RawLink link = new RawLink(board.link());
        link.hello(NONCE);

        link.send(HexFormat.of().parseHex(fields[2]));

        assertThat(RawLink.errorCode(link.reply()))
                .isEqualTo(ErrorCode.valueOf(fields[1]).code());
        assertAlive(link, 2);
    }

    @Test
    void an_unknown_type_is_refused(Board board) {
        RawLink link = new RawLink(board.link());
        link.hello(NONCE);

        link.send(0x55, 2, NONCE, new byte[3]);

        Frame reply = link.reply();
        assertThat(RawLink.errorCode(reply)).isEqualTo(ErrorCode.UNKNOWN_TYPE.code());
        assertThat(reply.sequence()).isEqualTo(2);
        assertAlive(link, 3);
    }

    @Test
    void a_frame_of_another_session_is_refused(Board board) {
        RawLink link = new RawLink(board.link());
        link.hello(NONCE);

        link.send(0x02, 7, NONCE + 1, new byte[3]);

        assertThat(RawLink.errorCode(link.reply())).isEqualTo(ErrorCode.NO_SESSION.code());
        assertAlive(link, 2);
    }

    @Test
    void a_frame_begun_after_half_a_frame_is_lost_with_it_and_the_next_is_read(Board board) {
        RawLink link = new RawLink(board.link());
        link.hello(NONCE);

        link.send(new byte[] {9, 1, 2, 3});
        link.send(0x02, 2, NONCE, new byte[5]);

        assertThat(RawLink.errorCode(link.reply())).isIn(ErrorCode.BAD_FRAME.code(), ErrorCode.BAD_CRC.code());
        assertAlive(link, 2);
    }

    @Test
    void a_repeated_request_is_answered_again_and_executed_once(Board board) {
        RawLink link = new RawLink(board.link());
        link.hello(NONCE);
        byte[] oneLayer = Arrays.copyOf(new byte[] {1, 0, 0, 0, 0, 0, 0, 63}, 38);
        oneLayer[32] = 1;
        oneLayer[34] = 1;
        link.send(0x03, 2, NONCE, oneLayer);
        link.reply();
        link.send(0x06, 3, NONCE, RawLink.ints(1, 0, Float.floatToIntBits(1), Float.floatToIntBits(2)));
        link.reply();

        link.send(0x07, 4, NONCE, new byte[0]);
        link.send(0x07, 4, NONCE, new byte[0]);

        Frame first = link.reply();
        assertThat(first.type()).isEqualTo(0x87);
        assertThat(link.reply().payload()).isEqualTo(first.payload());
    }

    private static void assertAlive(RawLink link, int sequence) {
        link.send(0x02, sequence, NONCE, new byte[] {42});
        assertThat(link.reply().payload()).containsExactly(42);
    }
}
