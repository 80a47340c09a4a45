package io.gradhil.suites.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.Board;
import io.gradhil.junit.HilTest;
import io.gradhil.protocol.ErrorCode;
import io.gradhil.protocol.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SCALE, BATCH16, EVALUATE16 and DIGEST: each field at its limit does its work, and one beyond is the error that the protocol names. */
@HilTest
class CodeLimitTests {
    private static final int CONFIGURE = 0x03;
    private static final int READ = 0x05;
    private static final int SCALE = 0x0E;
    private static final int BATCH16 = 0x0F;
    private static final int EVALUATE16 = 0x10;
    private static final int DIGEST = 0x11;

    /** Most columns, as HELLO says. */
    private static final int COLUMNS = 32;

    private static final int COLUMN_BYTES = 16;

    private RawLink link;

    /** Another one for each session. */
    private int nonce = 0x0C0DE16;

    private int sequence;

    private void hello(Board board) {
        link = new RawLink(board.link());
        link.hello(++nonce);
        sequence = 1;
    }

    private void begin(Board board, int inputs, int update) {
        hello(board);
        byte[] oneLayer = new byte[38];
        oneLayer[0] = 1;
        oneLayer[3] = (byte) update;
        oneLayer[7] = 63; // a learning rate of 0.5
        oneLayer[32] = (byte) inputs;
        oneLayer[34] = 1;
        assertDone(CONFIGURE, oneLayer);
    }

    private Frame ask(int type, byte[] payload) {
        link.send(type, ++sequence, nonce, payload);
        return link.reply();
    }

    private byte[] assertDone(int type, byte[] payload) {
        Frame reply = ask(type, payload);
        assertThat(reply.type()).isEqualTo(type | 0x80);
        return reply.payload();
    }

    private void assertRefused(int type, byte[] payload, ErrorCode code, int a, int b) {
        Frame reply = ask(type, payload);
        int seen = RawLink.errorCode(reply);
        ByteBuffer error = reply.reader();
        assertThat(Stream.of(seen, (int) error.get(2), error.getInt(4), error.getInt(8)))
                .as("code, type, a, b")
                .containsExactly(code.code(), type, a, b);
        assertThat(assertDone(0x02, new byte[] {42})).containsExactly(42);
    }

    /** Every number of every column has these bits. */
    private static byte[] scales(int first, int zero, int columns, int bits) {
        ByteBuffer payload = ByteBuffer.allocate(4 + COLUMN_BYTES * columns).order(ByteOrder.LITTLE_ENDIAN);
        payload.putShort((short) first).putShort((short) zero);
        while (payload.hasRemaining()) {
            payload.putInt(bits);
        }
        return payload.array();
    }

    private static byte[] codes(int batchSize, int offset, int... codes) {
        ByteBuffer payload = ByteBuffer.allocate(8 + 2 * codes.length).order(ByteOrder.LITTLE_ENDIAN);
        payload.putInt(batchSize).putInt(offset);
        for (int code : codes) {
            payload.putShort((short) code);
        }
        return payload.array();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 32", "31, 1", "16, 16"})
    void scale_takes_columns_up_to_the_last(int first, int columns, Board board) {
        begin(board, 1, 0);

        assertThat(assertDone(SCALE, scales(first, 0, columns, 0))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 33", "32, 1", "31, 2", "1, 32", "65535, 1", "0, 63"})
    void scale_takes_no_column_beyond(int first, int columns, Board board) {
        begin(board, 1, 0);

        assertRefused(SCALE, scales(first, 0, columns, 0), ErrorCode.OUT_OF_RANGE, first + columns, COLUMNS);
    }

    @ParameterizedTest
    @CsvSource({"0x7F800000", "0xFF800000", "0x7FC00000", "0xFFFFFFFF", "0x00000001", "0x7F7FFFFF"})
    void scale_takes_any_number(String bits, Board board) {
        begin(board, 1, 0);
        int value = Long.decode(bits).intValue();

        assertDone(SCALE, scales(0, 0, 2, value));

        assertDone(BATCH16, codes(1, 0, 0xFFFF, 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1", "0x100, 3, 1", "0xFFFF, 2, 255"})
    void scale_wants_zeros_where_there_is_nothing(String field, int at, int value, Board board) {
        begin(board, 1, 0);

        assertRefused(SCALE, scales(0, Integer.decode(field), 1, 0), ErrorCode.BAD_VALUE, at, value);
    }

    @ParameterizedTest
    @CsvSource({"4", "19", "21", "35", "1024"})
    void scale_takes_whole_columns_only(int length, Board board) {
        begin(board, 1, 0);

        assertRefused(SCALE, new byte[length], ErrorCode.BAD_LENGTH, length, 4 + COLUMN_BYTES);
    }

    /** Scale 1, offset 0: the output of a network whose parameters are 0 is 0, the loss the square of the target. */
    @ParameterizedTest
    @CsvSource({"0", "1", "32767", "32768", "65535"})
    void a_code_is_unsigned(int code, Board board) {
        begin(board, 1, 0);
        byte[] one = scales(0, 0, 2, 0);
        ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN).putFloat(4, 1).putFloat(4 + COLUMN_BYTES, 1);
        assertDone(SCALE, one);

        for (int type : new int[] {BATCH16, EVALUATE16}) {
            ByteBuffer reply =
                    ByteBuffer.wrap(assertDone(type, codes(1, 0, 7, code))).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(reply.getInt()).isEqualTo(1);
            assertThat(reply.getFloat()).isEqualTo((float) code * code);
        }
    }

    @ParameterizedTest
    @CsvSource({"15", "16"})
    void codes_end_where_the_batch_ends(int type, Board board) {
        begin(board, 1, 0);

        assertRefused(type, codes(0, 0, 1, 1), ErrorCode.BAD_VALUE, 0, 0);
        assertRefused(type, codes(-1, 0, 1, 1), ErrorCode.BAD_VALUE, 0, -1);
        assertRefused(type, codes(1, 0, 1, 1, 1), ErrorCode.OUT_OF_RANGE, 3, 2);
        assertRefused(type, codes(1, 1, 1), ErrorCode.OUT_OF_ORDER, 0, 1);
        assertRefused(type, new byte[8], ErrorCode.BAD_LENGTH, 8, 10);
        assertRefused(type, new byte[11], ErrorCode.BAD_LENGTH, 11, 10);
        assertDone(type, codes(254, 0, new int[508]));
    }

    @Test
    void codes_are_for_as_many_columns_as_there_are_scales(Board board) {
        begin(board, COLUMNS - 1, 0);
        assertDone(BATCH16, codes(1, 0, new int[COLUMNS]));

        begin(board, COLUMNS, 0);
        assertRefused(BATCH16, codes(1, 0, new int[COLUMNS + 1]), ErrorCode.OUT_OF_RANGE, COLUMNS + 1, COLUMNS);
        assertRefused(EVALUATE16, codes(1, 0, new int[COLUMNS + 1]), ErrorCode.OUT_OF_RANGE, COLUMNS + 1, COLUMNS);
    }

    @Test
    void digest_has_two_crcs_for_each_layer(Board board) {
        begin(board, 1, 0);

        for (int what : new int[] {0, 1}) {
            assertThat(assertDone(DIGEST, RawLink.ints(what))).hasSize(8);
        }
        assertRefused(DIGEST, RawLink.ints(2), ErrorCode.BAD_VALUE, 0, 2);
        assertRefused(DIGEST, RawLink.ints(0xFF), ErrorCode.BAD_VALUE, 0, 0xFF);
        assertRefused(DIGEST, RawLink.ints(0x100), ErrorCode.BAD_VALUE, 1, 1);
        assertRefused(DIGEST, RawLink.ints(0xFF000000), ErrorCode.BAD_VALUE, 3, 0xFF);
        for (int length : new int[] {0, 3, 5, 1024}) {
            assertRefused(DIGEST, new byte[length], ErrorCode.BAD_LENGTH, length, 4);
        }
    }

    @Test
    void online_there_are_no_gradients_to_digest(Board board) {
        begin(board, 1, 1);

        assertThat(assertDone(DIGEST, RawLink.ints(0))).hasSize(8);
        assertRefused(DIGEST, RawLink.ints(1), ErrorCode.OUT_OF_RANGE, 2, 0);
        assertRefused(READ, RawLink.ints(1, 0, 1), ErrorCode.OUT_OF_RANGE, 1, 0);
    }

    @Test
    void without_a_network_there_is_nothing_to_scale_or_digest(Board board) {
        hello(board);

        assertThat(RawLink.errorCode(ask(SCALE, scales(0, 0, 1, 0)))).isEqualTo(ErrorCode.NOT_CONFIGURED.code());
        assertThat(RawLink.errorCode(ask(BATCH16, codes(1, 0, 1)))).isEqualTo(ErrorCode.NOT_CONFIGURED.code());
        assertThat(RawLink.errorCode(ask(EVALUATE16, codes(1, 0, 1)))).isEqualTo(ErrorCode.NOT_CONFIGURED.code());
        assertThat(RawLink.errorCode(ask(DIGEST, new byte[4]))).isEqualTo(ErrorCode.NOT_CONFIGURED.code());
    }
}
