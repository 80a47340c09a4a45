package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.Bus;
import io.gradhil.virtual.bus.BusFaultException;
import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.Locale;

/** The private peripheral bus, 0xE0000000 to 0xE00FFFFF (B3.1.1): one table of who is where. Unprivileged code gets bus errors. */
final class PrivateBus {
    private static final int DWT = 0xE0001;
    private static final int FPB = 0xE0002;
    private static final int SCS = 0xE000E;
    private static final int ROM_TABLE = 0xE00FF;
    private static final int VENDOR = 0xE0042;
    private static final int STIR = 0xE000EF00;
    private static final int DEBUG_FIRST = 0xDF0;
    private static final int DEBUG_LAST = 0xDFF;
    private static final int DFSR = 0xD30;

    private final Core core;
    private final SystemControl systemControl;
    private final Device dwt;
    private final Device fpb;
    private final Device debug;
    private final Bus bus;

    /**
     * Creates the bus.
     *
     * @param debug DFSR at offset 0, DHCSR at 4, DCRSR at 8, DCRDR at 12, DEMCR at 16
     * @param bus where the chip's own registers are, DBGMCU at 0xE0042000
     */
    PrivateBus(Core core, SystemControl systemControl, Device dwt, Device fpb, Device debug, Bus bus) {
        this.core = core;
        this.systemControl = systemControl;
        this.dwt = dwt;
        this.fpb = fpb;
        this.debug = debug;
        this.bus = bus;
    }

    int read(int address, int width, boolean privileged) {
        refuse(address, privileged);
        if (address >>> 12 == VENDOR) {
            return bus.read(address, width);
        }
        int shift = 8 * (address & 3);
        int word = readWord(address & ~3) >>> shift;
        return width == 4 ? word : word & (1 << 8 * width) - 1;
    }

    void write(int address, int width, int value, boolean privileged) {
        boolean allowed = address == STIR && (core.exceptions.ccr & Exceptions.CCR_USERSETMPEND) != 0;
        refuse(address, privileged || allowed);
        if (address >>> 12 == VENDOR) {
            bus.write(address, width, value);
        } else if (width == 4) {
            writeWord(address, value);
        } else {
            writePart(address & ~3, width, value, 8 * (address & 3));
        }
    }

    /** Bytes and half-words of priorities are kept, those of status registers cleared by ones (B3.2.15). */
    private void writePart(int address, int width, int value, int shift) {
        int mask = (1 << 8 * width) - 1 << shift;
        boolean clearing = address == SystemControl.BASE + 0xD28;
        int rest = clearing ? 0 : readWord(address) & ~mask;
        writeWord(address, rest | value << shift & mask);
    }

    private int readWord(int address) {
        int offset = address & 0xFFF;
        switch (address >>> 12) {
            case SCS:
                return isDebug(offset) ? debug.read(debugOffset(offset), 4) : systemControl.read(offset);
            case DWT:
                return dwt.read(offset, 4);
            case FPB:
                return fpb.read(offset, 4);
            case ROM_TABLE:
                return RomTable.read(offset);
            default:
                throw new UnmodelledAccessException(name(address), address, false, 0);
        }
    }

    private void writeWord(int address, int value) {
        int offset = address & 0xFFF;
        switch (address >>> 12) {
            case SCS -> {
                if (isDebug(offset)) {
                    debug.write(debugOffset(offset), 4, value);
                } else {
                    systemControl.write(offset, value);
                }
            }
            case DWT -> dwt.write(offset, 4, value);
            case FPB -> fpb.write(offset, 4, value);
            case ROM_TABLE -> {}
            default -> throw new UnmodelledAccessException(name(address), address, true, value);
        }
    }

    private static boolean isDebug(int offset) {
        return offset == DFSR || offset >= DEBUG_FIRST && offset <= DEBUG_LAST;
    }

    private static int debugOffset(int offset) {
        return offset == DFSR ? 0 : offset - DEBUG_FIRST + 4;
    }

    private static void refuse(int address, boolean allowed) {
        if (!allowed) {
            throw new BusFaultException(
                    String.format(Locale.ROOT, "unprivileged access to 0x%08X, a private peripheral", address));
        }
    }

    private static String name(int address) {
        return switch (address >>> 12) {
            case 0xE0000 -> "ITM";
            case 0xE0040 -> "TPIU";
            case 0xE0041 -> "ETM";
            default -> "private peripheral bus";
        };
    }
}
