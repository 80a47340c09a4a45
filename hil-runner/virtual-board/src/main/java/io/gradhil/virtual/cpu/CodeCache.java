package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decoded instructions, one slot for each half-word of a memory; a write to the memory empties the slots it touches. */
final class CodeCache {
    private static final @Nullable Instruction[] NONE = new Instruction[0];

    /** Stands before the first instruction. */
    static final Instruction NOTHING = Decoder.decode(0xBF00, false);

    private final Bus bus;
    private final Map<Memory, @Nullable Instruction[]> decoded = new IdentityHashMap<>();

    /** Slots of the region that is being executed. */
    private @Nullable Instruction[] slots = NONE;
    /** Its first address. */
    private int base;

    CodeCache(Bus bus) {
        this.bus = bus;
    }

    /** Forgets which region is being executed, after the map changed. */
    void remapped() {
        slots = NONE;
    }

    /** Returns the instruction at {@code pc}; links it to {@code previous} if that lies just before it. */
    Instruction lookUp(Core core, int pc, Instruction previous) {
        int index = (pc - base) >>> 1;
        Instruction found = index < slots.length ? slots[index] : null;
        if (found == null) {
            found = fetch(core, pc);
            index = (pc - base) >>> 1;
        }
        int before = index - (previous.size >>> 1);
        if (before >= 0 && before < slots.length && slots[before] == previous) {
            previous.next = found;
        }
        return found;
    }

    /**
     * Returns the instruction at {@code pc}, and makes its region the one that is being executed.
     *
     * @throws Fault IACCVIOL or IBUSERR
     */
    Instruction fetch(Core core, int pc) {
        if (Mpu.isNeverExecuted(pc)) {
            throw core.fault(Exceptions.MEM_MANAGE, FaultStatus.IACCVIOL);
        }
        Bus.Region region = bus.find(pc);
        Memory memory = region == null ? null : region.memory();
        if (region == null || memory == null) {
            return decode(core, pc);
        }
        slots = decoded.computeIfAbsent(memory, this::watched);
        base = region.base();
        int offset = pc - base;
        Instruction instruction = slots[offset >>> 1];
        if (instruction == null) {
            instruction = decode(core, pc);
            memory.watch(offset);
            memory.watch(Math.min(offset + 2, memory.size() - 1));
            slots[offset >>> 1] = instruction;
        }
        return instruction;
    }

    private @Nullable Instruction[] watched(Memory memory) {
        @Nullable Instruction[] fresh = new Instruction[memory.size() + 1 >>> 1];
        memory.watcher((offset, count) -> {
            int from = Math.max(0, offset - 2) >>> 1;
            forget(fresh, from, Math.min(fresh.length, (offset + count + 1) >>> 1));
        });
        return fresh;
    }

    /** Empties slots, and cuts the links of what is in them and of the two before, which may lead there. */
    private static void forget(@Nullable Instruction[] slots, int from, int to) {
        for (int index = Math.max(0, from - 2); index < to; index++) {
            Instruction instruction = slots[index];
            if (instruction != null) {
                instruction.next = null;
            }
        }
        Arrays.fill(slots, from, to, null);
    }

    private Instruction decode(Core core, int pc) {
        try {
            int first = bus.read(pc, 2);
            boolean wide = Decoder.isWide(first);
            return Decoder.decode(wide ? first << 16 | bus.read(pc + 2, 2) : first, wide);
        } catch (BusFaultException e) {
            throw core.fault(Exceptions.BUS_FAULT, FaultStatus.IBUSERR);
        } catch (UnmodelledAccessException e) {
            throw e.at(pc);
        }
    }
}
