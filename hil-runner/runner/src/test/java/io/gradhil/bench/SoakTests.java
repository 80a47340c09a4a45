package io.gradhil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoakTests {
    private static final int MIB = 1 << 20;

    @Test
    void a_heap_may_move_by_one_MiB_and_no_more() {
        assertThat(new Soak(9, 8 * MIB, 9 * MIB).grows()).isFalse();
        assertThat(new Soak(9, 8 * MIB, 9 * MIB + 1).grows()).isTrue();
        assertThat(new Soak(9, 8 * MIB, 2 * MIB).grows()).isFalse();
    }
}
