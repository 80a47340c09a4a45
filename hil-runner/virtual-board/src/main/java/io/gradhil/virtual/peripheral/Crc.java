package io.gradhil.virtual.peripheral;

import org.apiguardian.api.API;

/** CRC calculation unit (RM0383 chapter 4). */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Crc extends RegisterBlock {
    private static final int DR = 0x00;
    private static final int IDR = 0x04;
    private static final int CR = 0x08;

    private static final int CR_RESET = 1;
    private static final int POLYNOMIAL = 0x04C11DB7;

    private int dr;
    private int idr;

    /** Creates the unit at its address. */
    public Crc() {
        super("CRC", 0x40023000, Access.AHB);
        reset();
    }

    @Override
    public void reset() {
        dr = 0xFFFFFFFF;
        idr = 0;
    }

    @Override
    protected int load(int offset) {
        return switch (offset) {
            case DR -> dr;
            case IDR -> idr;
            case CR -> 0;
            default -> throw unreadable(offset);
        };
    }

    @Override
    protected void store(int offset, int value) {
        switch (offset) {
            case DR -> dr = step(dr ^ value);
            case IDR -> idr = value & 0xFF;
            case CR -> dr = (value & CR_RESET) != 0 ? 0xFFFFFFFF : dr;
            default -> throw unwritable(offset, value);
        }
    }

    private static int step(int word) {
        int crc = word;
        for (int bit = 0; bit < 32; bit++) {
            crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
        }
        return crc;
    }
}
