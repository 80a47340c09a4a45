package io.gradhil.core;

import java.util.List;
import org.apiguardian.api.API;

/** No board has the name that was asked for. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class UnknownBoardException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String name;

    /**
     * Builds the exception.
     *
     * @param name the name asked for
     * @param valid the names there are, with what each board is
     */
    public UnknownBoardException(String name, List<String> valid) {
        super("Unknown board \"" + name + "\"", "", "choose one of:\n          " + String.join("\n          ", valid));
        this.name = name;
    }

    /** Returns the name that was asked for. */
    public String name() {
        return name;
    }
}
