package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Region.Block;
import io.gradhil.virtual.cpu.Translation.Exit;
import io.gradhil.virtual.cpu.Translation.Reason;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Translates the ways from block to block, and out of the region; what is rarely gone lies behind everything else. */
final class Ways {
    final List<Exit> exits = new ArrayList<>();

    private final Region region;
    private final Bytecode to;
    private final Label epilogue;
    private final Map<Block, Label> labels = new IdentityHashMap<>();
    private final List<Runnable> rare = new ArrayList<>();

    Ways(Region region, Bytecode to, Label epilogue) {
        this.region = region;
        this.to = to;
        this.epilogue = epilogue;
        region.all().forEach(block -> labels.put(block, new Label()));
    }

    /** Marks the beginning of a block. */
    void begin(Block block) {
        to.out.visitLabel(labels.get(block));
    }

    /** Writes what was put off. */
    void finish() {
        rare.forEach(Runnable::run);
    }

    /** Goes to the block at {@code pc}, or leaves the region there, or near the stop. */
    void edge(Block block, int pc, int refill) {
        Block target = region.at(pc);
        int cycles = block.cycles() + refill;
        if (target == null) {
            to.spend(cycles);
            leave(after(block, Reason.BRANCH, pc));
            return;
        }
        int pairing = Region.pairing(block.last(), target.code.get(0));
        Label stop = new Label();
        to.spend(cycles + pairing);
        to.load(Bytecode.BUDGET);
        to.constant(target.need() + 1);
        to.jump(Opcodes.IF_ICMPLE, stop);
        later(stop, -pairing, after(block, Reason.STOP, pc));
        if (target.flags == Flags.PLAIN) {
            to.plainFlags();
        }
        to.jump(Opcodes.GOTO, labels.get(target));
    }

    /** Returns where to go if the instruction turns out to be the interpreter's. */
    Label bail(Block block, int k) {
        Label label = new Label();
        later(label, block.cyclesBefore(k), interpret(block, k));
        return label;
    }

    private void later(Label label, int cycles, Exit exit) {
        Flags flags = to.flags;
        rare.add(() -> {
            to.out.visitLabel(label);
            to.flags = flags;
            to.spend(cycles);
            leave(exit);
        });
    }

    static Exit interpret(Block block, int k) {
        int before = Math.max(0, k - 1);
        return new Exit(
                Reason.INTERPRET,
                block.addresses.get(k),
                true,
                block.it.get(k),
                block.code.get(before),
                block.addresses.get(before),
                block.code.get(k));
    }

    static Exit after(Block block, Reason reason, int pc) {
        return new Exit(reason, pc, true, 0, block.last(), block.addresses.get(block.code.size() - 1), null);
    }

    void leave(Exit exit) {
        to.plainFlags();
        to.constant(exits.size());
        to.store(Bytecode.EXIT);
        to.jump(Opcodes.GOTO, epilogue);
        exits.add(exit);
    }
}
