package io.gradhil.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteQueueTests {
    private final ByteQueue queue = new ByteQueue();

    @Test
    void the_first_in_is_the_first_out_over_the_end_of_the_ring() {
        for (int k = 0; k < 10_000; k++) {
            queue.add(k);
            queue.add(k + 1);
            assertThat(queue.remove()).isEqualTo(k & 0xFF);
            assertThat(queue.remove()).isEqualTo(k + 1 & 0xFF);
        }

        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void it_grows_while_it_is_wrapped() {
        byte[] taken = new byte[2000];
        for (int k = 0; k < 200; k++) {
            queue.add(0);
        }
        assertThat(queue.drain(new byte[200])).isEqualTo(200);
        for (int k = 0; k < 1000; k++) {
            queue.add(k);
        }

        assertThat(queue.drain(taken)).isEqualTo(1000);

        for (int k = 0; k < 1000; k++) {
            assertThat(taken[k]).isEqualTo((byte) k);
        }
    }

    @Test
    void a_byte_can_be_put_first() {
        queue.add(1);
        queue.addFirst(255);

        assertThat(queue.remove()).isEqualTo(255);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void what_does_not_fit_stays() {
        queue.add(1);
        queue.add(2);

        assertThat(queue.drain(new byte[1])).isEqualTo(1);

        assertThat(queue.remove()).isEqualTo(2);
    }
}
