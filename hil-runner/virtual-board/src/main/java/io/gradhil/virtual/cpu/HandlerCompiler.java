package io.gradhil.virtual.cpu;

import io.gradhil.virtual.cpu.Region.Block;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Translates instructions that the interpreter's handlers execute. */
final class HandlerCompiler {
    private static final String TRANSLATION = Type.getInternalName(Translation.class);
    private static final String INSTRUCTION = Type.getDescriptor(Instruction.class);

    final List<Instruction> called = new ArrayList<>();

    private final Region region;
    private final Bytecode to;
    private final MemoryCompiler memory;

    HandlerCompiler(Region region, Bytecode to, MemoryCompiler memory) {
        this.region = region;
        this.to = to;
        this.memory = memory;
    }

    /**
     * Memory is accessed at once here too. Else the state is the interpreter's before and after the handler, and what is left of the budget is
     * worked out anew, so that the region is left at once if the handler has asked for attention or has arranged for something.
     */
    void handle(Block block, Instruction i, int pc) {
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

    void call(Instruction i) {
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
}
