package io.gradhil.virtual.cpu;

import io.gradhil.virtual.debug.DebugRegisters;

/** Tells the debug registers what the core meets. */
final class DebugHooks implements DebugEvents {
    private final Core core;
    private final DebugRegisters debug;

    DebugHooks(Core core, DebugRegisters debug) {
        this.core = core;
        this.debug = debug;
    }

    @Override
    public boolean breakpoint() {
        return debug.event(DebugRegisters.BKPT);
    }

    @Override
    public void taken(int exception) {
        debug.taken(exception, core.exceptions.faults.cfsr);
    }

    @Override
    public boolean masks(int exception) {
        return debug.masks(exception);
    }
}
