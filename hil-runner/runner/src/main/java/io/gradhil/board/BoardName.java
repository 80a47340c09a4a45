package io.gradhil.board;

import org.apiguardian.api.API;

/**
 * The value of {@code hil.board}: a kind of board, and which one of the kind.
 *
 * @param kind the provider's name
 * @param which serial number or alias, empty if there is only one to mean
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record BoardName(String kind, String which) {
    /** Reads {@code KIND} or {@code KIND:WHICH}. */
    public static BoardName parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new BoardName(text, "") : new BoardName(text.substring(0, colon), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return which.isEmpty() ? kind : kind + ":" + which;
    }
}
