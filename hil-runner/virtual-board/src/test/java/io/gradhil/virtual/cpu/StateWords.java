package io.gradhil.virtual.cpu;

import java.util.Locale;

/** The words of a state that instructions are executed on: s0 to s31, FPSCR, APSR, r0 to r12, lr, memory; as in driver.c. */
final class StateWords {
    static final int SINGLES = 32;
    static final int FPSCR = 32;
    static final int APSR = 33;
    static final int R0 = 34;
    static final int LR = R0 + 13;
    static final int MEMORY = 48;
    static final int MEMORY_WORDS = 128;
    static final int COUNT = MEMORY + MEMORY_WORDS;

    /** Where the memory of a state lies, and SP in the middle of it. */
    static final int MEMORY_ADDRESS = 0x20000400;

    static final int SP = 0x20000500;

    private StateWords() {}

    static String name(int word) {
        if (word < FPSCR) {
            return "s" + word;
        }
        if (word < MEMORY) {
            return word == FPSCR ? "fpscr" : word == APSR ? "apsr" : word == LR ? "lr" : "r" + (word - R0);
        }
        return word < COUNT ? String.format(Locale.ROOT, "[%08X]", MEMORY_ADDRESS + 4 * (word - MEMORY)) : "faults";
    }
}
