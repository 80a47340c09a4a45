package io.gradhil.reference.data;

import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Holds the Combined Cycle Power Plant data set: 9,568 rows of ambient temperature AT (deg C), exhaust vacuum V (cm Hg), ambient
 * pressure AP (mbar), relative humidity RH (%) and, as the target, net electrical output PE (MW). Immutable.
 *
 * <p>P. Tuefekci and H. Kaya, UCI Machine Learning Repository, data set 294, doi 10.24432/C5002N, CC BY 4.0.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Ccpp {

    /** Number of inputs: AT, V, AP, RH. */
    static final int INPUTS = 4;

    private final double[] values;
    private final CcppSource source;

    Ccpp(List<String> canonicalRows, CcppSource source) {
        this.values = CcppCsv.values(canonicalRows);
        this.source = source;
    }

    /**
     * Find the data set: the file that the system property {@code hil.ccpp} names ("synthetic" for none), the user's cache, {@code
     * ../shared/ccpp/ccpp.csv} beside the project, a download; with none of these a synthetic set, see {@link #synthetic()}.
     * Downloads take at most about 20 s.
     *
     * @return never null
     * @throws CcppException if the file that {@code hil.ccpp} names, or the one beside the project, is not the data set
     */
    public static Ccpp find() {
        return CcppFinder.standard().find();
    }

    /**
     * Give the number of rows.
     *
     * @return 9568
     */
    public int size() {
        return values.length / (INPUTS + 1);
    }

    /**
     * Give one row.
     *
     * @param index 0 to {@code size() - 1}
     * @return a copy: AT, V, AP, RH, PE
     */
    public double[] row(int index) {
        return Arrays.copyOfRange(values, index * (INPUTS + 1), (index + 1) * (INPUTS + 1));
    }

    /**
     * Tell where the rows came from.
     *
     * @return never null
     */
    public CcppSource source() {
        return source;
    }

    /**
     * Tell whether the rows were drawn at random because the real ones were not found.
     *
     * @return whether this is not the real data set
     */
    public boolean synthetic() {
        return source.kind() == CcppSource.Kind.SYNTHETIC;
    }

    /**
     * Describe the source in one line, for every report.
     *
     * @return such as "CCPP: 9568 rows from /home/a/.cache/gradhil/ccpp.csv (the user's cache)"
     */
    public String describe() {
        return source.describe();
    }

    /**
     * Split the rows at random, 80 % for training, and scale them.
     *
     * @param seed the same seed gives the same split
     * @return never null
     */
    public CcppSplit split(long seed) {
        return CcppSplit.of(this, seed);
    }
}
