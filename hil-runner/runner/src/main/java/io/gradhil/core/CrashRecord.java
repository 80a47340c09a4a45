package io.gradhil.core;

import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * What the firmware kept of its last crash: the registers at the faulting instruction, named as in the ARMv7-M manual.
 *
 * @param exception exception number (2 NMI, 3 HardFault, 4 MemManage, 5 BusFault, 6 UsageFault, 16 and above interrupts)
 * @param pc address of the instruction
 * @param lr link register
 * @param sp stack pointer before the exception
 * @param xpsr program status
 * @param cfsr configurable fault status
 * @param hfsr HardFault status
 * @param mmfar address of a MemManage fault, valid if CFSR.MMARVALID
 * @param bfar address of a BusFault, valid if CFSR.BFARVALID
 * @param r0 first argument register
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CrashRecord(
        int exception, int pc, int lr, int sp, int xpsr, int cfsr, int hfsr, int mmfar, int bfar, int r0) {
    /** Returns the name of the exception: {@code "UsageFault"}, {@code "interrupt 38"}. */
    public String name() {
        return name(exception);
    }

    /** Returns the name of an exception by its number. */
    public static String name(int exception) {
        return switch (exception) {
            case 2 -> "NMI";
            case 3 -> "HardFault";
            case 4 -> "MemManage";
            case 5 -> "BusFault";
            case 6 -> "UsageFault";
            case 14 -> "PendSV";
            case 15 -> "SysTick";
            default -> exception >= 16 ? "interrupt " + (exception - 16) : "exception " + exception;
        };
    }

    /** Returns the names of the CFSR bits that are set, potentially empty. */
    public List<String> causes() {
        return faults().causes();
    }

    /** Returns the fault status. */
    public FaultStatus faults() {
        return new FaultStatus(cfsr, hfsr, mmfar, bfar);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s%s at PC 0x%08X\nLR 0x%08X  SP 0x%08X  xPSR 0x%08X  R0 0x%08X\n%s",
                name(),
                causes().isEmpty() ? "" : " " + causes(),
                pc,
                lr,
                sp,
                xpsr,
                r0,
                faults());
    }
}
