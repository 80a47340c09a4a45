package io.gradhil.symbols;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Where in the sources an address is. The function is the one that the linker placed there; the line may be one of a function that
 * was inlined into it.
 *
 * @param address of an instruction
 * @param function the function's name, empty if there is none at that address
 * @param offset from the function's first instruction, in bytes
 * @param file as the compiler was given it, empty if unknown
 * @param line number from 1 on, 0 if unknown
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Place(int address, String function, int offset, String file, int line) {
    /** Returns {@code "nn_dense_forward (nn/dense.c:17)"}, the address where there is no function. */
    public String brief() {
        if (function.isEmpty()) {
            return String.format(Locale.ROOT, "0x%08X", address);
        }
        return line == 0 ? function : function + " (" + file + ":" + line + ")";
    }

    /** Returns {@code "0x08000F2A nn_dense_forward+0x1A at nn/dense.c:17"}. */
    @Override
    public String toString() {
        String name =
                function.isEmpty() ? "(no code of the image)" : String.format(Locale.ROOT, "%s+0x%X", function, offset);
        String where = line == 0 ? "" : " at " + file + ":" + line;
        return String.format(Locale.ROOT, "0x%08X %s%s", address, name, where);
    }
}
