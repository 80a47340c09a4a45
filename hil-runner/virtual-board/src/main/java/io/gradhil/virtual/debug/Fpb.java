package io.gradhil.virtual.debug;

import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import org.apiguardian.api.API;

/** Flash patch and breakpoint unit: six instruction comparators (C1.11). Remapping and literal comparators are not modelled. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Fpb implements Device {
    private static final int BASE = 0xE0002000;
    private static final int CODE_COMPARATORS = 6;
    private static final int LITERAL_COMPARATORS = 2;
    private static final int KEY = 2;

    private final DebuggedCore core;
    private final int[] comparators = new int[CODE_COMPARATORS];
    private boolean enabled;
    private int remap;

    /** Creates the unit of {@code core}. */
    public Fpb(DebuggedCore core) {
        this.core = core;
    }

    /** Resets at power-on. */
    public void reset() {
        enabled = false;
        java.util.Arrays.fill(comparators, 0);
    }

    @Override
    public int read(int offset, int bytes) {
        if (offset == 0) {
            return CODE_COMPARATORS << 4 | LITERAL_COMPARATORS << 8 | (enabled ? 1 : 0);
        }
        if (offset == 4) {
            return 0x20000000 | remap;
        }
        int index = (offset - 8) / 4;
        if (index < CODE_COMPARATORS + LITERAL_COMPARATORS) {
            return index < CODE_COMPARATORS ? comparators[index] : 0;
        }
        return offset >= 0xFD0 ? Identification.FPB.read(offset) : 0;
    }

    @Override
    public void write(int offset, int bytes, int value) {
        int index = (offset - 8) / 4;
        if (offset == 0) {
            enabled = (value & KEY) != 0 ? (value & 1) != 0 : enabled;
        } else if (offset == 4) {
            remap = value & 0x1FFFFFE0;
        } else if (index < CODE_COMPARATORS) {
            writeComparator(index, value);
        } else if (index < CODE_COMPARATORS + LITERAL_COMPARATORS && (value & 1) != 0) {
            throw new UnmodelledAccessException("FP_COMP" + index, BASE + offset, true, value);
        }
        core.debugChanged();
    }

    private void writeComparator(int index, int value) {
        if ((value & 1) != 0 && value >>> 30 == 0) {
            throw new UnmodelledAccessException(
                    "FP_COMP" + index + ".REPLACE remap", BASE + 8 + 4 * index, true, value);
        }
        comparators[index] = value & 0xDFFFFFFD;
    }

    /** Tells whether any comparator is in use. */
    public boolean isActive() {
        boolean any = false;
        for (int comparator : comparators) {
            any |= (comparator & 1) != 0;
        }
        return enabled && any;
    }

    /** Tells whether the instruction at {@code address} is a breakpoint. */
    public boolean matches(int address) {
        for (int comparator : comparators) {
            boolean word = (comparator & 1) != 0 && ((comparator ^ address) & 0x1FFFFFFC) == 0;
            if (word && address >>> 29 == 0 && (comparator >>> ((address & 2) != 0 ? 31 : 30) & 1) != 0) {
                return enabled;
            }
        }
        return false;
    }
}
