package io.gradhil.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.Deadline;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LinkTraceTests {
    /** Receives what was given to it. */
    private static final class Loop implements ByteLink {
        private byte[] last = new byte[0];
        private boolean closed;

        @Override
        public void write(byte[] bytes) {
            last = bytes;
        }

        @Override
        public int read(byte[] into, Deadline deadline) {
            System.arraycopy(last, 0, into, 0, last.length);
            return last.length;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Loop loop = new Loop();
    private final LinkTrace trace = new LinkTrace(loop);

    private static byte[] counting(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (from + i);
        }
        return bytes;
    }

    @Test
    void nothing_sent_or_received_is_none() {
        assertThat(trace.describe()).isEqualTo("last bytes sent: none\nlast bytes received: none");
    }

    @Test
    void few_bytes_are_shown_all() {
        trace.write(new byte[] {0x00, (byte) 0xFF, 0x1a});

        assertThat(trace.describe()).isEqualTo("last bytes sent: 00 ff 1a (3 in all)\nlast bytes received: none");
    }

    @Test
    void last_sixteen_of_one_long_write_are_shown() {
        trace.write(counting(0, 100));

        assertThat(trace.describe())
                .startsWith("last bytes sent: 54 55 56 57 58 59 5a 5b 5c 5d 5e 5f 60 61 62 63 (100 in all)\n");
    }

    @Test
    void last_sixteen_of_many_writes_are_shown_in_order() {
        for (int i = 0; i < 9; i++) {
            trace.write(counting(5 * i, 5));
        }

        assertThat(trace.describe())
                .startsWith("last bytes sent: 1d 1e 1f 20 21 22 23 24 25 26 27 28 29 2a 2b 2c (45 in all)\n");
    }

    @Test
    void received_bytes_are_those_of_the_read_and_not_of_the_buffer() {
        loop.write(new byte[] {1, 2});
        byte[] buffer = new byte[10];
        Arrays.fill(buffer, (byte) 9);

        int count = trace.read(buffer, Deadline.after(Duration.ZERO));

        assertThat(count).isEqualTo(2);
        assertThat(trace.describe()).isEqualTo("last bytes sent: none\nlast bytes received: 01 02 (2 in all)");
    }

    @Test
    void closes_the_link_it_wraps() {
        trace.close();

        assertThat(loop.closed).isTrue();
    }
}
