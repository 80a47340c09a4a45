package io.gradhil.virtual.cpu;

import org.jspecify.annotations.Nullable;

/**
 * A region of code as Java's bytecode, see {@link RegionCompiler}. What is executed leaves the core exactly as the interpreter would, between two
 * instructions.
 */
abstract class Translation {
    /** Ways out, by what {@link #run} returns. Set once. */
    Exit[] exits = {};
    /** Instructions that are executed by their handlers. Set once. */
    Instruction[] called = {};
    /** Set once, as all that follows. */
    Region region = Region.NOWHERE;

    private int pc;
    private int need;
    private boolean usesFp;

    void describe(Region described, Exit[] ways, Instruction[] handled) {
        region = described;
        exits = ways;
        called = handled;
        pc = described.entry.pc;
        need = described.entry.need() + 2;
        usesFp = described.usesFp;
    }

    /**
     * Executes from the region's first instruction on, until the code leaves it, needs the interpreter, or {@link Core#stop} is near. Leaves
     * {@code core.pc} and {@code core.it} to the caller, who knows the exit.
     */
    abstract int run(Core core);

    /** Tells whether the first block can be executed to its end before {@link Core#stop}, and nothing of it has to be prepared. */
    boolean mayRun(Core core, int at) {
        return at == pc && core.stop - core.cycles > need && (!usesFp || core.exceptions.fpReady);
    }

    /** Why a region was left. */
    enum Reason {
        /** The next instruction is elsewhere. */
        BRANCH,
        /** The next instruction follows, but may lie beyond {@link Core#stop}. */
        STOP,
        /** The next instruction is the interpreter's; its start lies before the stop, its pairing has been counted. */
        INTERPRET
    }

    /**
     * A way out.
     *
     * @param pc of the next instruction
     * @param known false if {@code core.pc} has been set instead
     * @param it ITSTATE of the next instruction
     * @param last instruction executed
     * @param lastPc its address
     * @param next what is the interpreter's
     */
    record Exit(
            Reason reason,
            int pc,
            boolean known,
            int it,
            Instruction last,
            int lastPc,
            @Nullable Instruction next) {}
}
