package io.gradhil.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.Deadline;
import org.junit.jupiter.api.Test;

class WireCaptureTests {
    private static final int MEBIBYTE = 1 << 20;

    private final ByteLink nowhere = new ByteLink() {
        @Override
        public void write(byte[] bytes) {}

        @Override
        public void write(byte[] bytes, int count) {}

        @Override
        public int read(byte[] into, Deadline deadline) {
            return 0;
        }

        @Override
        public void close() {}
    };

    /** A board that trains for an hour sends more than an int counts. */
    @Test
    void what_is_beyond_the_limit_is_not_kept_however_much_it_is() {
        WireCapture capture = new WireCapture(nowhere);
        byte[] piece = new byte[MEBIBYTE];
        for (int k = 0; k < 2100; k++) {
            capture.write(piece, MEBIBYTE);
        }
        capture.write(new byte[] {1, 2});

        assertThat(capture.text().lines())
                .hasSize(1 + 4 + 1)
                .last()
                .isEqualTo("# " + (2100L * MEBIBYTE + 2) + " bytes in all; the rest was not kept");
    }

    @Test
    void cleared_it_keeps_anew() {
        WireCapture capture = new WireCapture(nowhere);
        capture.write(new byte[5 * MEBIBYTE]);

        capture.clear();
        capture.write(new byte[] {1, 2});

        assertThat(capture.text()).isEqualTo(WireCapture.HEADER + "\n> 0102\n");
    }
}
