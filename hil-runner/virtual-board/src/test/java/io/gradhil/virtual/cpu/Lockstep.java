package io.gradhil.virtual.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.virtual.bus.Memory;
import java.util.SplittableRandom;

/** Two cores with the same memories: one interprets, the other translates before the first execution. */
final class Lockstep {
    private static final int LAST_REGISTER = 20;
    private static final int FPSCR = 33;
    private static final int S0 = 64;
    private static final int FPCCR = 0xE000EF34;
    private static final int CPACR = 0xE000ED88;

    final SmallProgram interpreted;
    final SmallProgram translated;
    private final SplittableRandom slices;

    Lockstep(long seed, int... code) {
        slices = new SplittableRandom(seed);
        interpreted = new SmallProgram(code);
        translated = new SmallProgram(code);
        interpreted.core.translateAfter(-1);
        translated.core.translateAfter(0);
        both(CPACR, 0xF << 20);
        both(FPCCR, 1 << 31);
    }

    /** Writes a word as the debugger does. */
    void both(int address, int value) {
        interpreted.core.write(address, 4, value);
        translated.core.write(address, 4, value);
    }

    void register(int number, int value) {
        interpreted.core.register(number, value);
        translated.core.register(number, value);
    }

    /** Runs both in slices of up to {@code slice} cycles, comparing after each. */
    void run(int cycles, int slice) {
        long end = interpreted.core.cycles() + cycles;
        while (interpreted.core.cycles() < end && !interpreted.core.isHalted()) {
            long until = interpreted.core.cycles() + 1 + slices.nextInt(slice);
            assertThat(translated.core.run(until)).isEqualTo(interpreted.core.run(until));
            compare();
        }
        assertThat(translated.ram.copy(0, translated.ram.size()))
                .isEqualTo(interpreted.ram.copy(0, interpreted.ram.size()));
    }

    void compare() {
        compare(interpreted.core, translated.core);
    }

    static void compare(CortexM4 expected, CortexM4 actual) {
        assertThat(actual.cycles()).as("cycles").isEqualTo(expected.cycles());
        for (int number = 0; number <= LAST_REGISTER; number++) {
            compare(expected, actual, number);
        }
        compare(expected, actual, FPSCR);
        for (int number = S0; number < S0 + 32; number++) {
            compare(expected, actual, number);
        }
    }

    private static void compare(CortexM4 expected, CortexM4 actual, int number) {
        if (actual.register(number) != expected.register(number)) {
            assertThat(Integer.toHexString(actual.register(number)))
                    .as("register %d at 0x%08X, cycle %d", number, expected.register(15), expected.cycles())
                    .isEqualTo(Integer.toHexString(expected.register(number)));
        }
    }

    /** Places half-words in both RAMs. */
    void place(int address, int... code) {
        for (Memory ram : new Memory[] {interpreted.ram, translated.ram}) {
            for (int k = 0; k < code.length; k++) {
                ram.write16(address - 0x20000000 + 2 * k, code[k]);
            }
        }
    }
}
