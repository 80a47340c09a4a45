package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Memory;

/** A core that stands before a few half-words of code at 0x08000100. */
final class SmallProgram {
    static final int START = 0x08000100;
    private static final int STACK = 0x20001000;

    final Memory flash = new Memory(1 << 16);
    final Memory ram = new Memory(1 << 16);
    final CortexM4 core;

    SmallProgram(int... halfWords) {
        flash.write32(0, STACK);
        flash.write32(4, START + 1);
        for (int exception = 2; exception < 48; exception++) {
            flash.write32(4 * exception, 0x08000200 + 1);
        }
        for (int index = 0; index < halfWords.length; index++) {
            flash.write16(START - 0x08000000 + 2 * index, halfWords[index]);
        }
        flash.write16(0x200, 0xE7FE); // b .
        core = CoreMachine.create(flash, ram);
    }

    int pc() {
        return core.register(15);
    }

    int r(int number) {
        return core.register(number);
    }

    /** Executes {@code count} instructions and returns the cycles that they took. */
    long cyclesOf(int count) {
        long start = core.cycles();
        for (int k = 0; k < count; k++) {
            core.step();
        }
        return core.cycles() - start;
    }

    /** Executes in one run until the program reaches its {@code b .} at {@code address}; returns the cycles before that. */
    long cyclesUntil(int address) {
        core.write(0xE000EDF0, 4, 0xA05F0001);
        core.write(0xE0002000, 4, 3);
        core.write(0xE0002008, 4, address & ~3 | ((address & 2) != 0 ? 0x80000001 : 0x40000001));
        long start = core.cycles();
        core.run(start + 100_000);
        return core.cycles() - start;
    }
}
