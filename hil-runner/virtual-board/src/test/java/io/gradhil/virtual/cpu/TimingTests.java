package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Cycles after the Cortex-M4 TRM, section 3.3: tables and the examples of pairing. */
class TimingTests {
    private static final int LOOP = 0xE7FE;
    private static final int END = SmallProgram.START;

    private static long cycles(int... code) {
        int[] all = java.util.Arrays.copyOf(code, code.length + 1);
        all[code.length] = LOOP;
        SmallProgram program = new SmallProgram(all);
        for (int register = 1; register < 8; register++) {
            program.core.register(register, 0x20000000);
        }
        return program.cyclesUntil(END + 2 * code.length);
    }

    @Test
    void data_processing_takes_a_cycle() {
        assertThat(cycles(0x2001, 0x1840)).isEqualTo(2); // movs r0, #1; adds r0, r0, r1
    }

    @Test
    void two_loads_take_three_cycles() {
        assertThat(cycles(0x6808, 0x6811)).isEqualTo(3); // ldr r0, [r1]; ldr r1, [r2]
    }

    @Test
    void three_loads_take_four_cycles() {
        assertThat(cycles(0x6808, 0x6811, 0x685A)).isEqualTo(4);
    }

    @Test
    void a_load_from_the_address_just_loaded_is_not_paired() {
        assertThat(cycles(0x6809, 0x680A)).isEqualTo(4); // ldr r1, [r1]; ldr r2, [r1]
    }

    @Test
    void a_store_to_base_and_immediate_takes_a_cycle() {
        assertThat(cycles(0x6008)).isEqualTo(1); // str r0, [r1]
    }

    @Test
    void a_load_of_four_registers_takes_five_cycles() {
        assertThat(cycles(0xE891, 0x003C)).isEqualTo(5); // ldmia r1, {r2-r5}
    }

    @Test
    void a_branch_taken_refills_the_pipeline() {
        assertThat(cycles(0xE000, 0xBF00)).isEqualTo(2); // b over nop
    }

    @Test
    void a_division_takes_two_to_twelve_cycles() {
        assertThat(cycles(0x2001, 0xFBB0, 0xF0F1)).isEqualTo(1 + 2); // 1 / 0x20000000
        assertThat(cycles(0x2201, 0xFBB1, 0xF0F2)).isEqualTo(1 + 12); // 0x20000000 / 1
    }

    @Test
    void flash_without_art_costs_its_wait_states_for_each_line() {
        SmallProgram program =
                new SmallProgram(0xBF00, 0xBF00, 0xBF00, 0xBF00, 0xBF00, 0xBF00, 0xBF00, 0xBF00, 0xBF00, LOOP);
        program.core.flashTiming(3, false);

        assertThat(program.cyclesUntil(END + 18)).isEqualTo(9 + 2 * 3);
    }

    @Test
    void where_a_run_ends_changes_nothing() {
        int[] code = {0x6808, 0x684B, 0x1C49, 0x680A, LOOP
        }; // ldr r0, [r1]; ldr r3, [r1, #4]; adds r1, r1, #1; ldr r2, [r1]

        long inOneRun = new SmallProgram(code).cyclesUntil(END + 8);

        assertThat(inOneRun).isEqualTo(2 + 1 + 1 + 3);
        assertThat(new SmallProgram(code).cyclesOf(4)).isEqualTo(inOneRun);
    }
}
