package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.virtual.bus.UnmodelledAccessException;
import org.junit.jupiter.api.Test;

/** What a debug probe does with the core: halt, step, registers, breakpoints, watchpoints, vector catch (C1.6, C1.8, C1.11). */
class DebugTests {
    private static final int DFSR = 0xE000ED30;
    private static final int DHCSR = 0xE000EDF0;
    private static final int DCRSR = 0xE000EDF4;
    private static final int DCRDR = 0xE000EDF8;
    private static final int DEMCR = 0xE000EDFC;
    private static final int KEY = 0xA05F0000;
    private static final int DEBUGEN = 1;
    private static final int HALT = 2;
    private static final int STEP = 4;
    private static final int S_HALT = 1 << 17;
    private static final int MOVS_R0_1 = 0x2001;
    private static final int MOVS_R1_2 = 0x2102;
    private static final int NOP = 0xBF00;
    private static final int BKPT = 0xBE00;
    private static final int LOOP = 0xE7FE;
    private static final int STR_R0_R8 = 0xF8C8;

    @Test
    void halts_on_request_and_goes_on() {
        SmallProgram program = new SmallProgram(MOVS_R0_1, LOOP);

        program.core.write(DHCSR, 4, KEY | DEBUGEN | HALT);

        assertThat(program.core.run(1000)).isEqualTo(CortexM4.Stop.HALTED);
        assertThat(program.core.read(DHCSR, 4) & S_HALT).isNotZero();
        assertThat(program.core.cycles()).isZero();

        program.core.write(DHCSR, 4, KEY | DEBUGEN);

        assertThat(program.core.run(1000)).isEqualTo(CortexM4.Stop.LIMIT);
        assertThat(program.r(0)).isOne();
    }

    @Test
    void steps_one_instruction_at_a_time() {
        SmallProgram program = new SmallProgram(MOVS_R0_1, MOVS_R1_2, LOOP);
        program.core.write(DHCSR, 4, KEY | DEBUGEN | HALT);

        program.core.write(DHCSR, 4, KEY | DEBUGEN | STEP);
        program.core.run(1000);

        assertThat(program.pc()).isEqualTo(SmallProgram.START + 2);
        assertThat(program.r(0)).isOne();
        assertThat(program.r(1)).isZero();
        assertThat(program.core.isHalted()).isTrue();
    }

    @Test
    void transfers_registers_by_dcrsr() {
        SmallProgram program = new SmallProgram(LOOP);
        program.core.write(DHCSR, 4, KEY | DEBUGEN | HALT);

        program.core.write(DCRDR, 4, 0x3F800000);
        program.core.write(DCRSR, 4, 1 << 16 | 64 + 7);
        program.core.write(DCRDR, 4, 0);
        program.core.write(DCRSR, 4, 64 + 7);

        assertThat(program.core.read(DCRDR, 4)).isEqualTo(0x3F800000);
        assertThat(program.core.register(64 + 7)).isEqualTo(0x3F800000);
    }

    @Test
    void stops_at_a_hardware_breakpoint_before_the_instruction() {
        SmallProgram program = new SmallProgram(MOVS_R0_1, NOP, MOVS_R1_2, LOOP);

        program.cyclesUntil(SmallProgram.START + 4);

        assertThat(program.core.isHalted()).isTrue();
        assertThat(program.pc()).isEqualTo(SmallProgram.START + 4);
        assertThat(program.r(1)).isZero();
        assertThat(program.core.read(DFSR, 4)).isEqualTo(2);
    }

    @Test
    void stops_at_bkpt_if_debug_is_enabled() {
        SmallProgram program = new SmallProgram(MOVS_R0_1, BKPT, LOOP);
        program.core.write(DHCSR, 4, KEY | DEBUGEN);

        assertThat(program.core.run(1000)).isEqualTo(CortexM4.Stop.HALTED);
        assertThat(program.pc()).isEqualTo(SmallProgram.START + 2);
    }

    @Test
    void takes_bkpt_for_a_hard_fault_if_debug_is_disabled() {
        SmallProgram program = new SmallProgram(BKPT);

        program.core.run(100);

        assertThat(program.core.register(16) & 0x1FF).isEqualTo(3);
        assertThat(program.core.read(0xE000ED2C, 4)).isEqualTo(1 << 31);
    }

    @Test
    void stops_after_a_watched_write() {
        SmallProgram program = new SmallProgram(MOVS_R0_1, STR_R0_R8, 0x0000, MOVS_R1_2, LOOP);
        program.core.register(8, 0x20000010);
        program.core.write(DHCSR, 4, KEY | DEBUGEN);
        program.core.write(DEMCR, 4, 1 << 24);
        program.core.write(0xE0001020, 4, 0x20000010);
        program.core.write(0xE0001028, 4, 6);

        assertThat(program.core.run(1000)).isEqualTo(CortexM4.Stop.HALTED);
        assertThat(program.ram.read32(0x10)).isOne();
        assertThat(program.r(1)).isZero();
        assertThat(program.core.read(DFSR, 4)).isEqualTo(4);
    }

    @Test
    void stops_at_the_reset_vector_if_that_is_caught() {
        SmallProgram program = new SmallProgram(MOVS_R0_1, LOOP);
        program.core.write(DHCSR, 4, KEY | DEBUGEN);
        program.core.write(DEMCR, 4, 1);

        program.core.reset(false);

        assertThat(program.core.run(1000)).isEqualTo(CortexM4.Stop.HALTED);
        assertThat(program.pc()).isEqualTo(SmallProgram.START);
        assertThat(program.core.read(DFSR, 4)).isEqualTo(8);
    }

    @Test
    void ignores_a_program_that_enables_debug_itself() {
        SmallProgram program = new SmallProgram(0x6001, BKPT); // str r1, [r0]
        program.core.register(0, DHCSR);
        program.core.register(1, KEY | DEBUGEN);

        program.core.run(100);

        assertThat(program.core.isHalted()).isFalse();
        assertThat(program.core.register(16) & 0x1FF).isEqualTo(3);
    }

    @Test
    void refuses_a_register_without_a_model_and_names_it() {
        SmallProgram program = new SmallProgram(0x6001); // str r1, [r0]
        program.core.register(0, 0xE0000000);
        program.core.register(1, 0x55);

        assertThatThrownBy(() -> program.core.run(100))
                .isInstanceOf(UnmodelledAccessException.class)
                .hasMessage("ITM is not modelled: write of 0x00000055 to 0xE0000000, pc 0x08000100");
    }

    @Test
    void executes_what_the_debugger_wrote_over_code_that_had_run() {
        SmallProgram program = new SmallProgram(MOVS_R0_1, LOOP);
        program.core.run(100);

        program.flash.write16(SmallProgram.START - 0x08000000, 0x2007);
        program.core.reset(false);
        program.core.run(program.core.cycles() + 100);

        assertThat(program.r(0)).isEqualTo(7);
    }
}
