package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.UnmodelledAccessException;

/** The system control space from 0xE000E000 on: SysTick, NVIC, SCB, MPU, FP context (B3.2 to B3.5). Words; offsets as in the manual. */
final class SystemControl {
    static final int BASE = 0xE000E000;
    static final int CPUID = 0x410FC241;

    private static final int ICTR_96_LINES = 2;
    private static final int AIRCR_KEY = 0x05FA;
    private static final int AIRCR_KEY_READ = 0xFA05;
    private static final int AIRCR_SYSRESETREQ = 4;
    private static final int AIRCR_VECTCLRACTIVE = 2;
    private static final int CCR_MASK = 0x31B;
    private static final int VTOR_MASK = 0xFFFFFF80;
    /** ID_PFR0 to ID_ISAR4 of the Cortex-M4 (TRM table 4-1). */
    private static final int[] IDENTIFICATION = {
        0x00000030,
        0x00000200,
        0x00100000,
        0,
        0x00100030,
        0,
        0x01000000,
        0,
        0x01101110,
        0x02112000,
        0x21232231,
        0x01111131,
        0x01310102,
        0
    };

    private static final int MVFR0 = 0x10110021;
    private static final int MVFR1 = 0x11000011;
    /** Peripheral and component identification, offsets 0xFD0 to 0xFFF: SCS of a Cortex-M4. */
    private static final int[] CORESIGHT = {4, 0, 0, 0, 0x0C, 0xB0, 0x0B, 0, 0x0D, 0xE0, 0x05, 0xB1};

    /** SHCSR: exception, bit when active, bit when pending, bit when enabled; -1 if there is none. */
    private static final int[][] SHCSR = {
        {Exceptions.MEM_MANAGE, 0, 13, 16},
        {Exceptions.BUS_FAULT, 1, 14, 17},
        {Exceptions.USAGE_FAULT, 3, 12, 18},
        {Exceptions.SVCALL, 7, 15, -1},
        {Exceptions.DEBUG_MONITOR, 8, -1, -1},
        {Exceptions.PENDSV, 10, -1, -1},
        {Exceptions.SYSTICK, 11, -1, -1},
    };

    private final Core core;
    private final Exceptions exceptions;
    private final Nvic nvic;
    private final InterruptRegisters interrupts;
    private final SysTick sysTick;
    private final Mpu mpu;
    private final Runnable resetRequest;

    SystemControl(Core core, SysTick sysTick, Mpu mpu, Runnable resetRequest) {
        this.core = core;
        this.sysTick = sysTick;
        this.mpu = mpu;
        this.resetRequest = resetRequest;
        exceptions = core.exceptions;
        nvic = exceptions.nvic;
        interrupts = new InterruptRegisters(exceptions);
    }

    /** Returns the word at {@code offset}, a multiple of 4. */
    int read(int offset) {
        if (offset >= 0x10 && offset < 0x20) {
            return sysTick.read(offset - 0x10);
        }
        if (offset >= 0x100 && offset < 0x500) {
            return interrupts.read(offset);
        }
        if (offset >= 0xD40 && offset < 0xD78) {
            return IDENTIFICATION[(offset - 0xD40) / 4];
        }
        if (offset >= 0xD90 && offset < 0xDBC) {
            return mpu.read(offset - 0xD00);
        }
        return offset >= 0xFD0 ? CORESIGHT[(offset - 0xFD0) / 4] : readScb(offset);
    }

    private int readScb(int offset) {
        FaultStatus faults = exceptions.faults;
        return switch (offset) {
            case 0x004 -> ICTR_96_LINES;
            case 0x008 -> auxiliaryControl;
            case 0xD00 -> CPUID;
            case 0xD04 -> icsr();
            case 0xD08 -> exceptions.vtor;
            case 0xD0C -> AIRCR_KEY_READ << 16 | nvic.prigroup << 8;
            case 0xD10 -> exceptions.scr;
            case 0xD14 -> exceptions.ccr;
            case 0xD18, 0xD1C, 0xD20 -> interrupts.priorities(offset - 0xD14);
            case 0xD24 -> shcsr();
            case 0xD28 -> faults.cfsr;
            case 0xD2C -> faults.hfsr;
            case 0xD34 -> faults.mmfar;
            case 0xD38 -> faults.bfar;
            case 0xD3C -> 0;
            case 0xD88 -> exceptions.fp.cpacr;
            case 0xF34 -> exceptions.fp.fpccr;
            case 0xF38 -> exceptions.fp.fpcar;
            case 0xF3C -> exceptions.fp.fpdscr;
            case 0xF40 -> MVFR0;
            case 0xF44 -> MVFR1;
            case 0xF48 -> 0;
            default -> throw new UnmodelledAccessException(name(offset), BASE + offset, false, 0);
        };
    }

    /** ACTLR: its bits switch off optimisations that are not modelled; it is kept as written. */
    private int auxiliaryControl;

    /** Writes the word at {@code offset}. */
    void write(int offset, int value) {
        if (offset >= 0x10 && offset < 0x20) {
            sysTick.write(offset - 0x10, value);
        } else if (offset >= 0x100 && offset < 0x500) {
            interrupts.write(offset, value);
        } else if (offset >= 0xD90 && offset < 0xDBC) {
            mpu.write(offset - 0xD00, value);
        } else if (offset < 0xD40 || offset > 0xD78 && offset < 0xFD0) {
            writeScb(offset, value);
        }
        exceptions.changed();
    }

    private void writeScb(int offset, int value) {
        FaultStatus faults = exceptions.faults;
        FpContext fp = exceptions.fp;
        switch (offset) {
            case 0x004, 0xD00, 0xD3C, 0xF40, 0xF44, 0xF48 -> {}
            case 0x008 -> auxiliaryControl = value & 0x307;
            case 0xD04 -> writeIcsr(value);
            case 0xD08 -> exceptions.vtor = value & VTOR_MASK;
            case 0xD0C -> writeAircr(value);
            case 0xD10 -> exceptions.scr = value & 0x16;
            case 0xD14 -> {
                exceptions.ccr = value & CCR_MASK;
                core.memory.protectionChanged();
            }
            case 0xD18, 0xD1C, 0xD20 -> interrupts.writePriorities(offset - 0xD14, value);
            case 0xD24 -> writeShcsr(value);
            case 0xD28 -> faults.cfsr &= ~value;
            case 0xD2C -> faults.hfsr &= ~value;
            case 0xD34 -> faults.mmfar = value;
            case 0xD38 -> faults.bfar = value;
            case 0xD88 -> fp.cpacr = value & 0x00F00000;
            case 0xF00 -> interrupts.trigger(value & 0x1FF);
            case 0xF34 -> fp.fpccr = value & 0xC000017B;
            case 0xF38 -> fp.fpcar = value & ~7;
            case 0xF3C -> fp.fpdscr = value & 0x07C00000;
            default -> throw new UnmodelledAccessException(name(offset), BASE + offset, true, value);
        }
    }

    private static String name(int offset) {
        return String.format(java.util.Locale.ROOT, "SCS register 0x%03X", offset);
    }

    private int icsr() {
        int pending = nvic.first();
        boolean base = nvic.activeCount() <= 1;
        return core.ipsr
                | (base ? 1 << 11 : 0)
                | pending << 12
                | (nvic.anyInterruptPending() ? 1 << 22 : 0)
                | (nvic.isPending(Exceptions.SYSTICK) ? 1 << 26 : 0)
                | (nvic.isPending(Exceptions.PENDSV) ? 1 << 28 : 0)
                | (nvic.isPending(Exceptions.NMI) ? 1 << 31 : 0);
    }

    private void writeIcsr(int value) {
        pendIf(value >>> 31, Exceptions.NMI);
        pendIf(value >>> 28 & 1, Exceptions.PENDSV);
        pendIf(value >>> 26 & 1, Exceptions.SYSTICK);
        if ((value & 1 << 27) != 0) {
            nvic.setPending(Exceptions.PENDSV, false);
        }
        if ((value & 1 << 25) != 0) {
            nvic.setPending(Exceptions.SYSTICK, false);
        }
    }

    private void pendIf(int bit, int number) {
        if (bit != 0) {
            exceptions.pend(number);
        }
    }

    private void writeAircr(int value) {
        if (value >>> 16 != AIRCR_KEY) {
            return;
        }
        nvic.prigroup = value >>> 8 & 7;
        if ((value & AIRCR_VECTCLRACTIVE) != 0) {
            throw new UnmodelledAccessException("AIRCR.VECTCLRACTIVE", BASE + 0xD0C, true, value);
        }
        if ((value & (AIRCR_SYSRESETREQ | 1)) != 0) {
            resetRequest.run();
        }
    }

    private int shcsr() {
        int result = 0;
        for (int[] row : SHCSR) {
            result |= nvic.isActive(row[0]) ? 1 << row[1] : 0;
            result |= row[2] >= 0 && nvic.isPending(row[0]) ? 1 << row[2] : 0;
            result |= row[3] >= 0 && nvic.enabled[row[0]] ? 1 << row[3] : 0;
        }
        return result;
    }

    private void writeShcsr(int value) {
        for (int[] row : SHCSR) {
            nvic.setActive(row[0], (value >>> row[1] & 1) != 0);
            if (row[2] >= 0) {
                nvic.setPending(row[0], (value >>> row[2] & 1) != 0);
            }
            if (row[3] >= 0) {
                nvic.enabled[row[0]] = (value >>> row[3] & 1) != 0;
            }
        }
    }
}
