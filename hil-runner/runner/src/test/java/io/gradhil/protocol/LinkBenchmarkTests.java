package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfFile;
import io.gradhil.link.ByteLink;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.report.StepListener;
import io.gradhil.testing.DirectLink;
import io.gradhil.testing.WireHits;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How much of the line's bit rate carries samples, in the time of the virtual board: it is the same on every machine, and the host takes
 * none of it. Prints its table; {@code hil.bench} is the file for it.
 */
class LinkBenchmarkTests {
    private static final int SAMPLE = 5;

    /** Samples that fill 30 frames, and those of one. */
    private static final int MANY = 1524;

    private static final int ONE = 50;

    /** Bits on the line for each byte. */
    private static final double BITS = 10;

    private record Figures(double windowed, double oneByOne, double busy) {}

    /** A line that goes up to a rate; negotiation finds it out. */
    private static McuClient connect(DirectLink link, int fastest) {
        ByteLink limited = new ByteLink() {
            @Override
            public void write(byte[] bytes) {
                link.write(bytes);
            }

            @Override
            public boolean rate(int baud) {
                return fastest > LineRate.BASE && baud <= fastest && link.rate(baud);
            }

            @Override
            public int read(byte[] into, Deadline deadline) {
                return link.read(into, deadline);
            }

            @Override
            public void close() {}
        };
        FirmwareImage image = ElfFile.image(DirectLink.IMAGE, FirmwareTarget.F411RE);
        return McuClient.connect(limited, "virtual", () -> "", image.id(), Duration.ofSeconds(30), StepListener.NONE);
    }

    private static Figures measure(String network, int baud) {
        DirectLink link = new DirectLink(WireHits.none());
        McuClient client = connect(link, baud);
        client.configure(NetworkSpec.parse(network, Activation.RELU, new Sgd(0.01f)));
        float[] many = new float[MANY * SAMPLE];
        long start = link.board().picoseconds();
        Stats before = client.stats();
        client.batch(MANY, many);
        double windowed = share(many.length, link.board().picoseconds() - start, baud);
        Stats after = client.stats();
        double seconds = (link.board().picoseconds() - start) * 1e-12;
        double cycles =
                after.forwardCycles() + after.backwardCycles() - before.forwardCycles() - before.backwardCycles();
        float[] one = new float[ONE * SAMPLE];
        start = link.board().picoseconds();
        for (int i = 0; i < MANY / ONE; i++) {
            client.batch(ONE, one);
        }
        double oneByOne = share(MANY / ONE * one.length, link.board().picoseconds() - start, baud);
        return new Figures(windowed, oneByOne, cycles / seconds / client.hello().clockHz());
    }

    private static double share(int numbers, long picoseconds, int baud) {
        return numbers * Float.BYTES * BITS / baud / (picoseconds * 1e-12);
    }

    @Test
    void samples_take_95_percent_of_the_line_or_the_arithmetic_is_the_limit() {
        List<String> table = new ArrayList<>();
        table.add("network          baud   windowed  stop-and-wait  arithmetic");
        for (String network : List.of("4-1", "4-64-32-16-1")) {
            for (int baud : new int[] {115_200, 921_600, 2_000_000}) {
                Figures figures = measure(network, baud);
                table.add(String.format(
                        Locale.ROOT,
                        "%-12s %,9d      %5.1f %%        %5.1f %%     %5.1f %%",
                        network,
                        baud,
                        100 * figures.windowed,
                        100 * figures.oneByOne,
                        100 * figures.busy));
                assertThat(figures.windowed > 0.95 || figures.busy > 0.85)
                        .as("%s at %d: %s", network, baud, figures)
                        .isTrue();
                assertThat(figures.windowed).isGreaterThanOrEqualTo(figures.oneByOne);
            }
        }
        table.add(host());
        System.out.println(String.join("\n", table));
    }

    /** Answers BATCH at once; its own work is part of what is measured. */
    private static final class InstantBoard implements ByteLink {
        private final FrameCodec codec = new FrameCodec();
        private final FakeBoard greeter = new FakeBoard();
        private final byte[] replies = new byte[1 << 16];
        private final ByteBuffer payload = Wire.little(8);
        private final byte[] reply = new byte[FrameCodec.MAX_ENCODED + 1];
        private int end;
        private boolean greeted;

        @Override
        public void write(byte[] bytes) {
            greeter.write(bytes);
        }

        @Override
        public void write(byte[] bytes, int count) {
            try {
                FrameView frame = codec.read(bytes, count - 1);
                if (frame.type() != MessageType.BATCH.request()) {
                    greeted = false;
                    write(java.util.Arrays.copyOf(bytes, count));
                    return;
                }
                greeted = true;
                int type = frame.type() | 0x80;
                int sequence = frame.sequence();
                int nonce = frame.nonce();
                payload.clear().putInt(0, MANY);
                int length = codec.encode(type, sequence, nonce, payload, reply);
                System.arraycopy(reply, 0, replies, end, length);
                end += length;
            } catch (UnreadableFrameException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public int read(byte[] into, Deadline deadline) {
            if (!greeted) {
                return greeter.read(into, deadline);
            }
            int count = Math.min(into.length, end);
            System.arraycopy(replies, 0, into, 0, count);
            System.arraycopy(replies, count, replies, 0, end - count);
            end -= count;
            return count;
        }

        @Override
        public void close() {}
    }

    private static String host() {
        McuClient client = McuClient.connect(
                new InstantBoard(), "instant", () -> "", FakeBoard.ID, Duration.ofSeconds(5), StepListener.NONE);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        float[] many = new float[MANY * SAMPLE];
        int frames = 30;
        long id = Thread.currentThread().getId();
        long cpu = 0;
        long bytes = 0;
        int rounds = 500;
        for (int round = 0; round < 2 * rounds; round++) {
            if (round == rounds) {
                cpu = thread.getCurrentThreadCpuTime();
                bytes = thread.getThreadAllocatedBytes(id);
            }
            client.batch(MANY, many);
        }
        cpu = thread.getCurrentThreadCpuTime() - cpu;
        bytes = thread.getThreadAllocatedBytes(id) - bytes;
        double perFrame = (double) bytes / rounds / frames;
        assertThat(perFrame).as("bytes allocated for a frame of 1,042 bytes").isLessThan(1042);
        return String.format(
                Locale.ROOT,
                "host: %.1f us of CPU and %.0f bytes allocated for each frame of 1,042 bytes, the fake board's included",
                cpu / 1000.0 / rounds / frames,
                perFrame);
    }
}
