package io.gradhil.core;

import java.util.List;
import org.apiguardian.api.API;

/** The board that was asked for is not attached. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardNotFoundException extends HilException {
    private static final long serialVersionUID = 1L;

    private final String wanted;
    private final transient List<String> found;

    /**
     * Builds the exception.
     *
     * @param wanted what was looked for
     * @param where where it was looked for
     * @param found what is there instead, potentially empty
     */
    public BoardNotFoundException(String wanted, String where, List<String> found) {
        super(
                "No board found: looked for " + wanted + " in " + where,
                found.isEmpty() ? "nothing there" : String.join("\n", found),
                "plug the board in, and look with: ./hil doctor");
        this.wanted = wanted;
        this.found = List.copyOf(found);
    }

    /** Returns what was looked for. */
    public String wanted() {
        return wanted;
    }

    /** Returns what is there instead, potentially empty. */
    public List<String> found() {
        return found;
    }
}
