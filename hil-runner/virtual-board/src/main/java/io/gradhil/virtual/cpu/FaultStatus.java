package io.gradhil.virtual.cpu;

/** Fault status and address registers (B3.2.15 to B3.2.18). */
final class FaultStatus {
    static final int IACCVIOL = 1;
    static final int DACCVIOL = 1 << 1;
    static final int MUNSTKERR = 1 << 3;
    static final int MSTKERR = 1 << 4;
    static final int MLSPERR = 1 << 5;
    static final int MMARVALID = 1 << 7;
    static final int IBUSERR = 1 << 8;
    static final int PRECISERR = 1 << 9;
    static final int UNSTKERR = 1 << 11;
    static final int STKERR = 1 << 12;
    static final int LSPERR = 1 << 13;
    static final int BFARVALID = 1 << 15;
    static final int UNDEFINSTR = 1 << 16;
    static final int INVSTATE = 1 << 17;
    static final int INVPC = 1 << 18;
    static final int NOCP = 1 << 19;
    static final int UNALIGNED = 1 << 24;
    static final int DIVBYZERO = 1 << 25;

    static final int HFSR_VECTTBL = 1 << 1;
    static final int HFSR_FORCED = 1 << 30;
    static final int HFSR_DEBUGEVT = 1 << 31;

    int cfsr;
    int hfsr;
    int mmfar;
    int bfar;

    void reset() {
        cfsr = 0;
        hfsr = 0;
    }

    void record(Fault fault) {
        cfsr |= fault.status;
        if (!fault.addressValid) {
            return;
        }
        if (fault.exception == Exceptions.MEM_MANAGE) {
            mmfar = fault.address;
            cfsr |= MMARVALID;
        } else {
            bfar = fault.address;
            cfsr |= BFARVALID;
        }
    }
}
