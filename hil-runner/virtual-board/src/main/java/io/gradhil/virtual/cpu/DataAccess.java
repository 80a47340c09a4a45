package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Memory;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Loads and stores of the core: plain memory at once, all else by way of alignment, protection, private peripherals, bit-band aliases and
 * the bus (B2.3, B3.1).
 */
final class DataAccess {
    static final int RAM = 0x20000000;
    static final int FLASH = 0x08000000;
    private static final Memory NOTHING = new Memory(4);
    /** Too small for any access, see {@link Runtime#outside}. */
    private static final byte[] NONE = new byte[3];

    private final Bus bus;
    private final SystemBus system;
    private Memory ram = NOTHING;
    private Memory flash = NOTHING;
    /** Offsets below can be accessed at once, up to a word; 0 while every access must be looked at. */
    private int ramReach;

    private int flashReach;
    /** Counts accesses to something else than memory that would be accessed at once. */
    int others;
    /** Contents of the RAM for translated code; none while every access must be looked at. */
    byte[] plainRam = NONE;
    /** The same of the flash. */
    byte[] plainFlash = NONE;
    /** Pages of the RAM that translated code may not write. */
    byte[] ramPages = NOTHING.watchedPages();

    private Core core;
    private Mpu mpu;
    private PrivateBus privateBus;
    private Watch watch = (address, width, write, value) -> {};
    private boolean watched;
    private boolean user;

    /** Learns of accesses: DWT comparators. */
    @FunctionalInterface
    interface Watch {
        void accessed(int address, int width, boolean write, int value);
    }

    DataAccess(Bus bus, CortexM4.Chip chip) {
        this.bus = bus;
        system = new SystemBus(bus, chip);
    }

    void attach(Core owner) {
        core = owner;
    }

    void attach(Mpu unit, PrivateBus peripherals) {
        mpu = unit;
        privateBus = peripherals;
    }

    void watch(Watch newWatch, boolean active) {
        watch = newWatch;
        watched = active;
        protectionChanged();
    }

    /** Recomputes what can be accessed at once: after the map, the MPU, UNALIGN_TRP or a watchpoint changed. */
    void protectionChanged() {
        Memory newRam = memoryAt(RAM, true);
        Memory newFlash = memoryAt(FLASH, false);
        ram = newRam == null ? NOTHING : newRam;
        flash = newFlash == null ? NOTHING : newFlash;
        boolean plain = !mpu.isEnabled() && !watched && (core.exceptions.ccr & Exceptions.CCR_UNALIGN_TRP) == 0;
        ramReach = plain && newRam != null ? ram.size() - 3 : 0;
        flashReach = plain && newFlash != null ? flash.size() - 3 : 0;
        plainRam = ramReach > 0 ? ram.contents() : NONE;
        plainFlash = flashReach > 0 ? flash.contents() : NONE;
        ramPages = ram.watchedPages();
        core.attention();
    }

    private @Nullable Memory memoryAt(int base, boolean writable) {
        Bus.Region region = bus.find(base);
        boolean usable = region != null && region.base() == base && (!writable || region.isPlainWritable());
        return usable ? region.memory() : null;
    }

    /** Executes what follows with the rights of unprivileged code, or no longer. */
    void unprivileged(boolean value) {
        user = value;
    }

    int load32(int address) {
        int offset = address - RAM;
        if (Integer.compareUnsigned(offset, ramReach) < 0) {
            return ram.read32(offset);
        }
        offset = address - FLASH;
        return Integer.compareUnsigned(offset, flashReach) < 0 ? flash.read32(offset) : load(address, 4);
    }

    int load16(int address) {
        int offset = address - RAM;
        if (Integer.compareUnsigned(offset, ramReach) < 0) {
            return ram.read16(offset);
        }
        offset = address - FLASH;
        return Integer.compareUnsigned(offset, flashReach) < 0 ? flash.read16(offset) : load(address, 2);
    }

    int load8(int address) {
        int offset = address - RAM;
        if (Integer.compareUnsigned(offset, ramReach) < 0) {
            return ram.read8(offset);
        }
        offset = address - FLASH;
        return Integer.compareUnsigned(offset, flashReach) < 0 ? flash.read8(offset) : load(address, 1);
    }

    void store32(int address, int value) {
        int offset = address - RAM;
        if (Integer.compareUnsigned(offset, ramReach) < 0) {
            ram.write32(offset, value);
        } else {
            store(address, 4, value);
        }
    }

    void store16(int address, int value) {
        int offset = address - RAM;
        if (Integer.compareUnsigned(offset, ramReach) < 0) {
            ram.write16(offset, value);
        } else {
            store(address, 2, value & 0xFFFF);
        }
    }

    void store8(int address, int value) {
        int offset = address - RAM;
        if (Integer.compareUnsigned(offset, ramReach) < 0) {
            ram.write8(offset, value);
        } else {
            store(address, 1, value & 0xFF);
        }
    }

    /** Loads a word as instructions do that never allow an unaligned address (A3.2.1). */
    int load32Aligned(int address) {
        requireAligned(address, 4);
        return load32(address);
    }

    int load16Aligned(int address) {
        requireAligned(address, 2);
        return load16(address);
    }

    void store32Aligned(int address, int value) {
        requireAligned(address, 4);
        store32(address, value);
    }

    void store16Aligned(int address, int value) {
        requireAligned(address, 2);
        store16(address, value);
    }

    private void requireAligned(int address, int width) {
        if ((address & width - 1) != 0) {
            throw core.usageFault(FaultStatus.UNALIGNED);
        }
    }

    /** Reads the vector of an exception; the MPU does not apply. */
    int vector(int address) {
        try {
            return bus.read(address, 4);
        } catch (BusFaultException e) {
            throw core.fault(Exceptions.BUS_FAULT, 0);
        }
    }

    /** Reads for the debugger: no protection, no watchpoints, faults as they are on the bus. */
    int debugRead(int address, int width) {
        return address >>> 20 == 0xE00 ? privateBus.read(address, width, true) : system.read(address, width);
    }

    void debugWrite(int address, int width, int value) {
        if (address >>> 20 == 0xE00) {
            privateBus.write(address, width, value, true);
        } else {
            system.write(address, width, value);
        }
    }

    private int load(int address, int width) {
        others += ramReach == 0 ? 0 : 1;
        if ((address & width - 1) != 0) {
            return loadUnaligned(address, width);
        }
        check(address, false);
        int value = loadAligned(address, width);
        if (watched) {
            watch.accessed(address, width, false, value);
        }
        return value;
    }

    private int loadAligned(int address, int width) {
        try {
            if (address >>> 20 == 0xE00) {
                return privateBus.read(address, width, isPrivileged());
            }
            return system.load(address, width);
        } catch (BusFaultException e) {
            busFault(address);
            return 0;
        } catch (UnmodelledAccessException e) {
            throw e.at(core.current());
        }
    }

    private int loadUnaligned(int address, int width) {
        checkUnaligned(address);
        int value = 0;
        for (int k = 0; k < width; k++) {
            value |= load(address + k, 1) << 8 * k;
        }
        return value;
    }

    private void store(int address, int width, int value) {
        others += ramReach == 0 ? 0 : 1;
        if ((address & width - 1) != 0) {
            storeUnaligned(address, width, value);
            return;
        }
        check(address, true);
        storeAligned(address, width, value);
        if (watched) {
            watch.accessed(address, width, true, value);
        }
    }

    private void storeAligned(int address, int width, int value) {
        try {
            if (address >>> 20 == 0xE00) {
                privateBus.write(address, width, value, isPrivileged());
            } else {
                system.store(address, width, value);
            }
        } catch (BusFaultException e) {
            busFault(address);
        } catch (UnmodelledAccessException e) {
            throw e.at(core.current());
        }
    }

    private void storeUnaligned(int address, int width, int value) {
        checkUnaligned(address);
        check(address, true);
        check(address + width - 1, true);
        for (int k = 0; k < width; k++) {
            store(address + k, 1, value >>> 8 * k & 0xFF);
        }
    }

    /** Unaligned accesses fault if CCR says so, and always to Device and Strongly-ordered memory (A3.2.1, B3.1). */
    private void checkUnaligned(int address) {
        if ((core.exceptions.ccr & Exceptions.CCR_UNALIGN_TRP) != 0
                || Mpu.isNeverExecuted(address) && !SystemBus.isAlias(address)) {
            throw core.usageFault(FaultStatus.UNALIGNED);
        }
    }

    private void check(int address, boolean write) {
        if (mpu.isEnabled() && !mpu.allows(address, write, false, isPrivileged())) {
            throw core.fault(Exceptions.MEM_MANAGE, FaultStatus.DACCVIOL, address);
        }
    }

    /** CCR.BFHFNMIGN lets handlers of priority -1 and -2 probe for devices (B3.2.8). */
    private void busFault(int address) {
        boolean ignored = (core.exceptions.ccr & Exceptions.CCR_BFHFNMIGN) != 0 && core.exceptions.priority() < 0;
        Fault fault = core.fault(Exceptions.BUS_FAULT, FaultStatus.PRECISERR, address);
        if (!ignored) {
            throw fault;
        }
        core.exceptions.faults.record(fault);
    }

    private boolean isPrivileged() {
        return !user && core.isPrivileged();
    }
}
