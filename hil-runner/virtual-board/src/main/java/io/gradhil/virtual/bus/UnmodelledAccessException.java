package io.gradhil.virtual.bus;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * The program used something that the simulation does not model. Going on would let a green test lie, so the run ends. Devices
 * throw it without a program counter; the core adds that.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class UnmodelledAccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String register;
    private final int address;
    private final int value;
    private final boolean write;

    /**
     * Creates the exception.
     *
     * @param register as the manual calls it
     * @param address of the access
     * @param write whether it was a write
     * @param value written; 0 for a read
     */
    public UnmodelledAccessException(String register, int address, boolean write, int value) {
        super(text(register, address, write, value));
        this.register = register;
        this.address = address;
        this.write = write;
        this.value = value;
    }

    private UnmodelledAccessException(UnmodelledAccessException access, int pc) {
        super(String.format(Locale.ROOT, "%s, pc 0x%08X", access.getMessage(), pc), access);
        register = access.register;
        address = access.address;
        write = access.write;
        value = access.value;
    }

    /** Returns the same exception with the address of the instruction that caused it. */
    public UnmodelledAccessException at(int pc) {
        return new UnmodelledAccessException(this, pc);
    }

    /** Returns the register's name. */
    public String register() {
        return register;
    }

    /** Returns the address. */
    public int address() {
        return address;
    }

    private static String text(String register, int address, boolean write, int value) {
        return write
                ? String.format(Locale.ROOT, "%s is not modelled: write of 0x%08X to 0x%08X", register, value, address)
                : String.format(Locale.ROOT, "%s is not modelled: read of 0x%08X", register, address);
    }
}
