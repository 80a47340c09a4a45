package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.Deadline;
import io.gradhil.core.LinkClosedException;
import io.gradhil.link.ByteLink;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Any frame survives the way; none that was damaged is taken for another. CRC-32 is sure to notice one wrong bit; damage that moves
 * bytes, as that of a COBS code, gets through once in 2^32 times.
 */
class FrameCodecPropertyTests {
    /** Places are chosen as parts of this of a frame's length. */
    private static final int WHOLE = 1 << 20;

    /** As many long as short, with a 0 now and then, often or never, so that COBS blocks of all lengths occur. */
    @Provide
    Arbitrary<byte[]> payloads() {
        Arbitrary<Byte> any = Arbitraries.bytes().withDistribution(RandomDistribution.uniform());
        Arbitrary<Byte> oftenZero = Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just((byte) 0)), Tuple.of(3, any));
        Arbitrary<Byte> neverZero = any.filter(value -> value != 0);
        return Arbitraries.oneOf(arrays(any), arrays(oftenZero), arrays(neverZero));
    }

    private static Arbitrary<byte[]> arrays(Arbitrary<Byte> bytes) {
        return bytes.array(byte[].class)
                .ofMaxSize(FrameCodec.MAX_PAYLOAD)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Provide
    Arbitrary<Frame> frames() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 0xFF),
                        Arbitraries.integers().between(0, 0xFFFF),
                        Arbitraries.integers(),
                        payloads())
                .as(Frame::new);
    }

    @Property
    void a_frame_arrives_as_it_was_sent(@ForAll("frames") Frame frame) throws UnreadableFrameException {
        byte[] wire = FrameCodec.encode(frame);

        assertSame(FrameCodec.decode(wire, wire.length - 1), frame);
    }

    @Property
    void an_encoded_frame_has_no_zero_but_its_delimiter_and_a_byte_more_for_each_254(@ForAll("frames") Frame frame) {
        byte[] wire = FrameCodec.encode(frame);

        for (int at = 0; at < wire.length - 1; at++) {
            assertThat(wire[at]).isNotZero();
        }
        assertThat(wire[wire.length - 1]).isZero();
        int raw = FrameCodec.HEADER + frame.payload().length + Integer.BYTES;
        assertThat(wire.length - 1).isBetween(raw + 1, raw + (raw + 253) / 254).isLessThanOrEqualTo(1041);
    }

    @Property
    void a_frame_with_a_flipped_bit_is_none(
            @ForAll("frames") Frame frame, @ForAll @IntRange(max = WHOLE - 1) int place) {
        byte[] wire = FrameCodec.encode(frame);
        int bit = at(place, 8 * (wire.length - 1));
        wire[bit / 8] ^= (byte) (1 << bit % 8);

        assertThat(decoded(wire, wire.length - 1)).isEmpty();
    }

    @Property
    void a_frame_that_lost_its_end_or_its_beginning_is_none(
            @ForAll("frames") Frame frame, @ForAll @IntRange(max = WHOLE - 1) int place) {
        byte[] wire = FrameCodec.encode(frame);
        int kept = at(place, wire.length - 1);

        assertThat(decoded(wire, kept)).isEmpty();
        byte[] tail = Arrays.copyOfRange(wire, wire.length - 1 - kept, wire.length - 1);
        assertThat(decoded(tail, kept)).isEmpty();
    }

    @Property
    void a_frame_with_bytes_too_many_is_none(
            @ForAll("frames") Frame frame,
            @ForAll @IntRange(max = WHOLE - 1) int place,
            @ForAll @Size(min = 1, max = 20) byte[] inserted) {
        byte[] wire = FrameCodec.encode(frame);
        byte[] damaged = insert(wire, at(place, wire.length), inserted);

        assertThat(decoded(damaged, damaged.length - 1)).isEmpty();
    }

    @Property
    void garbage_is_no_frame(@ForAll @Size(max = 2000) byte[] garbage) {
        assertThat(decoded(garbage, garbage.length)).isEmpty();
    }

    /** Garbage may hold delimiters: what is before the last one are frames that cannot be read, or none at all. */
    @Property
    void after_garbage_the_reader_finds_the_next_frame(
            @ForAll @Size(max = 2000) byte[] garbage,
            @ForAll("frames") Frame frame,
            @ForAll @IntRange(min = 1, max = 300) int chunk) {
        byte[] wire = concat(garbage, new byte[1], FrameCodec.encode(frame));

        List<Frame> found = read(wire, chunk);

        assertThat(found).hasSize(1);
        assertSame(found.get(0), frame);
    }

    @Property
    void a_frame_that_was_cut_costs_no_more_than_itself(
            @ForAll("frames") Frame cut, @ForAll("frames") Frame next, @ForAll @IntRange(max = WHOLE - 1) int place) {
        byte[] wire = FrameCodec.encode(cut);
        byte[] tail = Arrays.copyOfRange(wire, 1 + at(place, wire.length - 1), wire.length);

        List<Frame> found = read(concat(tail, FrameCodec.encode(next)), 4096);

        assertThat(found).hasSize(1);
        assertSame(found.get(0), next);
    }

    private static int at(int place, int length) {
        return (int) ((long) place * length / WHOLE);
    }

    /** Anything thrown but the typed exception fails the property. */
    private static Optional<Frame> decoded(byte[] wire, int length) {
        try {
            return Optional.of(FrameCodec.decode(wire, length));
        } catch (UnreadableFrameException expected) {
            return Optional.empty();
        }
    }

    private static List<Frame> read(byte[] wire, int chunk) {
        FrameReader reader = new FrameReader(new Pieces(wire, chunk));
        List<Frame> found = new ArrayList<>();
        while (true) {
            try {
                reader.next(Deadline.after(Duration.ofDays(1)))
                        .map(FrameView::frame)
                        .ifPresent(found::add);
            } catch (UnreadableFrameException garbage) {
                // The reader goes on behind it.
            } catch (LinkClosedException end) {
                return found;
            }
        }
    }

    private static byte[] insert(byte[] bytes, int at, byte[] inserted) {
        return concat(Arrays.copyOf(bytes, at), inserted, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static void assertSame(Frame actual, Frame expected) {
        assertThat(actual.payload()).isEqualTo(expected.payload());
        assertThat(new int[] {actual.type(), actual.sequence(), actual.nonce()})
                .containsExactly(expected.type(), expected.sequence(), expected.nonce());
    }

    /** Gives bytes a few at a time, then ends. */
    private static final class Pieces implements ByteLink {
        private final byte[] bytes;
        private final int chunk;
        private int at;

        Pieces(byte[] bytes, int chunk) {
            this.bytes = bytes;
            this.chunk = chunk;
        }

        @Override
        public void write(byte[] written) {
            throw new AssertionError("A reader does not write");
        }

        @Override
        public int read(byte[] into, Deadline deadline) {
            if (at == bytes.length) {
                throw new LinkClosedException("pieces", "");
            }
            int count = Math.min(chunk, bytes.length - at);
            System.arraycopy(bytes, at, into, 0, count);
            at += count;
            return count;
        }

        @Override
        public void close() {}
    }
}
