package io.gradhil.core;

import java.util.List;
import org.apiguardian.api.API;

/** More than one board fits; which one is meant must be said. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BoardAmbiguousException extends HilException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> candidates;

    /**
     * Builds the exception.
     *
     * @param wanted the name that fits several boards
     * @param candidates the names that fit one each, with what the board is
     */
    public BoardAmbiguousException(String wanted, List<String> candidates) {
        super(
                "\"" + wanted + "\" fits " + candidates.size() + " boards",
                "",
                "choose one with -Dhil.board=NAME:\n          " + String.join("\n          ", candidates));
        this.candidates = List.copyOf(candidates);
    }

    /** Returns the names that fit one board each, with what the board is. */
    public List<String> candidates() {
        return candidates;
    }
}
