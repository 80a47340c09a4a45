package io.gradhil.virtual.cpu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Code that is translated together: what can be reached from an instruction by branches whose targets are known, calls excepted, up to a size.
 * The first block has a copy that is entered from outside alone, so that a loop to it begins with what its own end leaves; but not in a loop that is too long
 * for that.
 */
final class Region {
    private static final int LONGEST_BLOCK = 32;

    static final Region NOWHERE = new Region(1, pc -> null, 0);

    final Block entry;
    final Map<Integer, Block> blocks = new LinkedHashMap<>();
    /** Core registers that occur, a bit each. */
    int registers;
    /** S registers that occur, a bit each. */
    int singles;

    private final int longestBlock;
    boolean usesFp;
    int size;
    /** Address of the first and behind the last half-word. */
    int from;

    int to;

    /** A run of instructions that is entered at its first alone. */
    static final class Block {
        final int pc;
        final List<Instruction> code = new ArrayList<>();
        final List<Integer> addresses = new ArrayList<>();
        /** ITSTATE before each instruction. */
        final List<Integer> it = new ArrayList<>();
        /** Whether the last instruction is left to the interpreter. */
        boolean bails;
        /** Address behind the last instruction. */
        int end;
        /** How the flags are kept on entry. */
        @Nullable Flags flags;

        Block(int pc) {
            this.pc = pc;
            end = pc;
        }

        Instruction last() {
            return code.get(code.size() - 1);
        }

        /** Returns the cycles from the beginning to instruction {@code index}, what its neighbour adds included. */
        int cyclesBefore(int index) {
            int result = 0;
            for (int k = 1; k <= index; k++) {
                result += code.get(k - 1).cycles + pairing(code.get(k - 1), code.get(k));
            }
            return result;
        }

        /** Returns the cycles to the start of the last instruction. */
        int need() {
            return code.isEmpty() ? 0 : cyclesBefore(code.size() - 1);
        }

        int cycles() {
            return need() + last().cycles;
        }
    }

    /**
     * Finds the region of {@code pc}.
     *
     * @param fetch gives the instruction at an address, or null if there is none to be translated
     * @param most instructions
     */
    Region(int pc, IntFunction<@Nullable Instruction> fetch, int most) {
        longestBlock = Math.min(LONGEST_BLOCK, most);
        entry = scan(pc, fetch);
        Deque<Block> open = new ArrayDeque<>(List.of(entry));
        size = entry.code.size();
        while (!open.isEmpty()) {
            for (int next : successors(open.remove())) {
                if (size >= most || blocks.containsKey(next)) {
                    continue;
                }
                Block block = scan(next, fetch);
                if (!block.code.isEmpty()) {
                    blocks.put(next, block);
                    open.add(block);
                    size += block.code.size();
                }
            }
        }
        from = entry.pc;
        to = entry.end;
        all().forEach(this::note);
        flow();
    }

    /** Returns the block to which a branch to an address leads, null if that leaves the region. */
    @Nullable Block at(int pc) {
        Block block = blocks.get(pc);
        return block == null && pc == entry.pc ? entry : block;
    }

    List<Block> all() {
        List<Block> result = new ArrayList<>(blocks.values());
        result.add(0, entry);
        return result;
    }

    private void note(Block block) {
        from = Integer.compareUnsigned(block.pc, from) < 0 ? block.pc : from;
        to = Integer.compareUnsigned(block.end, to) > 0 ? block.end : to;
        int count = block.bails ? block.code.size() - 1 : block.code.size();
        for (Instruction i : block.code.subList(0, count)) {
            Usage usage = new Usage(i);
            registers |= usage.registers;
            singles |= usage.singles;
            usesFp |= usage.fp;
        }
    }

    private Block scan(int pc, IntFunction<@Nullable Instruction> fetch) {
        Block block = new Block(pc);
        int it = 0;
        while (true) {
            Instruction i = fetch.apply(block.end);
            if (i == null || !block.code.isEmpty() && it == 0 && blocks.containsKey(block.end)) {
                return block;
            }
            Translatable how = Translatable.of(i);
            boolean plain = how.compareTo(Translatable.CALL) <= 0;
            block.code.add(i);
            block.addresses.add(block.end);
            block.it.add(it);
            block.end += i.size;
            block.bails = how == Translatable.NOT || it != 0 && (!plain || i.op == Op.IT);
            if (block.bails || !plain || it == 0 && i.op != Op.IT && block.code.size() >= longestBlock) {
                return block;
            }
            it = i.op == Op.IT ? i.imm : Core.advance(it);
        }
    }

    /** Returns where the code goes on within the region, the usual way first. */
    static List<Integer> successors(Block block) {
        if (block.code.isEmpty() || block.bails) {
            return List.of();
        }
        Instruction last = block.last();
        return switch (last.op) {
            case B -> List.of(target(block));
            case B_CONDITIONAL, CBZ, CBNZ -> List.of(target(block), block.end);
            case BL, BX, BLX -> List.of();
            default -> Translatable.of(last) == Translatable.INDIRECT ? List.of() : List.of(block.end);
        };
    }

    /** Returns the address to which the last instruction branches. */
    static int target(Block block) {
        return block.addresses.get(block.code.size() - 1) + 4 + block.last().imm;
    }

    static int pairing(Instruction previous, Instruction i) {
        return i.pairing == 0 ? 0 : Timing.neighbours(previous, i);
    }

    /** Decides how flags are kept at the beginning of each block: as all that lead to it leave them, or as the core does. */
    private void flow() {
        entry.flags = Flags.PLAIN;
        Deque<Block> open = new ArrayDeque<>(List.of(entry));
        while (!open.isEmpty()) {
            Block block = open.remove();
            Flags after = flagsAfter(block);
            for (int next : successors(block)) {
                Block target = blocks.get(next);
                if (target != null) {
                    Flags merged = target.flags == null || target.flags == after ? after : Flags.PLAIN;
                    if (merged != target.flags) {
                        target.flags = merged;
                        open.add(target);
                    }
                }
            }
        }
    }

    private static Flags flagsAfter(Block block) {
        Flags flags = java.util.Objects.requireNonNull(block.flags);
        for (int k = 0; k < block.code.size(); k++) {
            boolean conditional = block.it.get(k) != 0;
            Instruction i = block.code.get(k);
            flags = Flags.after(flags, conditional ? i.inItBlock() : i, conditional);
        }
        return flags;
    }
}
