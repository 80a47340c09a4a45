package io.gradhil.virtual.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClockLineTests {
    @Test
    void converts_as_exact_arithmetic_rounded_down() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            ClockLine clock = new ClockLine(random.nextLong(1, 100_000_000));
            long ticks = random.nextLong(1L << 33) % (clock.hz() * 1_000);
            long time = random.nextLong(1L << 50);

            assertThat(clock.picoseconds(ticks)).isEqualTo(exact(ticks, ClockLine.SECOND, clock.hz()));
            assertThat(clock.ticks(time)).isEqualTo(exact(time, clock.hz(), ClockLine.SECOND));
        }
    }

    private static long exact(long a, long b, long c) {
        return BigInteger.valueOf(a)
                .multiply(BigInteger.valueOf(b))
                .divide(BigInteger.valueOf(c))
                .longValueExact();
    }

    @Test
    void covering_ticks_are_the_fewest_that_reach_a_time() {
        ClockLine clock = new ClockLine(84_000_000);

        long ticks = clock.ticksCovering(1_000_000);

        assertThat(clock.picoseconds(ticks)).isGreaterThanOrEqualTo(1_000_000);
        assertThat(clock.picoseconds(ticks - 1)).isLessThan(1_000_000);
    }

    @Test
    void tells_before_and_after_a_change_and_not_without_one() {
        ClockLine clock = new ClockLine(16);
        List<Long> seen = new ArrayList<>();
        clock.onChange(() -> seen.add(clock.hz()), () -> seen.add(clock.hz()));

        clock.set(16);
        clock.set(100);

        assertThat(seen).containsExactly(16L, 100L);
    }
}
