package io.gradhil.judge;

import org.apiguardian.api.API;

/**
 * How some numbers of a board compared.
 *
 * @param elements how many were compared
 * @param exact how many were the very value of the reference
 * @param failed how many were beyond their limit
 * @param worst the largest error in units of its limit
 * @param zscores of those that have one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Score(long elements, long exact, long failed, double worst, Zscores zscores) {
    /** Of no number at all. */
    public static final Score NONE = new Score(0, 0, 0, 0, Zscores.NONE);

    /** Returns how these and some others compared. */
    public Score plus(Score others) {
        return new Score(
                elements + others.elements,
                exact + others.exact,
                failed + others.failed,
                Math.max(worst, others.worst),
                zscores.plus(others.zscores));
    }

    static Score of(double ratio, Zscores zscores) {
        return new Score(1, ratio == 0 ? 1 : 0, Element.fails(ratio) ? 1 : 0, ratio, zscores);
    }
}
