package io.gradhil.virtual.cpu;

/** Registers by their number in DCRSR.REGSEL (C1.6.3). */
final class DebugRegisterAccess {
    private static final int XPSR = 16;
    private static final int MSP = 17;
    private static final int PSP = 18;
    private static final int SPECIAL = 20;
    private static final int FPSCR = 33;
    private static final int S0 = 64;

    private final Core core;

    DebugRegisterAccess(Core core) {
        this.core = core;
    }

    int read(int number) {
        if (number < Core.PC) {
            return core.r[number];
        }
        if (number >= S0) {
            return core.s[number - S0 & 31];
        }
        return switch (number) {
            case Core.PC -> core.pc;
            case XPSR -> core.xpsr();
            case MSP -> core.msp();
            case PSP -> core.psp();
            case SPECIAL ->
                core.control << 24 | (core.faultmask ? 1 << 16 : 0) | core.basepri << 8 | (core.primask ? 1 : 0);
            case FPSCR -> core.fpscr;
            default -> 0;
        };
    }

    void write(int number, int value) {
        if (number < Core.PC) {
            core.setRegister(number, value);
        } else if (number >= S0) {
            core.s[number - S0 & 31] = value;
        } else {
            writeSpecial(number, value);
        }
        core.exceptions.changed();
        core.attention();
    }

    private void writeSpecial(int number, int value) {
        switch (number) {
            case Core.PC -> core.pc = value & ~1;
            case XPSR -> {
                core.setXpsr(value);
                core.ipsr = value & 0x1FF;
            }
            case MSP -> core.setMsp(value);
            case PSP -> core.setPsp(value);
            case SPECIAL -> writeMasks(value);
            case FPSCR -> core.fpscr = value & Fpu.FPSCR_MASK;
            default -> {}
        }
    }

    private void writeMasks(int value) {
        core.primask = (value & 1) != 0;
        core.basepri = value >>> 8 & Exceptions.PRIORITY_MASK;
        core.faultmask = (value >>> 16 & 1) != 0;
        core.selectPsp((value >>> 25 & 1) != 0);
        core.control = core.control & Core.CONTROL_SPSEL | value >>> 24 & 5;
    }
}
