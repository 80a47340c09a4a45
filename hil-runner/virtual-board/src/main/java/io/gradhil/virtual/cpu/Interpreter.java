package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.debug.DebugRegisters;
import io.gradhil.virtual.debug.Dwt;
import io.gradhil.virtual.debug.Fpb;

/**
 * Executes instructions one after the other until {@link Core#stop}. Two loops: the plain one, and one that looks at each address before it
 * executes there, for as long as the MPU, a breakpoint, a step or an uncached flash asks for it.
 */
final class Interpreter {
    private static final int RAM = 0x20000000;

    private final Core core;
    private final CodeCache code;
    final Translator translator = Translator.configured();
    private final Mpu mpu;
    private final DebugRegisters debug;
    private final Fpb fpb;
    private final Dwt dwt;
    private boolean debugged;
    private int waitStates;
    private int line;

    Interpreter(Core core, Bus bus, Mpu mpu, DebugRegisters debug, Fpb fpb, Dwt dwt) {
        this.core = core;
        this.mpu = mpu;
        this.debug = debug;
        this.fpb = fpb;
        this.dwt = dwt;
        code = new CodeCache(bus, () -> core.codeGeneration++);
    }

    void remapped() {
        code.remapped();
    }

    void flashTiming(int newWaitStates) {
        waitStates = newWaitStates;
    }

    void debugChanged() {
        boolean breakpoints = debug.hearsEvents() && (fpb.isActive() || dwt.watchesInstructions());
        debugged = breakpoints || debug.isStepping();
    }

    void execute() {
        if (!core.thumb) {
            core.r[Core.PC] = core.pc + 4;
            code.fetch(core, core.pc); // an error of the fetch comes first
            throw core.usageFault(FaultStatus.INVSTATE);
        }
        if (debugged || mpu.isEnabled() || waitStates != 0) {
            executeCarefully();
        } else if (translator.isOn()) {
            executeTranslated();
        } else {
            executePlainly();
        }
    }

    /**
     * The address is kept in a local variable and compared with what the handler left: the processor predicts that nothing branches, and need not
     * wait for the store of one instruction to reach the load of the next.
     */
    private void executePlainly() {
        Core c = core;
        int[] r = c.r;
        Instruction previous = c.previous;
        Instruction i = null;
        int pc = c.pc;
        while (c.cycles < c.stop) {
            r[Core.PC] = pc + 4;
            if (i == null) {
                i = code.lookUp(c, pc, previous);
            }
            int next = pc + i.size;
            c.pc = next;
            c.cycles += i.pairing == 0 ? i.cycles : i.cycles + Timing.neighbours(previous, i);
            if (c.it == 0) {
                Operations.execute(c, i);
            } else {
                executeInItBlock(c, i);
            }
            previous = i;
            if (c.pc == next) {
                pc = next;
                i = i.next;
            } else {
                pc = c.pc;
                i = null;
            }
        }
        c.previous = previous;
    }

    /**
     * As {@link #executePlainly}, but goes through translations where there are any. Notes which instructions meet devices, so that they are translated
     * accordingly. Where a run begins, an interrupt returns to, or an instruction was the interpreter's by way of exception may be anywhere, hence is no reason
     * to make one: the number of translations would grow for as long as interrupts come, and loops would be torn apart.
     */
    private void executeTranslated() {
        Core c = core;
        int[] r = c.r;
        Instruction previous = c.previous;
        Instruction i = null;
        boolean arrived = true;
        boolean counted = takeHandlerEntry();
        boolean left = false;
        int ipsr = c.ipsr;
        int others = c.memory.others;
        int pc = c.pc;
        while (c.cycles < c.stop) {
            r[Core.PC] = pc + 4;
            if (i == null) {
                i = code.lookUp(c, pc, previous);
            }
            int pairing = i.pairing == 0 ? 0 : Timing.neighbours(previous, i);
            if (arrived && c.it == 0 && mayRun(i, pc, counted)) {
                c.cycles += pairing;
                Instruction head = i;
                Translation.Exit exit = run(i);
                previous = exit.last();
                arrived = exit.reason() == Translation.Reason.BRANCH;
                counted = true;
                pc = c.pc;
                i = exit.next();
                if (i == null) {
                    continue;
                }
                Translatable how = Translatable.of(i);
                if (exit.it() == 0 && how == Translatable.HANDLED) {
                    translator.improve(code, head);
                }
                left = how == Translatable.NOT;
                r[Core.PC] = pc + 4;
                pairing = 0;
            }
            int next = pc + i.size;
            c.pc = next;
            c.cycles += i.cycles + pairing;
            if (c.it == 0) {
                Operations.execute(c, i);
            } else {
                executeInItBlock(c, i);
            }
            if (c.memory.others != others) {
                others = c.memory.others;
                i.meetsDevices = true;
            }
            previous = i;
            arrived = left || c.pc != next;
            counted = c.ipsr == ipsr || takeHandlerEntry();
            ipsr = c.ipsr;
            left = false;
            i = c.pc == next ? i.next : null;
            pc = c.pc;
        }
        c.previous = previous;
    }

    private boolean takeHandlerEntry() {
        boolean entry = core.atHandler;
        core.atHandler = false;
        return entry;
    }

    private boolean mayRun(Instruction i, int pc, boolean counted) {
        Translation translation = i.translation;
        if (translation == null && (counted || translator.isEager())) {
            translation = translator.arrived(core, code, i, pc);
        }
        return translation != null && translation.mayRun(core, pc);
    }

    private Translation.Exit run(Instruction head) {
        Translation translation = java.util.Objects.requireNonNull(head.translation);
        return leave(translation, translation.run(core));
    }

    private Translation.Exit leave(Translation translation, int index) {
        Translation.Exit exit = translation.exits[index];
        if (exit.known()) {
            core.pc = exit.pc();
        }
        core.it = exit.it();
        core.r[Core.PC] = exit.lastPc() + 4;
        return exit;
    }

    private void executeCarefully() {
        Core c = core;
        Instruction previous = c.previous;
        while (c.cycles < c.stop) {
            int pc = c.pc;
            c.r[Core.PC] = pc + 4;
            if (debugged && isBreakpoint(pc)) {
                break;
            }
            if (!mpu.allows(pc, false, true, c.isPrivileged())) {
                throw c.fault(Exceptions.MEM_MANAGE, FaultStatus.IACCVIOL);
            }
            Instruction i = code.fetch(c, pc);
            c.pc = pc + i.size;
            c.cycles += i.pairing == 0 ? i.cycles : i.cycles + Timing.neighbours(previous, i);
            c.cycles += fetchStall(pc + i.size - 2);
            if (c.it == 0) {
                Operations.execute(c, i);
            } else {
                executeInItBlock(c, i);
            }
            previous = i;
            debug.retired();
        }
        c.previous = previous;
    }

    private boolean isBreakpoint(int pc) {
        return debug.hearsEvents()
                && (fpb.matches(pc) && debug.event(DebugRegisters.BKPT)
                        || dwt.watchesInstructions()
                                && dwt.matchesInstruction(pc)
                                && debug.event(DebugRegisters.DWTTRAP));
    }

    /** Without ART each line of 128 bits of the flash costs its wait states once, when it is entered (RM0383 3.4). */
    private int fetchStall(int address) {
        if (waitStates == 0 || address >>> 4 == line || Integer.compareUnsigned(address, RAM) >= 0) {
            return 0;
        }
        line = address >>> 4;
        return waitStates;
    }

    /** A fault leaves ITSTATE as it was, so that the instruction can be repeated; BKPT is never conditional (A7.7.17). */
    private static void executeInItBlock(Core c, Instruction i) {
        int state = c.it;
        c.it = Core.advance(state);
        if (!c.passes(state >>> 4) && i.op != Op.BKPT) {
            c.cycles -= i.cycles - 1;
            return;
        }
        Instruction inside = i.inItBlock();
        try {
            Operations.execute(c, inside);
        } catch (Fault fault) {
            c.it = state;
            throw fault;
        }
    }
}
