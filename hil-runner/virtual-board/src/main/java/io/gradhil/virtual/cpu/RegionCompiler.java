package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Region.Block;
import io.gradhil.virtual.cpu.Translation.Exit;
import io.gradhil.virtual.cpu.Translation.Reason;
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
    /**
     * HotSpot's C1 runs out of registers on methods beyond some 4,000 bytes of such code, and C2, which waits for what C1 measures, inlines no more
     * than 8,000 bytes altogether. Measured on the firmware's tiles: fastest, and soonest fast, at 2,400 to 3,000.
     */
    static final int MOST_BYTES = 2400;

    private static final String TRANSLATION = Type.getInternalName(Translation.class);
    private static final String MEMORY_ACCESS = Type.getInternalName(DataAccess.class);

    private final Region region;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    private final Bytecode to;
    private final DataCompiler data;
    private final MemoryCompiler memory;
    private final Conditions conditions;
    private final HandlerCompiler handlers;
    private final Ways ways;
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
        conditions = new Conditions(to);
        handlers = new HandlerCompiler(region, to, memory);
        ways = new Ways(region, to, epilogue);
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
        ways.finish();
        epilogue();
        to.out.visitLabel(end);
        to.out.visitMaxs(0, 0);
        to.out.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    Exit[] exits() {
        return ways.exits.toArray(Exit[]::new);
    }

    Instruction[] called() {
        return handlers.called.toArray(Instruction[]::new);
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
        memoryField("ramPages", "[B", Bytecode.PAGES);
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
        ways.begin(block);
        to.flags = java.util.Objects.requireNonNull(block.flags);
        int last = block.code.size() - 1;
        for (int k = 0; k < last; k++) {
            instruction(block, k);
        }
        if (block.bails) {
            to.spend(block.cyclesBefore(last));
            ways.leave(Ways.interpret(block, last));
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
        conditions.jumpUnless(condition, skip);
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
            case MEMORY -> memory.compile(i, block.addresses.get(k), ways.bail(block, k));
            case CALL -> handlers.call(i);
            default -> {}
        }
    }

    private void lastInstruction(Block block, int k) {
        Instruction i = block.last();
        switch (Translatable.of(i)) {
            case BRANCH -> branch(block, i, block.addresses.get(k));
            case INDIRECT -> indirect(block, i, k);
            case DIVISION -> {
                divide(i, ways.bail(block, k));
                ways.edge(block, block.end, 0);
            }
            case HANDLED -> {
                handlers.handle(block, i, block.addresses.get(k));
                ways.edge(block, block.end, 0);
            }
            default -> {
                instruction(block, k);
                ways.edge(block, block.end, 0);
            }
        }
    }

    private void branch(Block block, Instruction i, int pc) {
        int target = Region.target(block);
        if (i.op == Op.B) {
            ways.edge(block, target, Timing.REFILL);
            return;
        }
        if (i.op == Op.BL) {
            to.constant(pc + 4 | 1);
            to.setR(Core.LR);
            to.spend(block.cycles() + Timing.REFILL);
            ways.leave(Ways.after(block, Reason.BRANCH, target));
            return;
        }
        Label taken = new Label();
        if (i.op == Op.B_CONDITIONAL) {
            conditions.jumpIf(i.imm2, taken);
        } else {
            to.r(i.n);
            to.jump(i.op == Op.CBZ ? Opcodes.IFEQ : Opcodes.IFNE, taken);
        }
        Flags flags = to.flags;
        ways.edge(block, block.end, 0);
        to.out.visitLabel(taken);
        to.flags = flags;
        ways.edge(block, target, Timing.REFILL);
    }

    private void indirect(Block block, Instruction i, int k) {
        Label bail = ways.bail(block, k);
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
        ways.leave(new Exit(Reason.BRANCH, 0, false, 0, i, block.addresses.get(k), null));
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
}
