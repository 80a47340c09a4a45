package io.gradhil.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * The fault status registers of the core (ARMv7-M manual B3.2.15 to B3.2.18).
 *
 * @param cfsr configurable fault status
 * @param hfsr HardFault status
 * @param mmfar address of a MemManage fault, valid if CFSR.MMARVALID
 * @param bfar address of a BusFault, valid if CFSR.BFARVALID
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record FaultStatus(int cfsr, int hfsr, int mmfar, int bfar) {
    private static final String[][] CFSR_BITS = {
        {"IACCVIOL", "an instruction was fetched from where execution is not allowed"},
        {"DACCVIOL", "a load or store was not allowed by the memory protection"},
        {},
        {"MUNSTKERR", "memory protection refused to unstack registers when an exception returned"},
        {"MSTKERR", "memory protection refused to stack registers for an exception"},
        {"MLSPERR", "memory protection refused to save the floating-point registers"},
        {},
        {"MMARVALID", "MMFAR 0x%08X is the address"},
        {"IBUSERR", "an instruction was fetched from where nothing answers"},
        {"PRECISERR", "the instruction at PC loaded or stored where nothing answers"},
        {"IMPRECISERR", "a store some instructions before PC reached nothing that answers"},
        {"UNSTKERR", "the bus refused to unstack registers when an exception returned"},
        {"STKERR", "the bus refused to stack registers for an exception: the stack has overflowed"},
        {"LSPERR", "the bus refused to save the floating-point registers"},
        {},
        {"BFARVALID", "BFAR 0x%08X is the address"},
        {"UNDEFINSTR", "the instruction is undefined"},
        {"INVSTATE", "a branch to an address without the Thumb bit, such as a null function pointer"},
        {"INVPC", "an exception returned to a state that does not exist"},
        {"NOCP", "the coprocessor or FPU is not enabled"},
        {},
        {},
        {},
        {},
        {"UNALIGNED", "an access was not aligned"},
        {"DIVBYZERO", "a division by zero"},
    };

    private static final int MMARVALID = 7;
    private static final int FORCED = 1 << 30;
    private static final int VECTTBL = 1 << 1;

    /** Returns the names of the CFSR bits that are set, potentially empty. */
    public List<String> causes() {
        return bits().stream().map(bit -> CFSR_BITS[bit][0]).toList();
    }

    /** Returns a line on each bit that is set: its name and what it means. Potentially empty. */
    public List<String> explain() {
        List<String> lines = new ArrayList<>();
        for (int bit : bits()) {
            int address = bit == MMARVALID ? mmfar : bfar;
            lines.add(CFSR_BITS[bit][0] + ": " + String.format(Locale.ROOT, CFSR_BITS[bit][1], address));
        }
        if ((hfsr & VECTTBL) != 0) {
            lines.add("HFSR.VECTTBL: the vector table could not be read");
        }
        if ((hfsr & FORCED) != 0) {
            lines.add("HFSR.FORCED: a HardFault, because the fault's own handler could not run");
        }
        return lines;
    }

    private List<Integer> bits() {
        List<Integer> set = new ArrayList<>();
        for (int bit = 0; bit < CFSR_BITS.length; bit++) {
            if ((cfsr >>> bit & 1) != 0 && CFSR_BITS[bit].length > 0) {
                set.add(bit);
            }
        }
        return set;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "CFSR 0x%08X  HFSR 0x%08X  MMFAR 0x%08X  BFAR 0x%08X", cfsr, hfsr, mmfar, bfar);
    }
}
