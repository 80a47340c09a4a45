package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong in a program is told by CFSR, HFSR, MMFAR and BFAR, and by the PC that was stacked (B1.5.14, B3.2.15 to B3.2.18). */
class FaultTests {
    private static final int CCR = 0xE000ED14;
    private static final int SHCSR = 0xE000ED24;
    private static final int CFSR = 0xE000ED28;
    private static final int HFSR = 0xE000ED2C;
    private static final int MMFAR = 0xE000ED34;
    private static final int BFAR = 0xE000ED38;
    private static final int ALL_ENABLED = 7 << 16;
    private static final int FORCED = 1 << 30;
    private static final int SP = 13;
    private static final int XPSR = 16;
    private static final int HARD_FAULT = 3;
    private static final int RAM = 0x20000000;
    private static final int UDF = 0xDEDE;

    /** Code at 0x08000100 with r0 and CCR as given; what follows is the exception, CFSR, the address register and the stacked PC. */
    private static final String CASES = """
            undefined instruction         | DE00      | 00000000 | 000 | 6 | 00010000 | -        | 08000100
            code that is an address       | 4780      | 08000008 | 000 | 6 | 00020000 | -        | 08000008
            data in RAM that is no code   | 4780      | 20000101 | 000 | 6 | 00010000 | -        | 20000100
            branch to a peripheral        | 4780      | 40000001 | 000 | 4 | 00000001 | -        | 40000000
            branch to the system space    | 4780      | E000E001 | 000 | 4 | 00000001 | -        | E000E000
            branch to nothing             | 4780      | 60000001 | 000 | 5 | 00000100 | -        | 60000000
            branch behind the RAM         | 4780      | 20010001 | 000 | 5 | 00000100 | -        | 20010000
            read of nothing               | 6801      | 60000004 | 000 | 5 | 00008200 | 60000004 | 08000100
            write to nothing              | 6041      | 60000000 | 000 | 5 | 00008200 | 60000004 | 08000100
            word at an odd half-word      | 6801      | 20000002 | 008 | 6 | 01000000 | -        | 08000100
            LDM at an odd half-word       | E890 0006 | 20000002 | 000 | 6 | 01000000 | -        | 08000100
            LDRD at an odd half-word      | E9D0 1200 | 20000002 | 000 | 6 | 01000000 | -        | 08000100
            signed division by zero       | FB90 F1F2 | 00000007 | 010 | 6 | 02000000 | -        | 08000100
            unsigned division by zero     | FBB0 F1F2 | 00000007 | 010 | 6 | 02000000 | -        | 08000100
            FPU that is switched off      | EE30 0A00 | 00000000 | 000 | 6 | 00080000 | -        | 08000100
            coprocessor that is not there | EE10 0F10 | 00000000 | 000 | 6 | 00080000 | -        | 08000100
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CASES)
    void an_enabled_fault_has_its_own_handler(
            String name, String code, String r0, String ccr, int exception, String cfsr, String address, String pc) {
        SmallProgram program = prepare(code, r0, ccr);
        program.core.write(SHCSR, 4, ALL_ENABLED);

        program.core.run(50);

        assertThat(told(program)).isEqualTo(expected(exception, cfsr, 0, address, pc));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = CASES)
    void a_disabled_one_becomes_a_hard_fault(
            String name, String code, String r0, String ccr, int exception, String cfsr, String address, String pc) {
        SmallProgram program = prepare(code, r0, ccr);

        program.core.run(50);

        assertThat(told(program)).isEqualTo(expected(HARD_FAULT, cfsr, FORCED, address, pc));
    }

    private static SmallProgram prepare(String code, String r0, String ccr) {
        String[] words = code.split(" ", -1);
        int[] halfWords = new int[words.length];
        for (int k = 0; k < words.length; k++) {
            halfWords[k] = Integer.parseInt(words[k], 16);
        }
        SmallProgram program = new SmallProgram(halfWords);
        program.ram.write16(0x100, UDF);
        program.core.register(0, Integer.parseUnsignedInt(r0, 16));
        program.core.write(CCR, 4, program.core.read(CCR, 4) | Integer.parseInt(ccr, 16));
        return program;
    }

    private static String told(SmallProgram program) {
        CortexM4 core = program.core;
        int cfsr = core.read(CFSR, 4);
        int address = (cfsr & 0x80) != 0 ? MMFAR : BFAR;
        return text(
                core.register(XPSR) & 0x1FF,
                String.format(Locale.ROOT, "%08X", cfsr),
                core.read(HFSR, 4),
                (cfsr & 0x8080) == 0 ? "-" : String.format(Locale.ROOT, "%08X", core.read(address, 4)),
                String.format(Locale.ROOT, "%08X", core.read(core.register(SP) + 24, 4)));
    }

    private static String expected(int exception, String cfsr, int hfsr, String address, String pc) {
        return text(exception, cfsr, hfsr, address, pc);
    }

    private static String text(int exception, String cfsr, int hfsr, String address, String pc) {
        return String.format(
                Locale.ROOT, "exception %d, CFSR %s, HFSR %08X, address %s, pc %s", exception, cfsr, hfsr, address, pc);
    }

    @Test
    void a_push_below_the_RAM_tells_the_address_and_that_nothing_could_be_stacked() {
        SmallProgram program = new SmallProgram(0xB401); // push {r0}
        program.core.register(SP, RAM);

        program.core.run(50);

        assertThat(program.core.register(XPSR) & 0x1FF).isEqualTo(HARD_FAULT);
        assertThat(program.core.read(CFSR, 4)).isEqualTo(0x9200); // BFARVALID, STKERR, PRECISERR
        assertThat(program.core.read(BFAR, 4)).isEqualTo(RAM - 4);
        assertThat(program.core.read(HFSR, 4)).isEqualTo(FORCED);
    }

    @Test
    void without_traps_division_by_zero_gives_0_and_a_word_may_lie_anywhere() {
        SmallProgram program = new SmallProgram(0xFBB0, 0xF1F2, 0x6803, 0xE7FE); // udiv r1, r0, r2; ldr r3, [r0]
        program.core.register(0, RAM + 2);
        program.core.register(1, 5);
        program.ram.write32(2, 0x12345678);

        program.core.run(50);

        assertThat(program.r(1)).isZero();
        assertThat(program.r(3)).isEqualTo(0x12345678);
        assertThat(program.core.read(CFSR, 4)).isZero();
    }

    @Test
    void a_vector_that_cannot_be_read_is_a_hard_fault() {
        SmallProgram program = new SmallProgram(0xDF00); // svc 0
        program.core.write(0xE000ED08, 4, 0x60000000); // VTOR

        program.core.run(50);

        assertThat(program.core.read(HFSR, 4)).isEqualTo(2); // VECTTBL
        assertThat(program.core.isLockedUp()).isTrue(); // since HardFault has no vector either
    }
}
