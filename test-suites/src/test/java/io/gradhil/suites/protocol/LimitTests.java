package io.gradhil.suites.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.Board;
import io.gradhil.junit.HilTest;
import io.gradhil.protocol.ErrorCode;
import io.gradhil.protocol.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every message with every length around its limits and every field at 0, at its largest and in between: each frame gets one reply, its
 * own or a typed error, and the board stays up.
 */
@HilTest
class LimitTests {
    private static final int HELLO = 0x01;
    private static final int RESET = 0x0A;
    private static final int FAULT = 0x0B;
    private static final int SYNC = 0x0C;
    private static final int RATE = 0x0D;
    private static final int HIGHEST = 0x12;
    private static final int[] LENGTHS = {0, 1, 3, 4, 5, 8, 9, 10, 11, 12, 13, 16, 20, 38, 42, 1020, 1023, 1024};

    /** Values of a field of four bytes, and so of those of one and two in it. */
    private static final int[] VALUES = {0, 1, 5, 0xFF, 0x100, 0xFFFF, 0x1000000, 0x7FFFFFFF, 0x7F800000, -1};

    /** Another one for each session: HELLO with the same nonce and sequence would be a repetition. */
    private int nonce = 0x11417EAD;

    private int sequence;

    static Stream<Integer> types() {
        return IntStream.rangeClosed(0, HIGHEST).boxed();
    }

    /** Payloads of all lengths of one value, and of a few lengths with one field that differs. */
    private static List<byte[]> payloads() {
        List<byte[]> payloads = new ArrayList<>();
        for (int length : LENGTHS) {
            for (int fill : new int[] {0, 1, 0xFF}) {
                byte[] payload = new byte[length];
                Arrays.fill(payload, (byte) fill);
                payloads.add(payload);
            }
        }
        for (int length : new int[] {12, 20, 42}) {
            for (int at = 0; at + 4 <= length; at += 4) {
                for (int value : VALUES) {
                    byte[] payload = new byte[length];
                    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
                    payloads.add(payload);
                }
            }
        }
        return payloads;
    }

    @ParameterizedTest
    @MethodSource("types")
    void each_frame_is_answered_and_the_board_stays_up(int type, Board board) {
        RawLink link = new RawLink(board.link());
        Set<Integer> codes = new TreeSet<>();
        for (boolean configured : new boolean[] {false, true}) {
            begin(link, configured);
            for (byte[] payload : payloads()) {
                if (!endsTheSession(type, payload)) {
                    codes.add(answer(link, type, payload));
                }
            }
            assertAlive(link);
        }
        assertThat(codes).as("error codes of type 0x%02X, 0 for none", type).allMatch(LimitTests::isKnown);
    }

    private void begin(RawLink link, boolean configured) {
        link.hello(++nonce);
        sequence = 1;
        if (configured) {
            byte[] oneLayer = Arrays.copyOf(new byte[] {1, 0, 0, 0, 0, 0, 0, 63}, 38);
            oneLayer[32] = 1;
            oneLayer[34] = 1;
            link.send(0x03, ++sequence, nonce, oneLayer);
            assertThat(link.reply().type()).isEqualTo(0x83);
        }
    }

    /** What does its work has tests of its own: a reset, a fault, another rate. */
    private static boolean endsTheSession(int type, byte[] payload) {
        return type == RESET && payload.length == 0
                || type == FAULT && payload.length == 1
                || type == RATE && payload.length == 4;
    }

    /** Returns the reply's error code, or 0. */
    private int answer(RawLink link, int type, byte[] payload) {
        boolean aside = type == HELLO || type == SYNC;
        int number = aside ? 1 : ++sequence;
        link.send(type, number, nonce, payload);
        Frame reply = link.reply();
        assertThat(reply.sequence()).isEqualTo(number);
        assertThat(reply.nonce()).isEqualTo(nonce);
        if (reply.type() == (type | 0x80)) {
            return 0;
        }
        assertThat(reply.reader().get(2)).isEqualTo((byte) type);
        return RawLink.errorCode(reply);
    }

    private static boolean isKnown(int code) {
        return code == 0 || Arrays.stream(ErrorCode.values()).anyMatch(known -> known.code() == code);
    }

    private void assertAlive(RawLink link) {
        link.send(0x02, ++sequence, nonce, new byte[] {42});
        assertThat(link.reply().payload()).containsExactly(42);
    }
}
