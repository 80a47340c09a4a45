package io.gradhil.core;

import java.util.ArrayList;
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
    /** CFSR bits by number, ARMv7-M manual B3.2.15. */
    private static final String[] CFSR_BITS = {
        "IACCVIOL", "DACCVIOL", "", "MUNSTKERR", "MSTKERR", "MLSPERR", "", "MMARVALID",
        "IBUSERR", "PRECISERR", "IMPRECISERR", "UNSTKERR", "STKERR", "LSPERR", "", "BFARVALID",
        "UNDEFINSTR", "INVSTATE", "INVPC", "NOCP", "", "", "", "",
        "UNALIGNED", "DIVBYZERO"
    };

    /** Returns the name of the exception: {@code "UsageFault"}, {@code "interrupt 38"}. */
    public String name() {
        return switch (exception) {
            case 2 -> "NMI";
            case 3 -> "HardFault";
            case 4 -> "MemManage";
            case 5 -> "BusFault";
            case 6 -> "UsageFault";
            default -> exception >= 16 ? "interrupt " + (exception - 16) : "exception " + exception;
        };
    }

    /** Returns the names of the CFSR bits that are set, potentially empty. */
    public List<String> causes() {
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < CFSR_BITS.length; bit++) {
            if ((cfsr >>> bit & 1) != 0 && !CFSR_BITS[bit].isEmpty()) {
                names.add(CFSR_BITS[bit]);
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s%s at PC 0x%08X\nLR 0x%08X  SP 0x%08X  xPSR 0x%08X  R0 0x%08X\n"
                        + "CFSR 0x%08X  HFSR 0x%08X  MMFAR 0x%08X  BFAR 0x%08X",
                name(),
                causes().isEmpty() ? "" : " " + causes(),
                pc,
                lr,
                sp,
                xpsr,
                r0,
                cfsr,
                hfsr,
                mmfar,
                bfar);
    }
}
