package io.gradhil.virtual.peripheral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimTests {
    private static final int CR1 = 0x00;
    private static final int DIER = 0x0C;
    private static final int SR = 0x10;
    private static final int EGR = 0x14;
    private static final int CCMR1 = 0x18;
    private static final int CNT = 0x24;
    private static final int PSC = 0x28;
    private static final int ARR = 0x2C;
    private static final int CCR1 = 0x34;

    private static final int CEN = 1;
    private static final int UDIS = 1 << 1;
    private static final int URS = 1 << 2;
    private static final int OPM = 1 << 3;
    private static final int DIR = 1 << 4;
    private static final int CENTER = 1 << 5;
    private static final int ARPE = 1 << 7;
    private static final int UIF = 1;
    private static final int CC1IF = 1 << 1;

    private final Bench bench = new Bench();
    private final Bench.Line interrupt = new Bench.Line();
    private int requests;
    private final Tim tim = new Tim(3, bench.time, bench.hclk, interrupt, Map.of(Tim.Request.UP, () -> requests++));

    /** Ticks of 1 us: 16 MHz / (15 + 1), loaded by UG. */
    private void microseconds(int arr) {
        Bench.write(tim, PSC, 15);
        Bench.write(tim, ARR, arr);
        Bench.write(tim, EGR, 1);
        Bench.write(tim, SR, 0);
    }

    private void pass(long microseconds) {
        bench.pass(microseconds * Bench.MICROSECOND);
    }

    @Test
    void counts_up_from_0_to_ARR_and_updates() {
        microseconds(9);

        Bench.write(tim, CR1, CEN);
        pass(9);
        assertThat(Bench.read(tim, CNT)).isEqualTo(9);
        assertThat(Bench.read(tim, SR) & UIF).isZero();
        pass(1);

        assertThat(Bench.read(tim, CNT)).isZero();
        assertThat(Bench.read(tim, SR) & UIF).isNotZero();
    }

    @Test
    void the_update_interrupts_until_UIF_is_cleared() {
        microseconds(9);
        Bench.write(tim, DIER, UIF);
        Bench.write(tim, CR1, CEN);

        pass(10);
        assertThat(interrupt.asserted).isTrue();
        Bench.write(tim, SR, ~UIF);
        assertThat(interrupt.asserted).isFalse();
        pass(1000);

        assertThat(interrupt.rises).isEqualTo(2);
    }

    @Test
    void updates_do_not_drift() {
        microseconds(9);
        Bench.write(tim, DIER, 1 << 8); // UDE
        Bench.write(tim, CR1, CEN);

        pass(1_000_000);

        assertThat(requests).isEqualTo(100_000);
    }

    @Test
    void counts_down_from_ARR_to_0() {
        microseconds(9);
        Bench.write(tim, CR1, DIR);
        Bench.write(tim, EGR, 1);
        Bench.write(tim, SR, 0);

        Bench.write(tim, CR1, DIR | CEN);
        pass(3);
        assertThat(Bench.read(tim, CNT)).isEqualTo(6);
        pass(7);

        assertThat(Bench.read(tim, CNT)).isEqualTo(9);
        assertThat(Bench.read(tim, SR) & UIF).isNotZero();
    }

    @Test
    void center_aligned_turns_at_ARR_and_at_0() {
        microseconds(4);
        Bench.write(tim, CR1, CENTER | CEN);

        pass(4);
        assertThat(Bench.read(tim, CNT)).isEqualTo(4);
        assertThat(Bench.read(tim, CR1) & DIR).isNotZero();
        pass(3);
        assertThat(Bench.read(tim, CNT)).isEqualTo(1);
        pass(2);

        assertThat(Bench.read(tim, CNT)).isEqualTo(1);
        assertThat(Bench.read(tim, CR1) & DIR).isZero();
    }

    @Test
    void one_pulse_mode_stops_at_the_update() {
        microseconds(9);

        Bench.write(tim, CR1, OPM | CEN);
        pass(100);

        assertThat(Bench.read(tim, CR1) & CEN).isZero();
        assertThat(Bench.read(tim, CNT)).isZero();
    }

    @Test
    void a_compare_match_sets_CC1IF_each_period() {
        microseconds(9);
        Bench.write(tim, CCR1, 4);
        Bench.write(tim, CR1, CEN);

        pass(4);
        assertThat(Bench.read(tim, SR) & (UIF | CC1IF)).isEqualTo(CC1IF);
        Bench.write(tim, SR, 0);
        pass(9);
        assertThat(Bench.read(tim, SR) & CC1IF).isZero();
        pass(1);

        assertThat(Bench.read(tim, SR) & CC1IF).isNotZero();
    }

    @Test
    void preloads_count_from_the_next_update_on() {
        microseconds(9);
        Bench.write(tim, CCMR1, 1 << 3); // OC1PE
        Bench.write(tim, CR1, ARPE | CEN);

        Bench.write(tim, ARR, 19);
        Bench.write(tim, PSC, 31);
        pass(10);
        assertThat(Bench.read(tim, SR) & UIF).isNotZero();
        Bench.write(tim, SR, 0);
        pass(39);
        assertThat(Bench.read(tim, CNT)).isEqualTo(19);
        pass(1);

        assertThat(Bench.read(tim, SR) & UIF).isNotZero();
    }

    @Test
    void UDIS_keeps_updates_away_and_URS_those_of_UG() {
        microseconds(9);
        Bench.write(tim, CR1, UDIS | CEN);
        pass(10);
        assertThat(Bench.read(tim, SR) & UIF).isZero();

        Bench.write(tim, CR1, URS | CEN);
        Bench.write(tim, EGR, 1);
        assertThat(Bench.read(tim, SR) & UIF).isZero();
    }

    @Test
    void keeps_its_count_when_its_clock_changes() {
        microseconds(99);
        Bench.write(tim, CR1, CEN);
        pass(10);

        bench.hclk.set(32_000_000);
        pass(10);

        assertThat(Bench.read(tim, CNT)).isEqualTo(30);
    }

    @Test
    void stands_while_frozen_or_without_clock() {
        microseconds(99);
        Bench.write(tim, CR1, CEN);
        pass(10);

        tim.freeze(true);
        pass(10);
        tim.freeze(false);
        tim.setClocked(false);
        pass(10);
        tim.setClocked(true);
        pass(1);

        assertThat(Bench.read(tim, CNT)).isEqualTo(11);
    }

    @Test
    void TIM2_and_TIM5_have_32_bits() {
        Tim wide = new Tim(2, bench.time, bench.hclk, interrupt, Map.of());

        assertThat(Bench.read(wide, ARR)).isEqualTo(-1);
        assertThat(Bench.read(tim, ARR)).isEqualTo(0xFFFF);

        Bench.write(wide, CNT, -2);
        Bench.write(wide, CR1, CEN);
        bench.pass(bench.hclk.picoseconds(2));
        assertThat(Bench.read(wide, CNT)).isZero();
        assertThat(Bench.read(wide, SR) & UIF).isNotZero();
    }

    @Test
    void input_capture_is_refused() {
        assertThatThrownBy(() -> Bench.write(tim, CCMR1, 1)).isInstanceOf(UnmodelledAccessException.class);
    }
}
