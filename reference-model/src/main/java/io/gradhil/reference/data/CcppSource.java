package io.gradhil.reference.data;

import org.apiguardian.api.API;

/**
 * Tells where the rows of a {@link Ccpp} came from.
 *
 * @param kind the sort of place
 * @param location a path or an address; blank for {@link Kind#SYNTHETIC}
 * @param remarks what went wrong on the way and, for {@link Kind#SYNTHETIC}, what was not found: clauses separated by "; "; may be
 *     empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CcppSource(Kind kind, String location, String remarks) {

    /** Lists the places in the order they are looked at. */
    @API(status = API.Status.EXPERIMENTAL, since = "0.1")
    public enum Kind {
        /** The file that the system property {@code hil.ccpp} names. */
        EXPLICIT("the file that hil.ccpp names"),
        /** The user's cache. */
        CACHE("the user's cache"),
        /** {@code ../shared/ccpp/ccpp.csv} beside the project. */
        SHARED("the shared file beside the project"),
        /** The UCI Machine Learning Repository. */
        DOWNLOAD("a download"),
        /** Drawn at random; not the data set. */
        SYNTHETIC("drawn at random");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /**
     * Describe the source in one line, for every report.
     *
     * @return such as "CCPP: 9568 rows from /home/a/.cache/gradhil/ccpp.csv (the user's cache)"
     */
    public String describe() {
        String why = remarks.isEmpty() ? "" : "; " + remarks;
        if (kind == Kind.SYNTHETIC) {
            return "CCPP: SYNTHETIC, " + CcppCsv.ROWS
                    + " rows drawn from the published means, deviations and correlations, not the real data set" + why;
        }
        return "CCPP: " + CcppCsv.ROWS + " rows from " + location + " (" + kind.words + ")" + why;
    }
}
