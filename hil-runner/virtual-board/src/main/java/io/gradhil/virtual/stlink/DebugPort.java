package io.gradhil.virtual.stlink;

import io.gradhil.virtual.VirtualNucleo;
import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.UnmodelledAccessException;

/**
 * The SWJ-DP of the chip and its one access port, an AHB-AP, as seen through SWD (Arm Debug Interface v5, IHI 0031). What is not modelled on the
 * chip answers with a bus error. For the board's thread.
 */
final class DebugPort {
    static final int DPIDR = 0x2BA01477;

    private static final int AHB_AP_IDR = 0x24770011;
    private static final int ROM_TABLE = 0xE00FF003;
    private static final int PRIVATE_BUS = 0xE00;
    private static final int STICKYERR = 1 << 5;
    private static final int POWER_UP_REQUESTS = 1 << 28 | 1 << 30;
    private static final int CTRL_KEPT = POWER_UP_REQUESTS | 0xF << 8;
    private static final int STKERRCLR = 1 << 2;
    private static final int ADDRINC = 1 << 4;
    private static final int CSW_FIXED = 0x43000040;
    private static final int CSW_KEPT = 0x3F000037;
    private static final int BYTES_32 = 4;

    private final VirtualNucleo board;
    private int powerUps;
    private int control;
    private int csw;
    private int tar;

    DebugPort(VirtualNucleo board) {
        this.board = board;
        powerUps = board.powerUps();
    }

    /** Requests power-up of debug and system, as a probe does when it enters debug mode. */
    void connect() {
        requirePower();
        control |= POWER_UP_REQUESTS;
    }

    /** Forgets all if the chip was without power meanwhile. */
    private void requirePower() {
        if (board.powerUps() != powerUps) {
            powerUps = board.powerUps();
            control = 0;
            csw = 0;
            tar = 0;
        }
        if (!board.isPowered()) {
            throw new ProbeException(ProbeStatus.NO_DEVICE);
        }
    }

    int readDp(int register) {
        requirePower();
        return switch (register) {
            case 0x0 -> DPIDR;
            case 0x4 -> control | (control & POWER_UP_REQUESTS) << 1;
            default -> 0;
        };
    }

    void writeDp(int register, int value) {
        requirePower();
        if (register == 0x0 && (value & STKERRCLR) != 0) {
            control &= ~STICKYERR;
        } else if (register == 0x4) {
            control = control & STICKYERR | value & CTRL_KEPT;
        }
    }

    int readAp(int register) {
        requireAccess();
        return switch (register) {
            case 0x00 -> CSW_FIXED | csw;
            case 0x04 -> tar;
            case 0x0C -> transfer(false, 0);
            case 0x10, 0x14, 0x18, 0x1C -> read(tar & ~0xF | register & 0xC, BYTES_32);
            case 0xF8 -> ROM_TABLE;
            case 0xFC -> AHB_AP_IDR;
            default -> 0;
        };
    }

    void writeAp(int register, int value) {
        requireAccess();
        switch (register) {
            case 0x00 -> csw = value & CSW_KEPT;
            case 0x04 -> tar = value;
            case 0x0C -> transfer(true, value);
            case 0x10, 0x14, 0x18, 0x1C -> write(tar & ~0xF | register & 0xC, BYTES_32, value);
            default -> {}
        }
    }

    /** DRW: data are in the lanes that the address says. */
    private int transfer(boolean write, int value) {
        int width = 1 << Math.min(csw & 7, 2);
        int address = tar;
        int shift = 8 * (address & 4 - width);
        int result = 0;
        if (write) {
            write(address, width, value >>> shift);
        } else {
            result = read(address, width) << shift;
        }
        if ((csw & ADDRINC) != 0) {
            tar += width;
        }
        return result;
    }

    private void requireAccess() {
        requirePower();
        if ((control & STICKYERR) != 0 || (control & POWER_UP_REQUESTS) != POWER_UP_REQUESTS) {
            throw new ProbeException(ProbeStatus.AP_FAULT);
        }
    }

    /** Reads memory through the access port; a fault leaves the sticky error and its address in TAR behind. */
    int read(int address, int width) {
        requireAccess();
        try {
            return board.core().read(visible(address), width);
        } catch (BusFaultException | UnmodelledAccessException e) {
            throw fault(address);
        }
    }

    /** Writes memory through the access port. */
    void write(int address, int width, int value) {
        requireAccess();
        try {
            board.core().write(visible(address), width, width == BYTES_32 ? value : value & (1 << 8 * width) - 1);
        } catch (BusFaultException | UnmodelledAccessException e) {
            throw fault(address);
        }
    }

    /** While the chip is held in reset only the debug components answer. */
    private int visible(int address) {
        if (board.isHeldInReset() && address >>> 20 != PRIVATE_BUS) {
            throw fault(address);
        }
        return address;
    }

    private ProbeException fault(int address) {
        control |= STICKYERR;
        tar = address;
        return new ProbeException(ProbeStatus.AP_FAULT, address);
    }

    /** Clears the sticky error, as the probe does by itself after an access to memory. */
    void clearError() {
        control &= ~STICKYERR;
    }
}
