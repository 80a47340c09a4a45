package io.gradhil.virtual.cpu;

import io.gradhil.virtual.bus.UnmodelledAccessException;

/** Hints, barriers, special registers, exceptions (A5.2.5, A5.3.4, B5.2). */
final class SystemInstructions {
    private static final int APSR_MASK_NZCVQ = 2;
    private static final int APSR_MASK_GE = 1;

    private SystemInstructions() {}

    static void nop(Core c, Instruction i) {}

    static void sev(Core c, Instruction i) {
        c.eventRegister = true;
    }

    static void wfe(Core c, Instruction i) {
        if (c.eventRegister) {
            c.eventRegister = false;
        } else {
            c.exceptions.sleep(true);
        }
    }

    static void wfi(Core c, Instruction i) {
        c.exceptions.sleep(false);
    }

    static void svc(Core c, Instruction i) {
        c.exceptions.supervisorCall();
    }

    static void bkpt(Core c, Instruction i) {
        c.exceptions.breakpoint();
    }

    static void udf(Core c, Instruction i) {
        throw c.usageFault(FaultStatus.UNDEFINSTR);
    }

    /** An instruction of a coprocessor that does not exist. */
    static void coprocessor(Core c, Instruction i) {
        throw c.usageFault(FaultStatus.NOCP);
    }

    /** An encoding of the FPU that it does not have: the check of access comes first. */
    static void undefinedFp(Core c, Instruction i) {
        c.fp();
        throw c.usageFault(FaultStatus.UNDEFINSTR);
    }

    /** CPS: {@code i.shift} is im (1 disables), {@code i.imm} is I:F. Unprivileged code changes nothing. */
    static void cps(Core c, Instruction i) {
        if (!c.isPrivileged()) {
            return;
        }
        boolean disable = i.shift != 0;
        if ((i.imm & 2) != 0) {
            c.primask = disable;
        }
        if ((i.imm & 1) != 0 && (!disable || c.exceptions.priority() > -1)) {
            c.faultmask = disable;
        }
        c.exceptions.changed();
    }

    static void mrs(Core c, Instruction i) {
        c.r[i.d] = read(c, i.imm);
    }

    private static int read(Core c, int register) {
        boolean privileged = c.isPrivileged();
        if (register < 8) {
            return ((register & 4) == 0 ? c.apsr() : 0) | ((register & 1) != 0 && privileged ? c.ipsr : 0);
        }
        if (register == SpecialRegister.CONTROL) {
            return c.control;
        }
        return privileged ? SpecialRegister.read(c, register) : 0;
    }

    /** MSR: {@code i.imm2} is the mask of APSR's parts, {@code i.imm} SYSm. */
    static void msr(Core c, Instruction i) {
        int value = c.r[i.n];
        if (i.imm < 8) {
            if ((i.imm & 4) == 0) {
                writeApsr(c, i.imm2, value);
            }
        } else if (c.isPrivileged()) {
            SpecialRegister.write(c, i.imm, value);
            c.exceptions.changed();
        }
    }

    private static void writeApsr(Core c, int mask, int value) {
        if ((mask & APSR_MASK_NZCVQ) != 0) {
            c.setNzcv(value);
            c.saturated = (value >>> 27 & 1) != 0;
        }
        if ((mask & APSR_MASK_GE) != 0) {
            c.ge = value >>> 16 & 15;
        }
    }

    /** The registers that MRS and MSR name by SYSm (B5.1.1). */
    static final class SpecialRegister {
        static final int MSP = 8;
        static final int PSP = 9;
        static final int PRIMASK = 16;
        static final int BASEPRI = 17;
        static final int BASEPRI_MAX = 18;
        static final int FAULTMASK = 19;
        static final int CONTROL = 20;

        private SpecialRegister() {}

        static int read(Core c, int register) {
            return switch (register) {
                case MSP -> c.msp();
                case PSP -> c.psp();
                case PRIMASK -> c.primask ? 1 : 0;
                case BASEPRI, BASEPRI_MAX -> c.basepri;
                case FAULTMASK -> c.faultmask ? 1 : 0;
                case CONTROL -> c.control;
                default -> throw new UnmodelledAccessException("SYSm " + register, 0, false, 0);
            };
        }

        static void write(Core c, int register, int value) {
            switch (register) {
                case MSP -> c.setMsp(value);
                case PSP -> c.setPsp(value);
                case PRIMASK -> c.primask = (value & 1) != 0;
                case BASEPRI -> c.basepri = value & Exceptions.PRIORITY_MASK;
                case BASEPRI_MAX -> raiseBasepri(c, value & Exceptions.PRIORITY_MASK);
                case FAULTMASK -> c.faultmask = (value & 1) != 0 && (c.faultmask || c.exceptions.priority() > -1);
                case CONTROL -> writeControl(c, value);
                default -> throw new UnmodelledAccessException("SYSm " + register, 0, true, value);
            }
        }

        private static void raiseBasepri(Core c, int value) {
            if (value != 0 && (c.basepri == 0 || value < c.basepri)) {
                c.basepri = value;
            }
        }

        /** SPSEL can be written in Thread mode only (B1.4.4). */
        private static void writeControl(Core c, int value) {
            if (c.ipsr == 0) {
                c.selectPsp((value & Core.CONTROL_SPSEL) != 0);
            }
            int kept = c.control & Core.CONTROL_SPSEL;
            c.control = kept | value & (Core.CONTROL_NPRIV | Core.CONTROL_FPCA);
            c.exceptions.changed();
        }
    }
}
