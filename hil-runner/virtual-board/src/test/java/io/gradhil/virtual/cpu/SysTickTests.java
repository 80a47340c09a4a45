package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** SysTick, to the cycle (B3.3). */
class SysTickTests {
    private static final int CSR = 0xE000E010;
    private static final int RVR = 0xE000E014;
    private static final int CVR = 0xE000E018;
    private static final int CALIB = 0xE000E01C;
    private static final int ENABLE = 1;
    private static final int TICKINT = 2;
    private static final int CLKSOURCE = 4;
    private static final int COUNTFLAG = 1 << 16;
    private static final int ICSR = 0xE000ED04;
    private static final int PENDSTSET = 1 << 26;

    private final CortexM4 core = new SmallProgram(0xE7FE).core;

    private void start(int reload, int control) {
        core.write(RVR, 4, reload);
        core.write(CVR, 4, 0);
        core.write(CSR, 4, control);
    }

    private int counter() {
        return core.read(CVR, 4);
    }

    @Test
    void counts_from_reload_to_zero_and_begins_again_a_cycle_later() {
        start(9, ENABLE | CLKSOURCE);

        core.stall(1);
        assertThat(counter()).isEqualTo(9);
        core.stall(8);
        assertThat(counter()).isEqualTo(1);
        core.stall(1);
        assertThat(counter()).isZero();
        core.stall(1);
        assertThat(counter()).isEqualTo(9);
    }

    @Test
    void COUNTFLAG_is_set_at_zero_and_cleared_by_reading_it() {
        start(9, ENABLE | CLKSOURCE);

        core.stall(9);
        assertThat(core.read(CSR, 4)).isEqualTo(ENABLE | CLKSOURCE);
        core.stall(1);
        assertThat(core.read(CSR, 4)).isEqualTo(ENABLE | CLKSOURCE | COUNTFLAG);
        assertThat(core.read(CSR, 4)).isEqualTo(ENABLE | CLKSOURCE);
        core.stall(10);
        assertThat(core.read(CSR, 4)).isEqualTo(ENABLE | CLKSOURCE | COUNTFLAG);
    }

    @Test
    void a_write_of_any_value_clears_counter_and_COUNTFLAG_and_pends_nothing() {
        start(9, ENABLE | TICKINT | CLKSOURCE);
        core.write(0xE000ED04, 4, 1 << 25);
        core.stall(5);

        core.write(CVR, 4, 0x123);

        assertThat(counter()).isZero();
        assertThat(core.read(CSR, 4) & COUNTFLAG).isZero();
        assertThat(core.read(ICSR, 4) & PENDSTSET).isZero();
        core.stall(1);
        assertThat(counter()).isEqualTo(9);
    }

    @Test
    void the_external_clock_is_an_eighth() {
        start(9, ENABLE);

        core.stall(8);
        assertThat(counter()).isEqualTo(9);
        core.stall(8 * 8);
        assertThat(counter()).isEqualTo(1);
        core.stall(8);
        assertThat(core.read(CSR, 4)).isEqualTo(ENABLE | COUNTFLAG);
    }

    @Test
    void a_new_reload_value_counts_from_the_next_round_on() {
        start(9, ENABLE | CLKSOURCE);
        core.stall(5);

        core.write(RVR, 4, 99);

        assertThat(counter()).isEqualTo(5);
        core.stall(5);
        assertThat(counter()).isZero();
        core.stall(1);
        assertThat(counter()).isEqualTo(99);
    }

    @Test
    void a_reload_value_of_zero_stops_it_when_it_gets_there() {
        start(9, ENABLE | CLKSOURCE);
        core.stall(5);

        core.write(RVR, 4, 0);
        core.stall(5);
        assertThat(core.read(CSR, 4) & COUNTFLAG).isNotZero();
        core.stall(100);

        assertThat(counter()).isZero();
        assertThat(core.read(CSR, 4) & COUNTFLAG).isZero();
    }

    @Test
    void it_stands_while_it_is_disabled() {
        start(9, ENABLE | CLKSOURCE);
        core.stall(5);

        core.write(CSR, 4, CLKSOURCE);
        core.stall(100);

        assertThat(counter()).isEqualTo(5);
        core.write(CSR, 4, ENABLE | CLKSOURCE);
        core.stall(4);
        assertThat(counter()).isEqualTo(1);
    }

    @Test
    void registers_have_24_bits_and_no_calibration() {
        core.write(RVR, 4, -1);

        assertThat(core.read(RVR, 4)).isEqualTo(0xFFFFFF);
        assertThat(core.read(CALIB, 4) & 0xC0000000).isEqualTo(0x40000000); // SKEW, with a reference clock
    }

    @Test
    void its_exception_comes_in_the_cycle_of_zero_and_every_period_after() {
        SmallProgram program = new SmallProgram(0xBF00, 0xBF00, 0xBF00, 0xE7FB); // nop; nop; nop; b .-6
        program.flash.write16(0x200, 0x3501); // adds r5, #1
        program.flash.write16(0x202, 0x4770); // bx lr
        program.core.write(RVR, 4, 999);
        program.core.write(CVR, 4, 0);
        program.core.write(CSR, 4, ENABLE | TICKINT | CLKSOURCE);

        program.core.run(1000);
        assertThat(program.r(5)).isZero();
        program.core.run(1000 + 12 + 2 + 1);
        assertThat(program.r(5)).isOne();
        program.core.run(1_000_000);

        assertThat(program.r(5)).isEqualTo(999);
    }
}
