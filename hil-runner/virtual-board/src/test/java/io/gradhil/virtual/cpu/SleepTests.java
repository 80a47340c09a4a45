package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** WFI, WFE, the event register, SCR.SLEEPONEXIT and SEVONPEND (B1.5.18, B1.5.19). */
class SleepTests {
    private static final int SCR = 0xE000ED10;
    private static final int SLEEPONEXIT = 2;
    private static final int SEVONPEND = 16;
    private static final int ISER = 0xE000E100;
    private static final int ICPR = 0xE000E280;
    private static final int WFI = 0xBF30;
    private static final int WFE = 0xBF20;
    private static final int SEV = 0xBF40;
    private static final int CPSID_I = 0xB672;
    private static final int MOVS_R0_1 = 0x2001;
    private static final int MOVS_R1_1 = 0x2101;
    private static final int LOOP = 0xE7FE;

    private static SmallProgram program(int... code) {
        SmallProgram program = new SmallProgram(code);
        program.flash.write16(0x200, 0x3501); // adds r5, #1
        program.flash.write16(0x202, 0x4770); // bx lr
        return program;
    }

    private static void pass(SmallProgram program) {
        program.core.run(program.core.cycles() + 100);
    }

    @Test
    void WFI_sleeps_until_an_interrupt_and_its_handler_comes_first() {
        SmallProgram program = program(WFI, MOVS_R0_1, LOOP);
        program.core.write(ISER, 4, 1);
        pass(program);
        assertThat(program.core.isSleeping()).isTrue();
        assertThat(program.r(0)).isZero();

        program.core.irq(0).set(true);
        program.core.irq(0).set(false);
        pass(program);

        assertThat(program.r(5)).isOne();
        assertThat(program.r(0)).isOne();
    }

    @Test
    void a_masked_interrupt_ends_WFI_without_being_taken() {
        SmallProgram program = program(CPSID_I, WFI, MOVS_R0_1, LOOP);
        program.core.write(ISER, 4, 1);
        pass(program);

        program.core.irq(0).set(true);
        pass(program);

        assertThat(program.r(0)).isOne();
        assertThat(program.r(5)).isZero();
    }

    @Test
    void a_disabled_interrupt_does_not_end_WFI() {
        SmallProgram program = program(WFI, MOVS_R0_1, LOOP);
        pass(program);

        program.core.irq(0).set(true);
        pass(program);

        assertThat(program.core.isSleeping()).isTrue();
    }

    @Test
    void WFE_takes_the_event_of_an_earlier_SEV_and_sleeps_at_the_second_time() {
        SmallProgram program = program(SEV, WFE, MOVS_R0_1, WFE, MOVS_R1_1, LOOP);

        pass(program);

        assertThat(program.r(0)).isOne();
        assertThat(program.r(1)).isZero();
        assertThat(program.core.isSleeping()).isTrue();

        program.core.event();
        pass(program);

        assertThat(program.r(1)).isOne();
    }

    @Test
    void an_exception_leaves_an_event() {
        SmallProgram program = program(0xBF00, WFE, MOVS_R0_1, WFE, MOVS_R1_1, LOOP); // nop
        program.core.write(ISER, 4, 1);
        program.core.irq(0).set(true);
        program.core.irq(0).set(false);

        pass(program);

        assertThat(program.r(5)).isOne();
        assertThat(program.r(0)).isOne();
        assertThat(program.r(1)).isZero();
    }

    @Test
    void with_SEVONPEND_a_disabled_interrupt_that_becomes_pending_is_an_event() {
        SmallProgram program = program(WFE, MOVS_R0_1, WFE, MOVS_R1_1, LOOP);
        pass(program);
        program.core.irq(0).set(true);
        pass(program);
        assertThat(program.r(0)).isZero();
        program.core.irq(0).set(false);
        program.core.write(ICPR, 4, 1);

        program.core.write(SCR, 4, SEVONPEND);
        program.core.irq(0).set(true);
        pass(program);

        assertThat(program.r(0)).isOne();
        assertThat(program.r(1)).isZero(); // it was pending already
        assertThat(program.r(5)).isZero();
    }

    @Test
    void with_SLEEPONEXIT_a_handler_returns_to_sleep() {
        SmallProgram program = program(WFI, MOVS_R0_1, LOOP);
        program.core.write(ISER, 4, 1);
        program.core.write(SCR, 4, SLEEPONEXIT);
        pass(program);

        for (int k = 0; k < 3; k++) {
            program.core.irq(0).set(true);
            program.core.irq(0).set(false);
            pass(program);
        }

        assertThat(program.r(5)).isEqualTo(3);
        assertThat(program.r(0)).isZero();
        assertThat(program.core.isSleeping()).isTrue();

        program.core.write(SCR, 4, 0);
        program.core.irq(0).set(true);
        program.core.irq(0).set(false);
        pass(program);

        assertThat(program.r(0)).isOne();
    }
}
