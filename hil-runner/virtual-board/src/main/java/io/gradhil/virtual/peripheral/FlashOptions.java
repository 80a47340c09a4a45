package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;

/** FLASH_OPTCR, FLASH_OPTKEYR and the option bytes (RM0383 3.6, 3.8.3, 3.8.6). They keep their values over resets. */
final class FlashOptions implements Device {
    private static final int OPTCR_ADDRESS = 0x40023C14;
    private static final int OPTCR_OPTLOCK = 1;
    private static final int OPTCR_OPTSTRT = 1 << 1;
    private static final int OPTCR_WDG_SW = 1 << 5;
    private static final int OPTCR_RDP = 0xFF00;
    private static final int RDP_LEVEL_0 = 0xAA00;
    private static final int OPTCR_SPRMOD = 1 << 31;
    private static final int OPTCR_VALUES = 0x8FFF_FFEC;
    /** The four bits above nWRP have no sector here, and are set all the same. */
    private static final int FACTORY = 0x0FFF_AAEC;

    private static final int NWRP_SHIFT = 16;

    private final FlashKeys keys = new FlashKeys("FLASH_OPTKEYR", 0x08192A3B, 0x4C5D6E7F);
    private int programmed = FACTORY;
    private int values = FACTORY;
    private boolean locked = true;

    void reset() {
        values = programmed;
        locked = true;
        keys.chipReset();
    }

    int optcr() {
        return values | (locked ? OPTCR_OPTLOCK : 0);
    }

    void key(int value) {
        if (keys.accept(value)) {
            locked = false;
        }
    }

    /** Returns whether programming is to begin. */
    boolean write(int value) {
        if (locked) {
            return false;
        }
        if ((value & OPTCR_RDP) != RDP_LEVEL_0 || (value & OPTCR_SPRMOD) != 0) {
            throw new UnmodelledAccessException("FLASH_OPTCR.RDP or SPRMOD", OPTCR_ADDRESS, true, value);
        }
        values = value & OPTCR_VALUES;
        if ((value & OPTCR_OPTLOCK) != 0) {
            locked = true;
            keys.reset();
        }
        return (value & OPTCR_OPTSTRT) != 0;
    }

    void program() {
        programmed = values;
    }

    boolean isProtected(int sector) {
        return (values >>> NWRP_SHIFT + sector & 1) == 0;
    }

    boolean isAnyProtected() {
        return (values >>> NWRP_SHIFT & 0xFF) != 0xFF;
    }

    boolean hardwareWatchdog() {
        return (programmed & OPTCR_WDG_SW) == 0;
    }

    /** Table 9: user options and read protection at 0, write protection at 8. */
    @Override
    public int read(int offset, int bytes) {
        int half =
                switch (offset & ~1) {
                    case 0x0 -> programmed & 0xFFFC | 3;
                    case 0x8 -> programmed >>> NWRP_SHIFT & 0xFFFF;
                    default -> 0xFFFF;
                };
        int word = half | 0xFFFF_0000;
        return bytes == 4 ? word : word >>> 8 * (offset & 1) & (1 << 8 * bytes) - 1;
    }

    @Override
    public void write(int offset, int bytes, int value) {
        throw new BusFaultException("option bytes are written through FLASH_OPTCR");
    }
}
