package io.gradhil.virtual.cpu;

/** The ROM table by which a debugger finds components (C1.2): SCS, DWT and FPB; ITM, TPIU and ETM are marked absent. */
final class RomTable {
    private static final int[] ENTRIES = {0xFFF0F003, 0xFFF02003, 0xFFF03003, 0xFFF01002, 0xFFF41002, 0xFFF42002, 0};
    /** Designer ST (JEP106 0x20), part 0x431, component class 1. */
    private static final int[] IDENTIFICATION = {0, 0, 0, 0, 0x31, 0x04, 0x0A, 0, 0x0D, 0x10, 0x05, 0xB1};

    private static final int MEMTYPE = 0xFCC;

    private RomTable() {}

    static int read(int offset) {
        if (offset < 4 * ENTRIES.length) {
            return ENTRIES[offset / 4];
        }
        return offset >= 0xFD0 ? IDENTIFICATION[(offset - 0xFD0) / 4] : offset == MEMTYPE ? 1 : 0;
    }
}
