package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several interrupts at once, as software sees them (B1.5.6, B1.5.8, B1.5.12): who comes when, and what is stacked. */
class TailChainTests {
    private static final int ISER = 0xE000E100;
    private static final int ISPR = 0xE000E200;
    private static final int IPR = 0xE000E400;
    private static final int SP_IN_THREAD = 0x20001000;
    private static final int FRAME = 0x20;

    private final SmallProgram program = new SmallProgram(0xE7FE);
    private final CortexM4 core = program.core;

    /** Handlers of IRQ 0 and 1 note SP and LR: r4 and r5, r6 and r7. */
    @BeforeEach
    void handlers() {
        handler(0, 0x300, 0x466C, 0x4675, 0x4770); // mov r4, sp; mov r5, lr; bx lr
        handler(1, 0x380, 0x466E, 0x4677, 0x4770); // mov r6, sp; mov r7, lr; bx lr
        core.write(ISER, 4, 3);
    }

    private void handler(int interrupt, int offset, int... code) {
        program.flash.write32(4 * (16 + interrupt), 0x08000000 + offset + 1);
        for (int k = 0; k < code.length; k++) {
            program.flash.write16(offset + 2 * k, code[k]);
        }
    }

    @Test
    void the_second_handler_finds_the_frame_of_the_first() {
        core.write(ISPR, 4, 3);

        core.run(100);

        assertThat(program.r(4)).isEqualTo(SP_IN_THREAD - FRAME);
        assertThat(program.r(6)).isEqualTo(SP_IN_THREAD - FRAME);
        assertThat(program.r(5)).isEqualTo(0xFFFFFFF9);
        assertThat(program.r(7)).isEqualTo(0xFFFFFFF9);
        assertThat(program.r(13)).isEqualTo(SP_IN_THREAD);
        assertThat(program.pc()).isEqualTo(SmallProgram.START);
    }

    @Test
    void chaining_takes_6_cycles_where_a_return_and_an_entry_take_22() {
        long alone = cyclesOf(1);
        long chained = cyclesOf(3);

        // 12 to enter, three instructions (bx: 3 cycles), 10 to return.
        assertThat(alone).isEqualTo(12 + 5 + 10);
        assertThat(chained).isEqualTo(alone + 5 + 6);
    }

    /** Returns the cycles until thread mode goes on, with the interrupts of {@code pending}. */
    private long cyclesOf(int pending) {
        core.write(ISPR, 4, pending);
        long start = core.cycles();
        do {
            core.step();
        } while ((core.register(16) & 0x1FF) != 0);
        return core.cycles() - start;
    }

    @Test
    void of_two_with_the_same_priority_the_lower_number_comes_first() {
        handler(0, 0x300, 0x2401, 0x4770); // movs r4, #1
        handler(1, 0x380, 0x0064, 0x3402, 0x4770); // lsls r4, r4, #1; adds r4, #2
        core.write(ISPR, 4, 3);

        core.run(100);

        assertThat(program.r(4)).isEqualTo(1 * 2 + 2);
    }

    @Test
    void a_more_urgent_one_interrupts_the_handler_and_stacks_a_frame_of_its_own() {
        handler(0, 0x300, 0x466C, 0x4675, 0x6001, 0x4682, 0x4770); // ...; str r1, [r0] pends 1; mov r10, r0; bx lr
        core.write(IPR, 4, 0x0080);
        core.register(0, ISPR);
        core.register(1, 2);
        core.write(ISPR, 4, 1);

        core.run(100);

        assertThat(program.r(6)).isEqualTo(SP_IN_THREAD - 2 * FRAME);
        assertThat(program.r(7)).isEqualTo(0xFFFFFFF1);
        assertThat(program.r(10)).isEqualTo(ISPR);
        assertThat(program.r(13)).isEqualTo(SP_IN_THREAD);
    }

    @Test
    void a_less_urgent_one_waits_for_the_end_of_the_handler() {
        handler(0, 0x300, 0x466C, 0x4675, 0x6001, 0x4682, 0x4770);
        core.write(IPR, 4, 0x8000);
        core.register(0, ISPR);
        core.register(1, 2);
        core.write(ISPR, 4, 1);

        core.run(100);

        assertThat(program.r(6)).isEqualTo(SP_IN_THREAD - FRAME);
        assertThat(program.r(7)).isEqualTo(0xFFFFFFF9);
    }

    @Test
    void a_line_that_stays_high_brings_its_handler_again() {
        handler(0, 0x300, 0x3401, 0x4770); // adds r4, #1
        core.irq(0).set(true);

        core.run(100);

        assertThat(program.r(4)).isGreaterThan(3);
    }
}
