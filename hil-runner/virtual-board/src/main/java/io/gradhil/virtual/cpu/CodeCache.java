package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decoded instructions, one slot for each half-word of a memory; a write to the memory empties the slots it touches. */
final class CodeCache {
    /** Translations discarded at different times that make the next ones twice as reluctant. */
    private static final int MANY = 16;

    private static final int MOST_DOUBLINGS = 20;
    private static final @Nullable Instruction[] NONE = new Instruction[0];

    /** Stands before the first instruction. */
    static final Instruction NOTHING = Decoder.decode(0xBF00, false);

    private final Bus bus;
    private final Runnable changed;
    private final Map<Memory, @Nullable Instruction[]> decoded = new IdentityHashMap<>();
    private final Map<Memory, List<Kept>> translations = new IdentityHashMap<>();
    private int discarded;

    /** A translation, offsets of its code, and the instruction that has it. */
    private record Kept(Translation translation, int from, int to, Instruction head) {}

    /** Slots of the region that is being executed. */
    private @Nullable Instruction[] slots = NONE;
    /** Its first address. */
    private int base;

    CodeCache(Bus bus, Runnable changed) {
        this.bus = bus;
        this.changed = changed;
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

    /** Tells whether an address lies in the memory that is being executed, as {@code pc} does, and leaves room for an instruction. */
    boolean isInRegion(int pc, int address) {
        return pc - base >>> 1 < slots.length && address - base >>> 1 < slots.length - 2;
    }

    /** Keeps a translation until its code changes. */
    void keep(Translation translation, Instruction head) {
        Region region = translation.region;
        Bus.Region where = bus.find(region.entry.pc);
        if (where != null && where.memory() != null) {
            translations
                    .computeIfAbsent(where.memory(), memory -> new ArrayList<>())
                    .add(new Kept(translation, region.from - where.base(), region.to - where.base(), head));
        }
    }

    /** Returns how many times more arrivals a translation is worth, as a power of two: code that keeps changing is left alone. */
    int discarded() {
        return Math.min(discarded / MANY, MOST_DOUBLINGS);
    }

    private void discard(Memory memory, int from, int to) {
        List<Kept> all = translations.computeIfAbsent(memory, absent -> new ArrayList<>());
        boolean any = all.removeIf(kept -> {
            boolean touched = kept.from < to && from < kept.to;
            if (touched) {
                kept.head.translation = null;
                kept.head.arrivals = 0;
            }
            return touched;
        });
        if (any) {
            discarded++;
            changed.run();
        }
    }

    /** Forgets a translation that can be made better. */
    void drop(Instruction head) {
        translations.values().forEach(all -> all.removeIf(kept -> kept.head == head));
        head.translation = null;
    }

    private @Nullable Instruction[] watched(Memory memory) {
        @Nullable Instruction[] fresh = new Instruction[memory.size() + 1 >>> 1];
        memory.watcher((offset, count) -> {
            int from = Math.max(0, offset - 2) >>> 1;
            discard(memory, offset, offset + count);
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
