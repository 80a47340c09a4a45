package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.virtual.clock.ClockLine;
import org.junit.jupiter.api.Test;

class WatchdogTests {
    private static final int KR = 0x00;
    private static final int PR = 0x04;
    private static final int RLR = 0x08;
    private static final int SR = 0x0C;
    private static final int WWDG_CR = 0x00;
    private static final int WWDG_CFR = 0x04;
    private static final int WWDG_SR = 0x08;
    private static final int WDGA = 1 << 7;
    private static final int EWI = 1 << 9;

    private final Bench bench = new Bench();
    private final Bench.Line interrupt = new Bench.Line();
    private int resets;
    private boolean lsi;
    private final Iwdg iwdg = new Iwdg(bench.time, new ClockLine(ClockTree.LSI_HZ), () -> lsi = true, () -> resets++);
    private final Wwdg wwdg = new Wwdg(bench.time, bench.hclk, interrupt, () -> resets++);

    private void startFourSeconds() {
        Bench.write(iwdg, KR, 0xCCCC);
        Bench.write(iwdg, KR, 0x5555);
        Bench.write(iwdg, PR, 4); // 64
        Bench.write(iwdg, RLR, 1999);
        Bench.write(iwdg, KR, 0xAAAA);
    }

    @Test
    void the_independent_watchdog_bites_after_RLR_plus_1_steps() {
        startFourSeconds();
        assertThat(lsi).isTrue();

        bench.pass(3999 * Bench.MILLISECOND);
        assertThat(resets).isZero();
        bench.pass(2 * Bench.MILLISECOND);

        assertThat(resets).isEqualTo(1);
    }

    @Test
    void feeding_begins_a_new_period() {
        startFourSeconds();
        for (int i = 0; i < 10; i++) {
            bench.pass(3999 * Bench.MILLISECOND);
            Bench.write(iwdg, KR, 0xAAAA);
        }
        assertThat(resets).isZero();

        bench.pass(4001 * Bench.MILLISECOND);

        assertThat(resets).isEqualTo(1);
    }

    @Test
    void it_does_not_start_by_itself_and_PR_is_locked_without_the_key() {
        Bench.write(iwdg, PR, 4);
        bench.pass(100_000 * Bench.MILLISECOND);

        assertThat(resets).isZero();
        assertThat(Bench.read(iwdg, PR)).isZero();
    }

    @Test
    void updates_take_five_cycles_of_the_LSI() {
        startFourSeconds();
        assertThat(Bench.read(iwdg, SR)).isEqualTo(3);

        bench.pass(157 * Bench.MICROSECOND);

        assertThat(Bench.read(iwdg, SR)).isZero();
    }

    @Test
    void it_stands_while_frozen() {
        startFourSeconds();
        bench.pass(3000 * Bench.MILLISECOND);

        iwdg.freeze(true);
        bench.pass(5000 * Bench.MILLISECOND);
        iwdg.freeze(false);
        bench.pass(999 * Bench.MILLISECOND);
        assertThat(resets).isZero();
        bench.pass(2 * Bench.MILLISECOND);

        assertThat(resets).isEqualTo(1);
    }

    @Test
    void the_window_watchdog_warns_at_0x40_and_bites_below() {
        Bench.write(wwdg, WWDG_CFR, EWI | 0x7F);
        Bench.write(wwdg, WWDG_CR, WDGA | 0x42); // steps of 4096 / 16 MHz = 256 us

        bench.pass(512 * Bench.MICROSECOND);
        assertThat(Bench.read(wwdg, WWDG_CR)).isEqualTo(WDGA | 0x40);
        assertThat(interrupt.asserted).isTrue();
        Bench.write(wwdg, WWDG_SR, 0);
        assertThat(interrupt.asserted).isFalse();
        assertThat(resets).isZero();

        bench.pass(257 * Bench.MICROSECOND);
        assertThat(resets).isEqualTo(1);
    }

    @Test
    void a_refresh_above_the_window_bites() {
        Bench.write(wwdg, WWDG_CFR, 0x50);
        Bench.write(wwdg, WWDG_CR, WDGA | 0x7F);

        Bench.write(wwdg, WWDG_CR, WDGA | 0x7F);

        assertThat(resets).isEqualTo(1);
    }

    @Test
    void a_refresh_within_the_window_does_not() {
        Bench.write(wwdg, WWDG_CFR, 0x50);
        Bench.write(wwdg, WWDG_CR, WDGA | 0x60);
        bench.pass(0x11 * 256 * Bench.MICROSECOND);

        Bench.write(wwdg, WWDG_CR, WDGA | 0x60);

        assertThat(resets).isZero();
    }

    @Test
    void clearing_T6_bites() {
        Bench.write(wwdg, WWDG_CR, WDGA);

        assertThat(resets).isEqualTo(1);
    }
}
