package io.gradhil.virtual.cpu;

import java.util.Arrays;

/** Memory protection unit with 8 regions (B3.5). */
final class Mpu {
    private static final int REGIONS = 8;
    private static final int ENABLE = 1;
    private static final int HFNMIENA = 2;
    private static final int PRIVDEFENA = 4;
    private static final int XN = 1 << 28;

    private final Core core;
    private final int[] base = new int[REGIONS];
    private final int[] attributes = new int[REGIONS];
    private int control;
    private int selected;

    Mpu(Core core) {
        this.core = core;
    }

    void reset() {
        control = 0;
        selected = 0;
        Arrays.fill(base, 0);
        Arrays.fill(attributes, 0);
    }

    boolean isEnabled() {
        return (control & ENABLE) != 0;
    }

    int read(int offset) {
        return switch (offset) {
            case 0x90 -> REGIONS << 8;
            case 0x94 -> control;
            case 0x98 -> selected;
            case 0x9C, 0xA4, 0xAC, 0xB4 -> base[selected] | selected;
            default -> attributes[selected];
        };
    }

    void write(int offset, int value) {
        switch (offset) {
            case 0x90 -> {}
            case 0x94 -> control = value & 7;
            case 0x98 -> selected = value & REGIONS - 1;
            case 0x9C, 0xA4, 0xAC, 0xB4 -> writeBase(value);
            default -> attributes[selected] = value & 0x173FFF3F;
        }
        core.memory.protectionChanged();
    }

    /** RBAR.VALID selects the region given in it. */
    private void writeBase(int value) {
        if ((value & 16) != 0) {
            selected = value & REGIONS - 1;
        }
        base[selected] = value & ~31;
    }

    /** ValidateAddress: tells whether the access is allowed. */
    boolean allows(int address, boolean write, boolean execute, boolean privileged) {
        boolean negative = (control & HFNMIENA) == 0 && core.exceptions.priority() < 0;
        if (!isEnabled() || negative || address >>> 20 == 0xE00) {
            return !execute || !isNeverExecuted(address);
        }
        int region = region(address);
        if (region < 0) {
            return privileged && (control & PRIVDEFENA) != 0 && !(execute && isNeverExecuted(address));
        }
        boolean permitted = permits(attributes[region] >>> 24 & 7, write, privileged);
        return permitted && !(execute && ((attributes[region] & XN) != 0 || isNeverExecutedSystem(address)));
    }

    /** Returns the highest region that holds the address, with its subregion enabled; -1 if there is none. */
    private int region(int address) {
        for (int region = REGIONS - 1; region >= 0; region--) {
            int size = (attributes[region] >>> 1 & 31) + 1;
            if ((attributes[region] & 1) == 0 || size < 5) {
                continue;
            }
            int mask = size == 32 ? 0 : -1 << size;
            boolean within = ((address ^ base[region]) & mask) == 0;
            if (within && (size < 8 || (attributes[region] >>> 8 >>> (address >>> (size - 3) & 7) & 1) == 0)) {
                return region;
            }
        }
        return -1;
    }

    /** RASR.AP. */
    private static boolean permits(int ap, boolean write, boolean privileged) {
        return switch (ap) {
            case 1 -> privileged;
            case 2 -> privileged || !write;
            case 3 -> true;
            case 5 -> privileged && !write;
            case 6, 7 -> !write;
            default -> false;
        };
    }

    /** Peripherals, external devices and the system space are never executed by default (B3.1). */
    static boolean isNeverExecuted(int address) {
        int top = address >>> 29;
        return top == 2 || top >= 5;
    }

    private static boolean isNeverExecutedSystem(int address) {
        return address >>> 29 == 7;
    }
}
