package io.gradhil.virtual.cpu;

import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** Translates the search for the memory that an address lies in, and the checks of an access to it. */
final class MemoryFinder {
    private final Bytecode to;

    MemoryFinder(Bytecode to) {
        this.to = to;
    }

    /** Finds the memory of an address on the stack, and its offset. */
    void forLoad(int words, Label bail) {
        Label found = new Label();
        to.store(Bytecode.FIRST);
        to.loadReference(Bytecode.RAM);
        to.out.visitVarInsn(Opcodes.ASTORE, Bytecode.MEMORY);
        offset(DataAccess.RAM);
        outside(0);
        to.jump(Opcodes.IFEQ, found);
        to.loadReference(Bytecode.FLASH);
        to.out.visitVarInsn(Opcodes.ASTORE, Bytecode.MEMORY);
        offset(DataAccess.FLASH);
        outside(0);
        to.jump(Opcodes.IFNE, bail);
        to.out.visitLabel(found);
        lastWord(words, bail);
    }

    /** Finds the same, and that nobody watches what is about to be written. */
    void forStore(int words, int width, Label bail) {
        to.store(Bytecode.FIRST);
        to.loadReference(Bytecode.RAM);
        to.out.visitVarInsn(Opcodes.ASTORE, Bytecode.MEMORY);
        offset(DataAccess.RAM);
        outside(0);
        to.jump(Opcodes.IFNE, bail);
        lastWord(words, bail);
        to.loadReference(Bytecode.PAGES);
        to.load(Bytecode.OFFSET);
        to.load(Bytecode.OFFSET);
        to.add(4 * (words - 1) + width - 1);
        to.runtime("isWatched", "([BII)Z");
        to.jump(Opcodes.IFNE, bail);
    }

    private void offset(int base) {
        to.load(Bytecode.FIRST);
        to.add(-base);
        to.store(Bytecode.OFFSET);
    }

    private void outside(int distance) {
        to.load(Bytecode.OFFSET);
        to.add(distance);
        to.loadReference(Bytecode.MEMORY);
        to.runtime("outside", "(I[B)Z");
    }

    private void lastWord(int words, Label bail) {
        if (words > 1) {
            outside(4 * (words - 1));
            to.jump(Opcodes.IFNE, bail);
        }
    }

    /** Goes to the interpreter if the address on the stack, which stays there, is no multiple of 4. */
    void checkAligned(Label bail) {
        to.store(Bytecode.FIRST);
        to.load(Bytecode.FIRST);
        to.constant(3);
        to.op(Opcodes.IAND);
        to.jump(Opcodes.IFNE, bail);
        to.load(Bytecode.FIRST);
    }
}
