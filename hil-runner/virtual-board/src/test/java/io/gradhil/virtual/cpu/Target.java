package io.gradhil.virtual.cpu;

/** A processor in a debugger's hands. A test sets it up, steps it and looks at it, and does not know which one it is. */
interface Target extends AutoCloseable {
    int CODE = 0x08000400;
    /** Enables the FPU, and makes its registers part of the context, so that no later instruction initialises FPSCR. */
    int[] SETUP = {
        0x4803, 0x4904, 0x6001, // ldr r0, =CPACR; ldr r1, =CP10 and CP11; str r1, [r0]
        0xF3BF, 0x8F6F, // isb
        0xEEB0, 0x0A40, // vmov s0, s0
        0xBF00, // nop
        0xED88, 0xE000, 0x0000, 0x00F0
    };

    /** Instructions of {@link #SETUP} up to the nop. */
    int SETUP_STEPS = 5;

    int MOST_STEPS = 40;

    /** Places code at {@link #CODE}, PC at its beginning, a state in registers and memory. */
    void prepare(short[] code, int[] state);

    /** Executes an instruction. */
    void step();

    /** Returns PC. */
    int pc();

    /** Returns the state, as {@link StateWords} says. */
    int[] state();

    @Override
    void close();

    /** Executes code until PC is behind it, and returns the state that it leaves. */
    default int[] execute(short[] code, int[] state) {
        prepare(code, state);
        int end = CODE + 2 * code.length;
        for (int steps = 0; pc() != end; steps++) {
            if (steps == MOST_STEPS) {
                throw new AssertionError(String.format("after %d steps at 0x%08X, not 0x%08X", steps, pc(), end));
            }
            step();
        }
        return state();
    }
}
