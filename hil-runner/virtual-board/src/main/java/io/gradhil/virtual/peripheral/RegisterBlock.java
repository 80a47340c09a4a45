package io.gradhil.virtual.peripheral;

import io.gradhil.virtual.bus.Device;
import io.gradhil.virtual.bus.UnmodelledAccessException;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * A block of 32-bit registers (RM0383 2.1 and 2.1.6): takes narrow accesses apart as its bus does, and is dead while its
 * clock is off.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public abstract class RegisterBlock implements Device {
    /** How a write of less than a word arrives. */
    protected enum Access {
        /** Only the bytes written change. */
        AHB,
        /** The bridge repeats the byte or half-word over the whole register. */
        APB
    }

    private final String name;
    private final int base;
    private final Access access;
    private boolean clocked = true;

    /**
     * Creates a block.
     *
     * @param name as in the manual, for messages
     * @param base its address, for messages
     */
    protected RegisterBlock(String name, int base, Access access) {
        this.name = name;
        this.base = base;
        this.access = access;
    }

    /** Returns the block's name in the manual. */
    public final String name() {
        return name;
    }

    /** Returns the block's first address. */
    public final int base() {
        return base;
    }

    /** Puts all registers to their reset values and stops what runs. */
    public abstract void reset();

    /** Reads a register at a multiple of 4, with all side effects. */
    protected abstract int load(int offset);

    /** Writes a register at a multiple of 4. */
    protected abstract void store(int offset, int value);

    /** Is told that the block's clock was switched; the block is clocked from the beginning if nobody says otherwise. */
    public void setClocked(boolean on) {
        clocked = on;
    }

    /** Tells whether the block has a clock. */
    protected final boolean isClocked() {
        return clocked;
    }

    @Override
    public final int read(int offset, int bytes) {
        if (!clocked) {
            return 0;
        }
        int lane = load(offset & ~3) >>> 8 * (offset & 3);
        return bytes == 4 ? lane : lane & (1 << 8 * bytes) - 1;
    }

    @Override
    public final void write(int offset, int bytes, int value) {
        if (clocked) {
            int register = offset & ~3;
            store(register, bytes == 4 ? value : widen(offset, bytes, value));
        }
    }

    private int widen(int offset, int bytes, int value) {
        int narrow = value & (1 << 8 * bytes) - 1;
        if (access == Access.APB) {
            return narrow * (bytes == 1 ? 0x01010101 : 0x00010001);
        }
        int shift = 8 * (offset & 3);
        int mask = (1 << 8 * bytes) - 1 << shift;
        return load(offset & ~3) & ~mask | narrow << shift;
    }

    /** Returns the exception for a read of a register that has a name but no model. */
    protected final UnmodelledAccessException unreadable(int offset) {
        return new UnmodelledAccessException(at(offset), base + offset, false, 0);
    }

    /** Returns the exception for a write of a register that has no model. */
    protected final UnmodelledAccessException unwritable(int offset, int value) {
        return new UnmodelledAccessException(at(offset), base + offset, true, value);
    }

    /** Refuses a value that sets any of the bits of a mask: {@code bits} names them. */
    protected final void refuse(String bits, int mask, int offset, int value) {
        if ((value & mask) != 0) {
            throw new UnmodelledAccessException(name + "_" + bits, base + offset, true, value);
        }
    }

    private String at(int offset) {
        return String.format(Locale.ROOT, "%s at offset 0x%02X", name, offset);
    }
}
