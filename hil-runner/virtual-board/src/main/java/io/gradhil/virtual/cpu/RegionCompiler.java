package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Region.Block;
import io.gradhil.virtual.cpu.Translation.Exit;
import io.gradhil.virtual.cpu.Translation.Reason;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes a class of a region: one method, the core's registers in local variables, a label for each block. A block is entered only if its last
 * instruction begins before {@link Core#stop}, so nothing has to be looked at within. Cycles are summed up at its end.
 */
final class RegionCompiler {
    /** HotSpot compiles no method beyond 8000 bytes. */
    static final int MOST_BYTES = 7900;

    private static final String TRANSLATION = Type.getInternalName(Translation.class);
    private static final String INSTRUCTION = Type.getDescriptor(Instruction.class);
    private static final String MEMORY_ACCESS = Type.getInternalName(DataAccess.class);

    final List<Exit> exits = new ArrayList<>();
    final List<Instruction> called = new ArrayList<>();

    private final Region region;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    private final Bytecode to;
    private final DataCompiler data;
    private final MemoryCompiler memory;
    private final Map<Block, Label> labels = new IdentityHashMap<>();
    private final List<Runnable> rare = new ArrayList<>();
    private final Label epilogue = new Label();
    private final Label end = new Label();

    RegionCompiler(Region region) {
        this.region = region;
        writer.visit(
                Opcodes.V17,
                Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
                TRANSLATION.replace("Translation", "Translated"),
                null,
                TRANSLATION,
                null);
        constructor();
        MethodVisitor out = writer.visitMethod(0, "run", "(L" + Bytecode.CORE + ";)I", null, null);
        to = new Bytecode(out, region);
        data = new DataCompiler(to);
        memory = new MemoryCompiler(to);
        region.all().forEach(block -> labels.put(block, new Label()));
    }

    private void constructor() {
        MethodVisitor out = writer.visitMethod(0, "<init>", "()V", null, null);
        out.visitCode();
        out.visitVarInsn(Opcodes.ALOAD, 0);
        out.visitMethodInsn(Opcodes.INVOKESPECIAL, TRANSLATION, "<init>", "()V", false);
        out.visitInsn(Opcodes.RETURN);
        out.visitMaxs(0, 0);
        out.visitEnd();
    }

    /** Returns the class. */
    byte[] compile() {
        to.out.visitCode();
        prologue();
        region.all().forEach(this::block);
        rare.forEach(Runnable::run);
        epilogue();
        to.out.visitLabel(end);
        to.out.visitMaxs(0, 0);
        to.out.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Returns the length of the code, once it is compiled. */
    int bytes() {
        return end.getOffset();
    }

    private void prologue() {
        field("r", "[I", Bytecode.REGISTERS);
        field("s", "[I", Bytecode.SINGLES);
        memoryField("plainRam", "[B", Bytecode.RAM);
        memoryField("plainFlash", "[B", Bytecode.FLASH);
        memoryField("ramPages", "[Z", Bytecode.PAGES);
        to.loadReference(Bytecode.C);
        to.runtime("budget", "(Core)I");
        to.op(Opcodes.DUP);
        to.store(Bytecode.BUDGET);
        to.store(Bytecode.GIVEN);
        to.loadRegisters();
    }

    private void field(String name, String descriptor, int local) {
        to.loadReference(Bytecode.C);
        to.get(name, descriptor);
        to.out.visitVarInsn(Opcodes.ASTORE, local);
    }

    private void memoryField(String name, String descriptor, int local) {
        to.loadReference(Bytecode.C);
        to.get("memory", "L" + MEMORY_ACCESS + ";");
        to.out.visitFieldInsn(Opcodes.GETFIELD, MEMORY_ACCESS, name, descriptor);
        to.out.visitVarInsn(Opcodes.ASTORE, local);
    }

    private void epilogue() {
        to.out.visitLabel(epilogue);
        to.storeRegisters();
        to.loadReference(Bytecode.C);
        to.op(Opcodes.DUP);
        to.get("cycles", "J");
        to.load(Bytecode.GIVEN);
        to.load(Bytecode.BUDGET);
        to.op(Opcodes.ISUB);
        to.op(Opcodes.I2L);
        to.op(Opcodes.LADD);
        to.out.visitFieldInsn(Opcodes.PUTFIELD, Bytecode.CORE, "cycles", "J");
        to.load(Bytecode.EXIT);
        to.op(Opcodes.IRETURN);
    }

    // Blocks

    private void block(Block block) {
        to.out.visitLabel(labels.get(block));
        to.flags = java.util.Objects.requireNonNull(block.flags);
        int last = block.code.size() - 1;
        for (int k = 0; k < last; k++) {
            instruction(block, k);
        }
        if (block.bails) {
            to.spend(block.cyclesBefore(last));
            leave(interpret(block, last));
        } else {
            lastInstruction(block, last);
        }
    }

    private void instruction(Block block, int k) {
        Instruction i = block.code.get(k);
        int state = block.it.get(k);
        if (state == 0) {
            always(block, k, i);
        } else {
            conditional(block, k, i, state >>> 4);
        }
    }

    /** In an IT block; skipped, an instruction takes one cycle. */
    private void conditional(Block block, int k, Instruction i, int condition) {
        Instruction inside = i.inItBlock();
        boolean changes = Flags.changes(inside);
        Label skip = new Label();
        Label after = new Label();
        if (changes) {
            to.plainFlags();
        }
        to.jumpUnless(condition, skip);
        always(block, k, inside);
        if (changes) {
            to.plainFlags();
        }
        to.jump(Opcodes.GOTO, after);
        to.out.visitLabel(skip);
        to.spend(1 - i.cycles);
        to.out.visitLabel(after);
    }

    private void always(Block block, int k, Instruction i) {
        switch (Translatable.of(i)) {
            case DATA -> data.compile(i, block.addresses.get(k));
            case MEMORY -> memory.compile(i, block.addresses.get(k), bail(block, k));
            case CALL -> call(i);
            default -> {}
        }
    }

    private void call(Instruction i) {
        to.plainFlags();
        to.storeRegisters();
        to.loadReference(Bytecode.C);
        called(i);
        to.runtime("call", "(Core" + INSTRUCTION + ")V");
        to.loadRegisters();
    }

    /** Puts an instruction on the stack. */
    private void called(Instruction i) {
        to.loadReference(0);
        to.out.visitFieldInsn(Opcodes.GETFIELD, TRANSLATION, "called", "[" + INSTRUCTION);
        to.constant(called.size());
        to.op(Opcodes.AALOAD);
        called.add(i);
    }

    /**
     * Memory is accessed at once here too. Else the state is the interpreter's before and after the handler, and what is left of the budget is
     * worked out anew, so that the region is left at once if the handler has asked for attention or has arranged for something.
     */
    private void handled(Block block, Instruction i, int pc) {
        Label device = new Label();
        Label after = new Label();
        to.plainFlags();
        if (Translatable.isMemory(i)) {
            memory.compile(i, pc, device);
            to.jump(Opcodes.GOTO, after);
        }
        to.out.visitLabel(device);
        to.storeRegisters();
        to.loadReference(Bytecode.C);
        called(i);
        to.constant(pc);
        to.load(Bytecode.GIVEN);
        to.load(Bytecode.BUDGET);
        to.op(Opcodes.ISUB);
        to.constant(block.cycles());
        to.constant(region.usesFp ? 1 : 0);
        to.runtime("handle", "(Core" + INSTRUCTION + "IIIZ)I");
        to.op(Opcodes.DUP);
        to.store(Bytecode.BUDGET);
        to.store(Bytecode.GIVEN);
        to.loadRegisters();
        to.out.visitLabel(after);
    }

    private void lastInstruction(Block block, int k) {
        Instruction i = block.last();
        switch (Translatable.of(i)) {
            case BRANCH -> branch(block, i, block.addresses.get(k));
            case INDIRECT -> indirect(block, i, k);
            case DIVISION -> {
                divide(i, bail(block, k));
                edge(block, block.end, 0);
            }
            case HANDLED -> {
                handled(block, i, block.addresses.get(k));
                edge(block, block.end, 0);
            }
            default -> {
                instruction(block, k);
                edge(block, block.end, 0);
            }
        }
    }

    private void branch(Block block, Instruction i, int pc) {
        int target = Region.target(block);
        if (i.op == Op.B) {
            edge(block, target, Timing.REFILL);
            return;
        }
        if (i.op == Op.BL) {
            to.constant(pc + 4 | 1);
            to.setR(Core.LR);
            to.spend(block.cycles() + Timing.REFILL);
            leave(after(block, Reason.BRANCH, target));
            return;
        }
        Label taken = new Label();
        if (i.op == Op.B_CONDITIONAL) {
            to.jumpIf(i.imm2, taken);
        } else {
            to.r(i.n);
            to.jump(i.op == Op.CBZ ? Opcodes.IFEQ : Opcodes.IFNE, taken);
        }
        Flags flags = to.flags;
        edge(block, block.end, 0);
        to.out.visitLabel(taken);
        to.flags = flags;
        edge(block, target, Timing.REFILL);
    }

    private void indirect(Block block, Instruction i, int k) {
        Label bail = bail(block, k);
        if (i.op == Op.LDM) {
            memory.loadMultiple(i, bail);
        } else {
            to.r(i.m);
            to.store(Bytecode.SECOND);
            refuseTarget(to, bail);
        }
        if (i.op == Op.BLX) {
            to.constant(block.end | 1);
            to.setR(Core.LR);
        }
        to.loadReference(Bytecode.C);
        to.load(Bytecode.SECOND);
        to.constant(~1);
        to.op(Opcodes.IAND);
        to.out.visitFieldInsn(Opcodes.PUTFIELD, Bytecode.CORE, "pc", "I");
        to.spend(block.cycles() + Timing.REFILL_LATE);
        leave(new Exit(Reason.BRANCH, 0, false, 0, i, block.addresses.get(k), null));
    }

    /** Goes to the interpreter if the target in {@link Bytecode#SECOND} leaves Thumb state or may end an exception. */
    static void refuseTarget(Bytecode to, Label bail) {
        to.load(Bytecode.SECOND);
        to.constant(1);
        to.op(Opcodes.IAND);
        to.jump(Opcodes.IFEQ, bail);
        to.load(Bytecode.SECOND);
        to.constant(28);
        to.op(Opcodes.IUSHR);
        to.constant(15);
        to.jump(Opcodes.IF_ICMPEQ, bail);
    }

    /** A division by zero is the interpreter's, it may be a fault. */
    private void divide(Instruction i, Label bail) {
        boolean signed = i.op == Op.SDIV;
        to.r(i.m);
        to.jump(Opcodes.IFEQ, bail);
        to.load(Bytecode.BUDGET);
        operands(i);
        to.runtime(signed ? "signedDivisionCycles" : "unsignedDivisionCycles", "(II)I");
        to.op(Opcodes.ISUB);
        to.store(Bytecode.BUDGET);
        operands(i);
        if (signed) {
            to.op(Opcodes.IDIV);
        } else {
            to.call("java/lang/Integer", "divideUnsigned", "(II)I");
        }
        to.setR(i.d);
    }

    private void operands(Instruction i) {
        to.r(i.n);
        to.r(i.m);
    }

    // Ways from block to block, and out

    /** Goes to the block at {@code pc}, or leaves the region there, or near the stop. */
    private void edge(Block block, int pc, int refill) {
        Block target = region.blocks.get(pc);
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
    private Label bail(Block block, int k) {
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

    private static Exit interpret(Block block, int k) {
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

    private static Exit after(Block block, Reason reason, int pc) {
        return new Exit(reason, pc, true, 0, block.last(), block.addresses.get(block.code.size() - 1), null);
    }

    private void leave(Exit exit) {
        to.plainFlags();
        to.constant(exits.size());
        to.store(Bytecode.EXIT);
        to.jump(Opcodes.GOTO, epilogue);
        exits.add(exit);
    }
}
