package io.gradhil.virtual.debug;

import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import org.apiguardian.api.API;

/**
 * Data watchpoint and trace unit: cycle counter and four comparators (C1.8). Trace packets, profiling counters and the comparison of data values
 * are not modelled. CYCCNT stands still while the core sleeps.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Dwt implements Device {
    private static final int BASE = 0xE0001000;
    private static final int COMPARATORS = 4;
    private static final int CYCCNTENA = 1;
    private static final int CTRL_READ = COMPARATORS << 28;
    /** CYCTAP, POSTINIT, POSTPRESET: only matter to trace, kept as written. */
    private static final int CTRL_KEPT = 0x1FFE;

    private static final int CTRL_TRACE = 0x7F1E00;
    private static final int MATCHED = 1 << 24;
    private static final int FUNCTION_PC = 4;
    private static final int FUNCTION_READ = 5;
    private static final int FUNCTION_WRITE = 6;
    private static final int FUNCTION_ACCESS = 7;

    private final DebuggedCore core;
    private final DebugRegisters registers;
    private final int[] comparator = new int[COMPARATORS];
    private final int[] mask = new int[COMPARATORS];
    private final int[] function = new int[COMPARATORS];
    private int control;
    /** CYCCNT while it stands, or CYCCNT less the cycles awake while it runs. */
    private long offset;

    /** Creates the unit of {@code core}. */
    public Dwt(DebuggedCore core, DebugRegisters registers) {
        this.core = core;
        this.registers = registers;
    }

    /** Resets at power-on. */
    public void reset() {
        control = 0;
        offset = 0;
        java.util.Arrays.fill(function, 0);
    }

    @Override
    public int read(int register, int bytes) {
        if (register >= 0x20 && register < 0x20 + 16 * COMPARATORS) {
            return readComparator(register - 0x20 >>> 4, register & 15);
        }
        return switch (register) {
            case 0 -> CTRL_READ | control;
            case 4 -> (int) count();
            case 8, 0xC, 0x10, 0x14, 0x18 -> 0;
            case 0x1C -> core.register(15);
            default -> register >= 0xFD0 ? Identification.DWT.read(register) : 0;
        };
    }

    private int readComparator(int index, int register) {
        return switch (register) {
            case 0 -> comparator[index];
            case 4 -> mask[index];
            case 8 -> readFunction(index);
            default -> 0;
        };
    }

    /** Reading clears MATCHED (C1.8.17). */
    private int readFunction(int index) {
        int result = function[index];
        function[index] &= ~MATCHED;
        return result;
    }

    @Override
    public void write(int register, int bytes, int value) {
        if (register >= 0x20 && register < 0x20 + 16 * COMPARATORS) {
            writeComparator(register - 0x20 >>> 4, register & 15, value);
        } else if (register == 0) {
            writeControl(value);
        } else if (register == 4) {
            offset = (value & 0xFFFFFFFFL) - (isCounting() ? awake() : 0);
        }
        core.debugChanged();
    }

    private void writeControl(int value) {
        if ((value & CTRL_TRACE & ~CTRL_KEPT) != 0) {
            throw new UnmodelledAccessException("DWT_CTRL, trace", BASE, true, value);
        }
        long count = count();
        control = value & (CYCCNTENA | CTRL_KEPT);
        offset = count - (isCounting() ? awake() : 0);
    }

    private void writeComparator(int index, int register, int value) {
        switch (register) {
            case 0 -> comparator[index] = value;
            case 4 -> mask[index] = value & 31;
            case 8 -> writeFunction(index, value);
            default -> {}
        }
    }

    private void writeFunction(int index, int value) {
        int kind = value & 15;
        if ((value & 0x100) != 0 || kind != 0 && (kind < FUNCTION_PC || kind > FUNCTION_ACCESS)) {
            throw new UnmodelledAccessException("DWT_FUNCTION" + index, BASE + 0x28 + 16 * index, true, value);
        }
        function[index] = kind;
    }

    private long count() {
        return isCounting() ? offset + awake() : offset;
    }

    private long awake() {
        return core.cycles() - core.sleptCycles();
    }

    /** The count is taken from the core's own, so TRCENA only decides whether it can be seen to move while it is enabled. */
    private boolean isCounting() {
        return (control & CYCCNTENA) != 0;
    }

    /** Tells whether a comparator watches data. */
    public boolean watchesData() {
        boolean any = false;
        for (int kind : function) {
            any |= (kind & 15) >= FUNCTION_READ;
        }
        return any && registers.isTraceEnabled();
    }

    /** Tells whether a comparator watches instructions. */
    public boolean watchesInstructions() {
        boolean any = false;
        for (int kind : function) {
            any |= (kind & 15) == FUNCTION_PC;
        }
        return any && registers.isTraceEnabled();
    }

    /** Tells whether the instruction at {@code address} is watched. */
    public boolean matchesInstruction(int address) {
        for (int index = 0; index < COMPARATORS; index++) {
            if ((function[index] & 15) == FUNCTION_PC && covers(index, address, 1)) {
                function[index] |= MATCHED;
                return true;
            }
        }
        return false;
    }

    /** An access took place; halts the core if it is watched. */
    public void accessed(int address, int width, boolean write) {
        for (int index = 0; index < COMPARATORS; index++) {
            int kind = function[index] & 15;
            boolean wanted = kind == FUNCTION_ACCESS || kind == (write ? FUNCTION_WRITE : FUNCTION_READ);
            if (wanted && covers(index, address, width)) {
                function[index] |= MATCHED;
                registers.event(DebugRegisters.DWTTRAP);
            }
        }
    }

    private boolean covers(int index, int address, int width) {
        int first = comparator[index] & -1 << mask[index];
        int size = 1 << mask[index];
        return address - first + width - 1 >= 0
                && Integer.compareUnsigned(address - first + width - 1, size + width - 1) < 0;
    }
}
