package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Memory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What translated code calls; all of it small enough to be inlined. */
final class Runtime {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** Cycles that a translation executes at most before it looks at the core's again; fits an int with room for the largest block. */
    private static final long LONGEST = 1 << 30;

    /** A product of this size cannot have been rounded up from below the smallest normal number. */
    private static final int ABOVE_SMALLEST = 2 << 23;

    private Runtime() {}

    static int budget(Core c) {
        return c.stop <= c.cycles ? 0 : (int) Math.min(c.stop - c.cycles, LONGEST);
    }

    /** Tells whether a word at {@code offset} is not all in {@code memory}. Three bytes are no memory at all. */
    static boolean outside(int offset, byte[] memory) {
        return offset < 0 || offset >= memory.length - 3;
    }

    static boolean isWatched(byte[] pages, int first, int last) {
        return (pages[first >>> Memory.PAGE_SHIFT] | pages[last >>> Memory.PAGE_SHIFT]) != 0;
    }

    static int get32(byte[] memory, int offset) {
        return (int) INTS.get(memory, offset);
    }

    static int get16(byte[] memory, int offset) {
        return (short) SHORTS.get(memory, offset) & 0xFFFF;
    }

    static int get8(byte[] memory, int offset) {
        return memory[offset] & 0xFF;
    }

    static void put32(byte[] memory, int offset, int value) {
        INTS.set(memory, offset, value);
    }

    static void put16(byte[] memory, int offset, int value) {
        SHORTS.set(memory, offset, (short) value);
    }

    static void put8(byte[] memory, int offset, int value) {
        memory[offset] = (byte) value;
    }

    /** The carry of a - b: 0 or 1. */
    static int subtractionCarry(int a, int b) {
        return Integer.compareUnsigned(a, b) >= 0 ? 1 : 0;
    }

    /** Negative if a - b overflows. */
    static int subtractionOverflow(int a, int b) {
        return (a ^ b) & (a ^ (a - b));
    }

    /** The carry of a + b: 0 or 1. */
    static int additionCarry(int a, int b) {
        return Integer.compareUnsigned(a + b, a) < 0 ? 1 : 0;
    }

    /** Negative if a + b overflows. */
    static int additionOverflow(int a, int b) {
        return (a ^ (a + b)) & (b ^ (a + b));
    }

    /** ConditionPassed for HI on flags as {@link Core} keeps them. */
    static boolean isHigher(int carry, int zero) {
        return carry != 0 && zero != 0;
    }

    /** ConditionPassed for GT. */
    static boolean isGreater(int negative, int zero, int overflow) {
        return (negative ^ overflow) >= 0 && zero != 0;
    }

    // C1 inlines what has at most 35 bytes, and gives up on a region of many such calls; C2 inlines what is called
    // often. Hence these are a little longer.

    static float add(Core c, float a, float b) {
        float sum = a + b;
        boolean usual = (c.fpscr & Fpu.USUAL_MASK) == Fpu.IXC;
        boolean finite = (Float.floatToRawIntBits(sum) & Fpu.INFINITY) != Fpu.INFINITY;
        return usual && finite ? sum : addSlowly(c, a, b);
    }

    static float subtract(Core c, float a, float b) {
        float difference = a - b;
        boolean usual = (c.fpscr & Fpu.USUAL_MASK) == Fpu.IXC;
        boolean finite = (Float.floatToRawIntBits(difference) & Fpu.INFINITY) != Fpu.INFINITY;
        return usual && finite ? difference : subtractSlowly(c, a, b);
    }

    static float multiply(Core c, float a, float b) {
        float product = a * b;
        boolean usual = (c.fpscr & Fpu.USUAL_MASK) == Fpu.IXC;
        int exponent = Float.floatToRawIntBits(product) & Fpu.INFINITY;
        boolean normal = exponent != Fpu.INFINITY && exponent > 1 << 23;
        return usual && (normal || product == 0 && (a == 0 || b == 0)) ? product : multiplySlowly(c, a, b);
    }

    /**
     * The same without a branch for 0: nobody can predict where an activation is 0. Where there is none, the branch is cheaper. What is to be avoided is
     * negative.
     */
    static float multiplyAlsoByZero(Core c, float a, float b) {
        float product = a * b;
        boolean usual = (c.fpscr & Fpu.USUAL_MASK) == Fpu.IXC;
        int size = size(product);
        int zero = size(a) - 1 | size(b) - 1;
        int unusual = Fpu.INFINITY - 1 - size | size - ABOVE_SMALLEST & ~zero;
        return usual && unusual >= 0 ? product : multiplySlowly(c, a, b);
    }

    private static int size(float a) {
        return Float.floatToRawIntBits(a) & ~Fpu.SIGN;
    }

    static float divide(Core c, float a, float b) {
        float quotient = a / b;
        return c.fpu.isSettled(Float.floatToRawIntBits(quotient)) ? quotient : divideSlowly(c, a, b);
    }

    private static float addSlowly(Core c, float a, float b) {
        return Float.intBitsToFloat(c.fpu.add(Float.floatToRawIntBits(a), Float.floatToRawIntBits(b)));
    }

    private static float subtractSlowly(Core c, float a, float b) {
        return Float.intBitsToFloat(c.fpu.subtract(Float.floatToRawIntBits(a), Float.floatToRawIntBits(b)));
    }

    private static float multiplySlowly(Core c, float a, float b) {
        return Float.intBitsToFloat(c.fpu.multiply(Float.floatToRawIntBits(a), Float.floatToRawIntBits(b)));
    }

    private static float divideSlowly(Core c, float a, float b) {
        return Float.intBitsToFloat(c.fpu.divide(Float.floatToRawIntBits(a), Float.floatToRawIntBits(b)));
    }

    static float negate(float a) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ Fpu.SIGN);
    }

    static float absolute(float a) {
        return Float.intBitsToFloat(Float.floatToRawIntBits(a) & ~Fpu.SIGN);
    }

    static void compare(Core c, float a, float b, boolean quietNansToo) {
        c.fpu.compare(Float.floatToRawIntBits(a), Float.floatToRawIntBits(b), quietNansToo);
    }

    static int signedDivisionCycles(int dividend, int divisor) {
        return Timing.divide(Math.abs((long) dividend), Math.abs((long) divisor));
    }

    static int unsignedDivisionCycles(int dividend, int divisor) {
        return Timing.divide(dividend & 0xFFFFFFFFL, divisor & 0xFFFFFFFFL);
    }

    /** Has an instruction carried out as the interpreter does; the core's registers and flags are up to date before and after. */
    static void call(Core c, Instruction i) {
        Operations.execute(c, i);
    }

    /**
     * Has an instruction executed as the interpreter does, whatever it does to the core and the chip.
     *
     * @param spent cycles before the block that the core does not know of yet
     * @param block cycles of the block, of which the instruction is the last
     * @return cycles left before the stop from the beginning of the block on, 0 if the region must be left
     */
    static int handle(Core c, Instruction i, int pc, int spent, int block, boolean usesFp) {
        int generation = c.codeGeneration;
        c.r[Core.PC] = pc + 4;
        c.pc = pc + i.size;
        c.cycles += spent + block;
        Operations.execute(c, i);
        c.cycles -= block;
        return generation == c.codeGeneration && (!usesFp || c.exceptions.fpReady) ? budget(c) : 0;
    }
}
