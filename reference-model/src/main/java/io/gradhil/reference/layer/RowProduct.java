package io.gradhil.reference.layer;

import org.apiguardian.api.API;

/**
 * Multiplies a vector by a matrix, adding to the result: the one inner loop of the model.
 *
 * <p>Runs along rows, four at a time, without a reduction, so that the JIT compiler can use vector instructions.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RowProduct {

    private RowProduct() {}

    /**
     * Compute {@code y_i += sum_k c_k r_ki}.
     *
     * @param c (count) with a stride, not modified
     * @param cStart index of {@code c_0}
     * @param cStride distance of {@code c_k} and {@code c_(k+1)}
     * @param count number of rows
     * @param r (count, n) row-major, not modified
     * @param rStart index of {@code r_00}
     * @param n length of a row
     * @param y (n), accumulated
     * @param yStart index of {@code y_0}
     */
    public static void add(
            double[] c, int cStart, int cStride, int count, double[] r, int rStart, int n, double[] y, int yStart) {
        int k = 0;
        int row = rStart;
        int at = cStart;
        for (; k + 4 <= count; k += 4, row += 4 * n, at += 4 * cStride) {
            addFour(c[at], c[at + cStride], c[at + 2 * cStride], c[at + 3 * cStride], r, row, n, y, yStart);
        }
        for (; k < count; k++, row += n, at += cStride) {
            addOne(c[at], r, row, n, y, yStart);
        }
    }

    private static void addFour(
            double c0, double c1, double c2, double c3, double[] r, int row, int n, double[] y, int yStart) {
        int row1 = row + n;
        int row2 = row1 + n;
        int row3 = row2 + n;
        for (int i = 0; i < n; i++) {
            y[yStart + i] += c0 * r[row + i] + c1 * r[row1 + i] + c2 * r[row2 + i] + c3 * r[row3 + i];
        }
    }

    private static void addOne(double c, double[] r, int row, int n, double[] y, int yStart) {
        for (int i = 0; i < n; i++) {
            y[yStart + i] += c * r[row + i];
        }
    }
}
