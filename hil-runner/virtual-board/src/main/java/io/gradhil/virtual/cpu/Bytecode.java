package io.gradhil.virtual.cpu;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes bytecode that works on the core's registers and flags, which are local variables. */
final class Bytecode {
    static final String CORE = Type.getInternalName(Core.class);
    static final String RUNTIME = Type.getInternalName(Runtime.class);

    // Local variables. 0 is the translation.
    static final int C = 1;
    /** Cycles left to core.stop. */
    static final int BUDGET = 2;

    static final int GIVEN = 3;
    static final int RAM = 4;
    static final int FLASH = 5;
    static final int PAGES = 6;
    static final int NEGATIVE = 7;
    static final int ZERO = 8;
    static final int CARRY = 9;
    static final int OVERFLOW = 10;
    /** Operands of the addition or subtraction that the flags tell about. */
    static final int LEFT = 11;

    static final int RIGHT = 12;
    static final int MEMORY = 13;
    static final int OFFSET = 14;
    static final int FIRST = 15;
    static final int SECOND = 16;
    static final int EXIT = 17;
    static final int REGISTERS = 18;
    static final int SINGLES = 19;
    private static final int R0 = 20;
    private static final int S0 = 40;

    final MethodVisitor out;
    final Region region;
    Flags flags = Flags.PLAIN;

    Bytecode(MethodVisitor out, Region region) {
        this.out = out;
        this.region = region;
    }

    void op(int opcode) {
        out.visitInsn(opcode);
    }

    void load(int local) {
        out.visitVarInsn(Opcodes.ILOAD, local);
    }

    void store(int local) {
        out.visitVarInsn(Opcodes.ISTORE, local);
    }

    void loadReference(int local) {
        out.visitVarInsn(Opcodes.ALOAD, local);
    }

    void r(int number) {
        load(R0 + number);
    }

    void setR(int number) {
        store(R0 + number);
    }

    void s(int number) {
        out.visitVarInsn(Opcodes.FLOAD, S0 + (number & 31));
    }

    void setS(int number) {
        out.visitVarInsn(Opcodes.FSTORE, S0 + (number & 31));
    }

    void constant(int value) {
        if (value >= -1 && value <= 5) {
            op(Opcodes.ICONST_0 + value);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            out.visitIntInsn(value == (byte) value ? Opcodes.BIPUSH : Opcodes.SIPUSH, value);
        } else {
            out.visitLdcInsn(value);
        }
    }

    /** Adds a constant to a number on the stack. */
    void add(int value) {
        if (value != 0) {
            constant(value);
            op(Opcodes.IADD);
        }
    }

    void jump(int opcode, Label label) {
        out.visitJumpInsn(opcode, label);
    }

    void spend(int cycles) {
        if (cycles != 0) {
            out.visitIincInsn(BUDGET, -cycles);
        }
    }

    /** Calls a function of {@link Runtime}. */
    void runtime(String name, String descriptor) {
        call(RUNTIME, name, descriptor);
    }

    void call(String owner, String name, String descriptor) {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor.replace("Core", "L" + CORE + ";"), false);
    }

    void get(String field, String descriptor) {
        out.visitFieldInsn(Opcodes.GETFIELD, CORE, field, descriptor);
    }

    // Registers between core and locals

    void loadRegisters() {
        moveRegisters(true);
        moveFlags(true);
    }

    void storeRegisters() {
        moveRegisters(false);
        moveFlags(false);
    }

    private void moveRegisters(boolean load) {
        for (int n = 0; n < Core.PC; n++) {
            if ((region.registers >>> n & 1) != 0) {
                loadReference(REGISTERS);
                constant(n);
                if (load) {
                    op(Opcodes.IALOAD);
                    setR(n);
                } else {
                    r(n);
                    op(Opcodes.IASTORE);
                }
            }
        }
        for (int n = 0; n < 32; n++) {
            if ((region.singles >>> n & 1) != 0) {
                loadReference(SINGLES);
                constant(n);
                if (load) {
                    op(Opcodes.IALOAD);
                    toFloat();
                    setS(n);
                } else {
                    s(n);
                    toBits();
                    op(Opcodes.IASTORE);
                }
            }
        }
    }

    private void moveFlags(boolean load) {
        for (int flag = NEGATIVE; flag <= OVERFLOW; flag++) {
            String field = new String[] {"negative", "zero", "carry", "overflow"}[flag - NEGATIVE];
            loadReference(C);
            if (load) {
                get(field, "I");
                store(flag);
            } else {
                load(flag);
                out.visitFieldInsn(Opcodes.PUTFIELD, CORE, field, "I");
            }
        }
    }

    void toFloat() {
        call("java/lang/Float", "intBitsToFloat", "(I)F");
    }

    void toBits() {
        call("java/lang/Float", "floatToRawIntBits", "(F)I");
    }

    // Flags

    /** Notes the numbers on the stack: the flags are those of their sum or difference. */
    void setFlags(Flags kind) {
        store(RIGHT);
        store(LEFT);
        flags = kind;
    }

    /** Sets N and Z by the number on the stack; C and V stay. */
    void setNz() {
        plainFlags();
        op(Opcodes.DUP);
        store(NEGATIVE);
        store(ZERO);
    }

    /** Works the flags out, if that was put off. */
    void plainFlags() {
        if (flags != Flags.PLAIN) {
            String name = flags.name().equals("SUM") ? "addition" : "subtraction";
            result();
            op(Opcodes.DUP);
            store(NEGATIVE);
            store(ZERO);
            operands();
            runtime(name + "Carry", "(II)I");
            store(CARRY);
            operands();
            runtime(name + "Overflow", "(II)I");
            store(OVERFLOW);
            flags = Flags.PLAIN;
        }
    }

    /** Leaves the operands that the flags tell about on the stack. */
    void operands() {
        load(LEFT);
        load(RIGHT);
    }

    /** Leaves their sum or difference on the stack. */
    void result() {
        operands();
        op(flags == Flags.SUM ? Opcodes.IADD : Opcodes.ISUB);
    }
}
