package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCodecTests {
    private static final Path VECTORS = Path.of(System.getProperty("gradhil.root"), "firmware", "test", "vectors");
    private static final long SEED = 20260101;

    /** One line of frames.txt: name type sequence nonce payload encoded. */
    record Vector(String name, Frame frame, byte[] encoded) {
        static Vector of(String line) {
            String[] fields = line.split(" ");
            byte[] payload = bytes(fields[4]);
            Frame frame = new Frame(
                    Integer.parseInt(fields[1], 16),
                    Integer.parseInt(fields[2], 16),
                    Integer.parseUnsignedInt(fields[3], 16),
                    payload);
            return new Vector(fields[0], frame, bytes(fields[5]));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** One line of malformed.txt: name error encoded. */
    record Malformed(String name, String error, byte[] encoded) {
        static Malformed of(String line) {
            String[] fields = line.split(" ");
            return new Malformed(fields[0], fields[1], bytes(fields[2]));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static byte[] bytes(String hex) {
        return hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex);
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(VECTORS.resolve(file)).stream().filter(line -> !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<Vector> vectors() {
        return lines("frames.txt").map(Vector::of);
    }

    static Stream<Malformed> malformed() {
        return lines("malformed.txt").map(Malformed::of);
    }

    private static Frame decode(byte[] wire) throws UnreadableFrameException {
        return FrameCodec.decode(wire, wire.length - 1);
    }

    private static void assertSame(Frame actual, Frame expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void there_are_vectors() {
        assertThat(vectors()).hasSizeGreaterThan(20);
        assertThat(malformed()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodes_as_the_firmware_does(Vector vector) {
        assertThat(FrameCodec.encode(vector.frame())).isEqualTo(vector.encoded());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodes_as_the_firmware_does(Vector vector) throws UnreadableFrameException {
        assertSame(decode(vector.encoded()), vector.frame());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void rejects_what_the_firmware_rejects(Malformed vector) {
        assertThatExceptionOfType(UnreadableFrameException.class).isThrownBy(() -> decode(vector.encoded()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 241, 242, 243, 244, 245, 253, 254, 255, 496, 497, 498, 499, 508, 1023, 1024})
    void round_trip_keeps_payloads_at_the_edges_of_cobs_blocks(int length) throws UnreadableFrameException {
        for (int filler : new int[] {0, 1, 0xFF}) {
            byte[] payload = new byte[length];
            Arrays.fill(payload, (byte) filler);
            Frame frame = new Frame(0x02, 0x0101, 0x01010101, payload);

            byte[] wire = FrameCodec.encode(frame);

            assertSame(decode(wire), frame);
        }
    }

    @Test
    void round_trip_keeps_random_frames() throws UnreadableFrameException {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            Frame frame = randomFrame(random);

            byte[] wire = FrameCodec.encode(frame);

            assertThat(decode(wire))
                    .as("seed %d, frame %d", SEED, i)
                    .usingRecursiveComparison()
                    .isEqualTo(frame);
        }
    }

    @Test
    void wire_holds_no_zero_but_the_delimiter_and_is_never_longer_than_allowed() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            byte[] wire = FrameCodec.encode(randomFrame(random));

            assertThat(IntStream.range(0, wire.length).filter(at -> wire[at] == 0))
                    .as("seed %d, frame %d", SEED, i)
                    .containsExactly(wire.length - 1);
            assertThat(wire.length - 1).isLessThanOrEqualTo(FrameCodec.MAX_ENCODED);
        }
    }

    /** Payloads of every length, of few zeros or many, so that COBS blocks of every length occur. */
    private static Frame randomFrame(Random random) {
        byte[] payload = new byte[random.nextInt(FrameCodec.MAX_PAYLOAD + 1)];
        random.nextBytes(payload);
        int zeroEvery = 1 + random.nextInt(600);
        for (int i = 0; i < payload.length; i++) {
            if (random.nextInt(zeroEvery) == 0) {
                payload[i] = 0;
            } else if (payload[i] == 0) {
                payload[i] = 1;
            }
        }
        return new Frame(random.nextInt(256), random.nextInt(65536), random.nextInt(), payload);
    }

    @Test
    void longest_frame_without_zeros_has_the_greatest_encoded_length() {
        byte[] payload = new byte[FrameCodec.MAX_PAYLOAD];
        Arrays.fill(payload, (byte) 0x55);

        byte[] wire = FrameCodec.encode(new Frame(0x02, 0x1111, 0x22222222, payload));

        assertThat(wire).hasSizeLessThanOrEqualTo(FrameCodec.MAX_ENCODED + 1).hasSizeGreaterThan(1036 + 4);
    }

    @Test
    void every_single_flipped_bit_is_noticed() {
        byte[] wire = FrameCodec.encode(new Frame(0x86, 7, 0xA1B2C3D4, new byte[] {0, 1, 0, 0, -1, 2, 3, 4, 0}));
        for (int bit = 0; bit < 8 * (wire.length - 1); bit++) {
            byte[] damaged = wire.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatExceptionOfType(UnreadableFrameException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> decode(damaged));
        }
    }

    @Test
    void every_truncation_is_noticed() {
        byte[] wire = FrameCodec.encode(new Frame(0x86, 7, 0xA1B2C3D4, new byte[] {0, 1, 0, 0, -1, 2, 3, 4, 0}));
        for (int length = 0; length < wire.length - 1; length++) {
            int kept = length;

            assertThatExceptionOfType(UnreadableFrameException.class)
                    .as("%d bytes kept", kept)
                    .isThrownBy(() -> FrameCodec.decode(wire, kept));
        }
    }

    @Test
    void garbage_is_rejected_and_never_breaks_the_decoder() {
        Random random = new Random(SEED);
        for (int i = 0; i < 5000; i++) {
            byte[] garbage = new byte[random.nextInt(FrameCodec.MAX_ENCODED + 1)];
            random.nextBytes(garbage);

            assertThatExceptionOfType(UnreadableFrameException.class)
                    .as("seed %d, garbage %d", SEED, i)
                    .isThrownBy(() -> FrameCodec.decode(garbage, garbage.length));
        }
    }

    @Test
    void bytes_behind_the_length_are_not_looked_at() throws UnreadableFrameException {
        Frame frame = new Frame(0x82, 1, 2, new byte[] {3});
        byte[] wire = Arrays.copyOf(FrameCodec.encode(frame), 100);
        Arrays.fill(wire, 20, 100, (byte) 0x77);

        assertSame(FrameCodec.decode(wire, FrameCodec.encode(frame).length - 1), frame);
    }

    @Test
    void refuses_to_encode_a_payload_that_is_too_long() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameCodec.encode(new Frame(2, 1, 1, new byte[1025])))
                .withMessage("Payload of 1025 bytes; at most 1024");
    }

    @Test
    void text_says_which_crc_was_expected() {
        byte[] wire = {0x0d, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x0a, 0x0b, 0x0c, 0};

        assertThatExceptionOfType(UnreadableFrameException.class)
                .isThrownBy(() -> decode(wire))
                .withMessage("frame's CRC is 0x3FCA88C5, not 0x0C0B0A09");
    }

    @Test
    void text_says_where_cobs_is_broken() {
        byte[] wire = {2, 9, 5, 1, 2, 0};

        assertThatExceptionOfType(UnreadableFrameException.class)
                .isThrownBy(() -> decode(wire))
                .withMessage("not COBS at byte 2 of 5");
    }

    @Test
    void text_says_how_short_a_frame_is() {
        byte[] wire = {3, 9, 9, 0};

        assertThatExceptionOfType(UnreadableFrameException.class)
                .isThrownBy(() -> decode(wire))
                .withMessage("frame of 2 bytes is too short");
    }
}
