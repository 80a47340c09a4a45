package io.gradhil.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.virtual.VirtualNucleo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InnerLoopTests {
    @Test
    void the_program_multiplies_64_numbers_in_each_round_and_ends() {
        VirtualNucleo board = new VirtualNucleo();
        board.load(InnerLoop.elf(3));
        board.powerOn();

        board.runFor(Duration.ofMillis(1));

        assertThat(board.core().register(7)).isZero();
        assertThat(board.core().register(2)).isEqualTo(0x20000100);
        float sum = Float.intBitsToFloat(board.core().register(64 + 14));
        assertThat(sum).isBetween(1 + 64 * 1.2f, 1 + 64 * 1.22f); // 1.1 squared
        assertThat(board.core().isLockedUp()).isTrue(); // a BKPT that nobody hears, and no handler
    }
}
