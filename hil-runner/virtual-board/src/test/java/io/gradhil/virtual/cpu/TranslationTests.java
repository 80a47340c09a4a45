package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Translated code does what interpreted code does, in the same cycles, and no longer than it may. */
class TranslationTests {
    private static final int START = SmallProgram.START;
    private static final int RAM = 0x20000000;
    private static final int SCRATCH = 0x20000400;
    private static final int BLOCKS = 120;
    private static final int INSTRUCTIONS = 60;
    private static final int IXC = 0x10;
    private static final int PC = 15;
    private static final int XPSR = 16;
    private static final int FPSCR = 33;
    private static final int S0 = 64;
    private static final int DHCSR = 0xE000EDF0;
    private static final int ENABLE_DEBUG = 0xA05F0001;
    private static final int LOOP = 0xE7FE;

    // r4 += r0, r1 times: movs r0, #1; adds r4, r4, r0; subs r1, #1; bne .-6; b .
    private static final int MOVS_R0_1 = 0x2001;
    private static final int MOVS_R0_2 = 0x2002;
    private static final int[] COUNTING = {MOVS_R0_1, 0x1824, 0x3901, 0xD1FB, LOOP};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void random_programs_run_in_lockstep(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        InstructionStream stream = new InstructionStream(seed, row -> !row.has(Encoding.Trait.SYSTEM));
        for (int block = 0; block < BLOCKS; block++) {
            Lockstep cores = new Lockstep(seed, code(stream.block(INSTRUCTIONS)));
            for (int pass = 0; pass < 3; pass++) {
                for (int k = 0; k < 128; k++) {
                    cores.both(SCRATCH + 4 * k, word(random));
                }
                for (int k = 0; k < 15; k++) {
                    cores.register(k, word(random));
                }
                for (int k = 0; k < 32; k++) {
                    cores.register(S0 + k, word(random));
                }
                cores.register(13, SCRATCH + 256);
                cores.register(PC, START);
                cores.register(XPSR, random.nextInt() & 0xF80F0000 | 1 << 24);
                cores.register(FPSCR, pass == 0 ? random.nextInt() & 0xF7C0009F : IXC);
                cores.run(600, pass == 2 ? 600 : 40);
            }
            assertThat(cores.translated.core.translations()).isPositive();
        }
    }

    private static int[] code(short[] block) {
        int[] result = new int[block.length + 1];
        for (int k = 0; k < block.length; k++) {
            result[k] = block[k] & 0xFFFF;
        }
        result[block.length] = LOOP;
        return result;
    }

    /** Bits of all kinds, half of them floats of a usual size. */
    private static int word(SplittableRandom random) {
        return random.nextBoolean()
                ? random.nextInt()
                : Float.floatToRawIntBits((float) (random.nextDouble() - 0.5)) & -1 << random.nextInt(24);
    }

    @Test
    void every_stop_is_where_the_interpreter_stops() {
        Lockstep cores = new Lockstep(7, COUNTING);
        cores.register(1, 1000);

        cores.run(5000, 9);

        assertThat(cores.translated.r(4)).isEqualTo(1000);
        assertThat(cores.translated.core.translations()).isPositive();
    }

    @Test
    void code_that_changes_itself_is_translated_anew() {
        Lockstep cores = new Lockstep(8, LOOP);
        // movs r0, #1; adds r4, r4, r0; strh r2, [r3]; subs r1, #1; bne .-8; b .
        cores.place(RAM + 0x2000, MOVS_R0_1, 0x1824, 0x801A, 0x3901, 0xD1FA, LOOP);
        cores.register(1, 500);
        cores.register(2, MOVS_R0_2);
        cores.register(3, RAM + 0x2000);
        cores.register(PC, RAM + 0x2000);

        cores.run(8000, 700);

        assertThat(cores.translated.r(4)).isEqualTo(1 + 2 * 499);
    }

    @Test
    void what_is_written_between_runs_is_executed() {
        Lockstep cores = new Lockstep(9, COUNTING);
        cores.register(1, 1000);
        cores.run(1000, 100);
        int before = cores.translated.r(4);
        int left = cores.translated.r(1);

        cores.interpreted.flash.write16(START - 0x08000000, MOVS_R0_2);
        cores.translated.flash.write16(START - 0x08000000, MOVS_R0_2);
        cores.run(9000, 100);

        assertThat(cores.translated.r(4)).isBetween(before + 2 * left - 1, before + 2 * left);
    }

    @Test
    void code_that_keeps_changing_is_left_to_the_interpreter_in_the_end() {
        SmallProgram program = new SmallProgram(COUNTING);
        program.core.translateAfter(1);

        for (int k = 0; k < 2000; k++) {
            program.flash.write16(START - 0x08000000, k % 2 == 0 ? MOVS_R0_1 : MOVS_R0_2);
            program.core.register(1, 10);
            program.core.register(PC, START);
            program.core.run(program.core.cycles() + 100);
        }

        assertThat(program.core.translations()).isLessThan(200);
    }

    @Test
    void a_breakpoint_in_a_hot_loop_stops_it() {
        Lockstep cores = new Lockstep(10, COUNTING);
        cores.register(1, 100_000);
        cores.run(10_000, 3000);

        cores.both(DHCSR, ENABLE_DEBUG);
        cores.both(0xE0002000, 3);
        cores.both(0xE0002008, START + 4 | 0x40000001);
        cores.run(1000, 1000);

        assertThat(cores.translated.core.isHalted()).isTrue();
        assertThat(cores.translated.pc()).isEqualTo(START + 4);
    }

    @Test
    void a_watchpoint_in_a_hot_loop_stops_it() {
        Lockstep cores = new Lockstep(11, 0x6018, 0x3004, 0x3901, 0xD1FB, LOOP); // str r0, [r3]; adds r0, #4; ...
        cores.register(1, 100_000);
        cores.register(3, SCRATCH);
        cores.run(10_000, 3000);

        cores.both(DHCSR, ENABLE_DEBUG);
        cores.both(0xE000EDFC, 1 << 24);
        cores.both(0xE0001020, SCRATCH);
        cores.both(0xE0001028, 6);
        cores.run(1000, 1000);

        assertThat(cores.translated.core.isHalted()).isTrue();
    }

    @Test
    void steps_wait_states_and_protection_go_by_the_careful_way() {
        Lockstep cores = new Lockstep(12, COUNTING);
        cores.register(1, 100_000);
        cores.run(3000, 300);

        cores.interpreted.core.flashTiming(3, false);
        cores.translated.core.flashTiming(3, false);
        cores.run(3000, 300);
        cores.interpreted.core.flashTiming(3, true);
        cores.translated.core.flashTiming(3, true);
        for (int k = 0; k < 20; k++) {
            cores.interpreted.core.step();
            cores.translated.core.step();
            cores.compare();
        }
        cores.both(0xE000ED94, 5); // MPU_CTRL: ENABLE, PRIVDEFENA
        cores.run(3000, 300);
        cores.both(0xE000ED94, 0);

        cores.run(3000, 300);
    }

    @Test
    void an_interrupt_is_taken_at_the_same_cycle() {
        Lockstep cores = new Lockstep(13, COUNTING);
        cores.register(1, 100_000);
        for (int half : new int[] {0x200, 0x202}) {
            int code = half == 0x200 ? 0x3501 : 0x4770; // adds r5, #1; bx lr
            cores.interpreted.flash.write16(half, code);
            cores.translated.flash.write16(half, code);
        }
        cores.both(0xE000E014, 97);
        cores.both(0xE000E018, 0);
        cores.both(0xE000E010, 7); // SysTick every 98 cycles

        cores.run(50_000, 5000);

        assertThat(cores.translated.r(5)).isGreaterThan(400);
    }

    @Test
    void registers_of_the_system_are_read_and_written_at_the_same_cycle() {
        // ldr r0, [r3, #24] (SYST_CVR); adds r4, r4, r0; str r2, [r6] (ICSR: pends SVCall's neighbour PendSV); mrs r7,
        // primask; cpsie i; subs r1, #1;
        // bne .-16; b .
        Lockstep cores = new Lockstep(15, 0x6998, 0x1824, 0x6032, 0xF3EF, 0x8710, 0xB662, 0x3901, 0xD1F7, LOOP);
        for (int half : new int[] {0x200, 0x202}) {
            int code = half == 0x200 ? 0x3501 : 0x4770; // adds r5, #1; bx lr
            cores.interpreted.flash.write16(half, code);
            cores.translated.flash.write16(half, code);
        }
        cores.both(0xE000E014, 0xFFFF);
        cores.both(0xE000E018, 0);
        cores.both(0xE000E010, 5); // SysTick counts, without interrupts
        cores.register(1, 2000);
        cores.register(2, 1 << 28);
        cores.register(3, 0xE000E000);
        cores.register(6, 0xE000ED04);

        cores.run(200_000, 3000);

        assertThat(cores.translated.r(5)).isEqualTo(2000);
        assertThat(cores.translated.core.translations()).isPositive();
    }

    @Test
    void an_instruction_that_meets_devices_and_memory_in_turn_goes_both_ways() {
        // ldr r0, [r3]; adds r4, r4, r0; eors r3, r2; subs r1, #1; bne .-8; b .: SYST_CVR and a word of the RAM in turn
        Lockstep cores = new Lockstep(16, 0x6818, 0x1824, 0x4053, 0x3901, 0xD1FA, LOOP);
        cores.both(0xE000E014, 0xFFFF);
        cores.both(0xE000E018, 0);
        cores.both(0xE000E010, 5);
        cores.both(SCRATCH, 77);
        cores.register(1, 2000);
        cores.register(2, SCRATCH ^ 0xE000E018);
        cores.register(3, SCRATCH);

        cores.run(40_000, 900);

        assertThat(cores.translated.r(1)).isZero();
    }

    @Test
    void the_places_where_interrupts_return_to_get_no_translations() {
        int[] code = new int[100];
        Arrays.fill(code, MOVS_R0_1);
        code[99] = 0xE79B; // b START
        SmallProgram program = new SmallProgram(code);
        program.core.translateAfter(3);
        program.flash.write32(4 * 15, 0x08000401);
        program.flash.write16(0x400, 0x4770); // SysTick: bx lr
        program.core.write(0xE000E014, 4, 96);
        program.core.write(0xE000E018, 4, 0);
        program.core.write(0xE000E010, 4, 7);

        program.core.run(600_000);

        // Of the loop, which is longer than a region, of its end, of the handler.
        assertThat(program.core.translations()).isBetween(1, 3);
    }

    @Test
    void a_fault_finds_the_state_of_its_instruction() {
        // adds r4, #1; ldr r0, [r3]; adds r3, r3, r2; b .-6: leaves the RAM at its end
        Lockstep cores = new Lockstep(14, 0x3401, 0x6818, 0x189B, 0xE7FB);
        cores.register(2, 0x800);
        cores.register(3, RAM);

        cores.run(2000, 60);

        assertThat(cores.translated.core.register(XPSR) & 0x1FF).isEqualTo(3);
        assertThat(cores.translated.r(3)).isEqualTo(RAM + 0x10000);
        assertThat(cores.translated.r(4)).isEqualTo(33);
    }
}
