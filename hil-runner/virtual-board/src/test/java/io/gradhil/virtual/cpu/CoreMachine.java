package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.Memory;
import java.io.ByteArrayOutputStream;

/** The core under test with QEMU's memories, and semihosting by way of its debug registers. */
final class CoreMachine implements Machine {
    static final int FLASH = 0x08000000;
    static final int RAM = 0x20000000;
    private static final int FLASH_BYTES = 1 << 20;
    private static final int RAM_BYTES = 128 << 10;
    private static final int DHCSR = 0xE000EDF0;
    private static final int ENABLE_DEBUG = 0xA05F0001;
    private static final int DISABLE_DEBUG = 0xA05F0000;
    private static final int BKPT_AB = 0xBEAB;
    private static final int SYS_OPEN = 1;
    private static final int SYS_WRITE = 5;
    private static final int SYS_EXIT = 0x18;
    private static final long LIMIT = 2_000_000_000L;

    private long cycles;

    /** Returns the cycles of the last run. */
    long cycles() {
        return cycles;
    }

    @Override
    public byte[] run(byte[] image) {
        Memory flash = new Memory(FLASH_BYTES);
        flash.write(0, image);
        CortexM4 core = create(flash, new Memory(RAM_BYTES));
        core.write(DHCSR, 4, ENABLE_DEBUG);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        while (core.run(LIMIT) == CortexM4.Stop.HALTED && goOn(core, output)) {
            core.write(DHCSR, 4, ENABLE_DEBUG);
        }
        cycles = core.cycles();
        return output.toByteArray();
    }

    /** Creates a core after its reset. */
    static CortexM4 create(Memory flash, Memory ram) {
        Device refusing = new Device() {
            @Override
            public int read(int offset, int bytes) {
                throw new BusFaultException("write-only");
            }

            @Override
            public void write(int offset, int bytes, int value) {
                throw new BusFaultException("flash is read-only");
            }
        };
        Bus bus = new Bus();
        bus.mapRom("flash alias", 0, flash, refusing);
        bus.mapRom("flash", FLASH, flash, refusing);
        bus.mapRam("SRAM", RAM, ram);
        CortexM4 core = new CortexM4(bus, () -> {});
        core.reset(true);
        return core;
    }

    /** Serves a semihosting call, or has the core execute any other BKPT without a debugger; returns false at the end of the program. */
    private static boolean goOn(CortexM4 core, ByteArrayOutputStream output) {
        int pc = core.register(15);
        if (core.read(pc, 2) != BKPT_AB) {
            core.write(DHCSR, 4, DISABLE_DEBUG);
            core.step();
            return true;
        }
        core.register(15, pc + 2);
        return serve(core, output);
    }

    private static boolean serve(CortexM4 core, ByteArrayOutputStream output) {
        int operation = core.register(0);
        int argument = core.register(1);
        switch (operation) {
            case SYS_OPEN -> core.register(0, 1);
            case SYS_WRITE -> {
                int address = core.read(argument + 4, 4);
                int count = core.read(argument + 8, 4);
                for (int k = 0; k < count; k++) {
                    output.write(core.read(address + k, 1));
                }
                core.register(0, 0);
            }
            case SYS_EXIT -> {
                return false;
            }
            default -> throw new AssertionError("semihosting operation " + operation);
        }
        return true;
    }
}
