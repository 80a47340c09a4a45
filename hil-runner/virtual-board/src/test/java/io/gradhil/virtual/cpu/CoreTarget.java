package io.gradhil.virtual.cpu;

/** The core under test, by way of its debug registers. */
final class CoreTarget implements Target {
    private static final int XPSR = 16;
    private static final int FPSCR = 33;
    private static final int S0 = 64;
    private static final int THUMB = 1 << 24;
    private static final int APSR_MASK = 0xF80F0000;
    private static final int FLASH = 0x08000000;
    private static final int RAM = 0x20000000;
    private static final int BRANCH_TO_ITSELF = 0xE7FE;
    private static final int ENOUGH_CYCLES = 200;

    private final SmallProgram program = new SmallProgram(SETUP);
    private final CortexM4 core = program.core;
    private final boolean translated;

    private CoreTarget(boolean translated) {
        this.translated = translated;
        program.cyclesOf(SETUP_STEPS);
        core.translateAfter(translated ? 0 : -1);
    }

    /** Creates a core that is stepped. */
    static CoreTarget stepped() {
        return new CoreTarget(false);
    }

    /** Creates a core that translates before it executes, and executes all of the code in one step. */
    static CoreTarget translated() {
        return new CoreTarget(true);
    }

    @Override
    public void prepare(short[] code, int[] state) {
        for (int k = 0; k < code.length; k++) {
            program.flash.write16(CODE - FLASH + 2 * k, code[k]);
        }
        program.flash.write16(CODE - FLASH + 2 * code.length, BRANCH_TO_ITSELF);
        for (int k = 0; k < StateWords.SINGLES; k++) {
            core.register(S0 + k, state[k]);
        }
        core.register(FPSCR, state[StateWords.FPSCR]);
        core.register(XPSR, state[StateWords.APSR] | THUMB);
        for (int k = 0; k < Core.SP; k++) {
            core.register(k, state[StateWords.R0 + k]);
        }
        core.register(Core.SP, StateWords.SP);
        core.register(Core.LR, state[StateWords.LR]);
        for (int k = 0; k < StateWords.MEMORY_WORDS; k++) {
            program.ram.write32(StateWords.MEMORY_ADDRESS - RAM + 4 * k, state[StateWords.MEMORY + k]);
        }
        core.register(Core.PC, CODE);
    }

    @Override
    public void step() {
        if (translated) {
            core.run(core.cycles() + ENOUGH_CYCLES);
        } else {
            core.step();
        }
    }

    @Override
    public int pc() {
        return core.register(Core.PC);
    }

    @Override
    public int[] state() {
        int[] state = new int[StateWords.COUNT];
        for (int k = 0; k < StateWords.SINGLES; k++) {
            state[k] = core.register(S0 + k);
        }
        state[StateWords.FPSCR] = core.register(FPSCR);
        state[StateWords.APSR] = core.register(XPSR) & APSR_MASK;
        for (int k = 0; k < Core.SP; k++) {
            state[StateWords.R0 + k] = core.register(k);
        }
        state[StateWords.LR] = core.register(Core.LR);
        for (int k = 0; k < StateWords.MEMORY_WORDS; k++) {
            state[StateWords.MEMORY + k] = program.ram.read32(StateWords.MEMORY_ADDRESS - RAM + 4 * k);
        }
        return state;
    }

    @Override
    public void close() {
        // Nothing runs outside the test.
    }
}
