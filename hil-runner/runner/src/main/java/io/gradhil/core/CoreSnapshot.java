package io.gradhil.core;

import java.util.List;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * What a Cortex-M core was doing when a debugger looked at it.
 *
 * @param registers r0 to r15
 * @param xpsr program status
 * @param icsr interrupt control and state, 0xE000ED04
 * @param dhcsr halting control and status, 0xE000EDF0, read before the core was halted; 0 if it could not be read
 * @param faults fault status
 * @param stackAddress address of the first word of {@code stack}
 * @param stack words from the stack pointer upwards, as far as they were read; empty if it points to no memory
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CoreSnapshot(
        List<Integer> registers,
        int xpsr,
        int icsr,
        int dhcsr,
        FaultStatus faults,
        int stackAddress,
        List<Integer> stack) {
    /** Addresses of the registers that a snapshot holds, for those who make one. */
    public static final int ICSR = 0xE000ED04;

    /** CFSR, HFSR, DFSR, MMFAR and BFAR follow each other from here on. */
    public static final int CFSR = 0xE000ED28;

    public static final int DHCSR = 0xE000EDF0;

    /** Where the RAM of an STM32F411 lies. */
    public static final int RAM = 0x20000000;

    public static final int RAM_BYTES = 128 << 10;

    /** Most words of the stack that are read: what the firmware gives it. */
    public static final int STACK_WORDS = 1024;

    private static final int S_LOCKUP = 1 << 19;
    private static final int LOCKUP_PC = 0xFFFFFFFE;
    private static final int EXCEPTION = 0x1FF;

    public CoreSnapshot {
        registers = List.copyOf(registers);
        stack = List.copyOf(stack);
        if (registers.size() != 16) {
            throw new IllegalArgumentException("A core has 16 registers, not " + registers.size());
        }
    }

    /** Returns how many words of RAM there are from the stack pointer upwards, at most {@value #STACK_WORDS}; see {@link #stackStart}. */
    public static int stackWords(int sp) {
        int left = RAM + RAM_BYTES - stackStart(sp);
        return left <= 0 || left > RAM_BYTES ? 0 : Math.min(STACK_WORDS, left / 4);
    }

    /** Returns where to read the stack: at the stack pointer, or from the start of the RAM if the stack has left it downwards. */
    public static int stackStart(int sp) {
        boolean below = sp < RAM && sp >= RAM - RAM_BYTES;
        return below ? RAM : sp & ~3;
    }

    /** Returns the address of the next instruction. */
    public int pc() {
        return registers.get(15);
    }

    /** Returns the link register. */
    public int lr() {
        return registers.get(14);
    }

    /** Returns the stack pointer in use. */
    public int sp() {
        return registers.get(13);
    }

    /** Returns the number of the exception whose handler runs, 0 if none. */
    public int exception() {
        return xpsr & EXCEPTION;
    }

    /** Returns the number of the exception that waits to be taken, 0 if none. */
    public int pending() {
        return icsr >>> 12 & EXCEPTION;
    }

    /** Tells whether the core has given up: a fault that no handler could take. */
    public boolean lockedUp() {
        return (dhcsr & S_LOCKUP) != 0 || (pc() & ~1) == LOCKUP_PC;
    }

    /** Returns a word of the stack, empty if it was not read. */
    public OptionalInt word(int address) {
        int offset = address - stackAddress;
        boolean read = offset >= 0 && (offset & 3) == 0 && offset / 4 < stack.size();
        return read ? OptionalInt.of(stack.get(offset / 4)) : OptionalInt.empty();
    }
}
