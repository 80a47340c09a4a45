package io.gradhil.reference.layer;

import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * Multiplies matrices, adding to the result: the inner loops of the model.
 *
 * <p>C2, the JIT compiler of JDK 17, uses vector instructions for the one loop that all time is spent in only if every operand is an
 * array of its own that is read from index 0, if the result is no operand, and if the loop is short: four rows at a time. Hence
 * matrices as arrays of rows, and sums that go to and fro between two buffers. Measured on 32 rows of 64: 7.3 multiply-adds per
 * nanosecond, where one flat array allowed 2.9.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class MatrixProduct {

    /** Below this many columns, the transposed product is the faster one. */
    private static final int SHORT = 16;

    private MatrixProduct() {}

    /**
     * Copy a flat matrix to rows.
     *
     * @param values holds it row-major, not modified
     * @param from index of its first element
     * @param count number of rows
     * @param n length of a row
     * @return the rows
     */
    public static double[][] rows(double[] values, int from, int count, int n) {
        double[][] rows = new double[count][n];
        for (int k = 0; k < count; k++) {
            System.arraycopy(values, from + k * n, rows[k], 0, n);
        }
        return rows;
    }

    /**
     * Copy the columns of a flat matrix to rows.
     *
     * @param values holds it row-major, not modified
     * @param from index of its first element
     * @param rows number of its rows
     * @param columns number of its columns
     * @return its columns, each as a row
     */
    public static double[][] columns(double[] values, int from, int rows, int columns) {
        double[][] transposed = new double[columns][rows];
        for (int j = 0; j < columns; j++) {
            double[] column = transposed[j];
            for (int i = 0; i < rows; i++) {
                column[i] = values[from + i * columns + j];
            }
        }
        return transposed;
    }

    /**
     * Compute {@code y_bi += sum_k x_bk r_ki}.
     *
     * @param x (B, count) row-major, not modified
     * @param r (count, n), not modified
     * @param n length of a row of {@code r}
     * @param y (B, n) row-major, accumulated
     * @param batch B
     */
    public static void add(double[] x, double[][] r, int n, double[] y, int batch) {
        Sum sum = new Sum(n);
        for (int b = 0; b < batch; b++) {
            sum.load(y, b * n);
            sum.add(x, b * r.length, 1, r);
            sum.store(y, b * n);
        }
    }

    /**
     * Compute {@code y_ij += sum_b d_bi x_bj}.
     *
     * @param d (B, out) row-major, not modified
     * @param out width of {@code d}
     * @param x (B, in) row-major, not modified
     * @param in width of {@code x}
     * @param batch B
     * @param y holds (out, in) row-major, accumulated
     * @param from index of {@code y_00}
     */
    public static void addOuter(double[] d, int out, double[] x, int in, int batch, double[] y, int from) {
        if (in < SHORT && in < out) {
            addTransposed(d, out, x, in, batch, y, from);
            return;
        }
        double[][] rows = rows(x, 0, batch, in);
        Sum sum = new Sum(in);
        for (int i = 0; i < out; i++) {
            sum.load(y, from + i * in);
            sum.add(d, i, out, rows);
            sum.store(y, from + i * in);
        }
    }

    private static void addTransposed(double[] d, int out, double[] x, int in, int batch, double[] y, int from) {
        double[][] rows = rows(d, 0, batch, out);
        double[] column = new double[out];
        Sum sum = new Sum(out);
        for (int j = 0; j < in; j++) {
            sum.clear();
            sum.add(x, j, in, rows);
            sum.store(column, 0);
            for (int i = 0; i < out; i++) {
                y[from + i * in + j] += column[i];
            }
        }
    }

    /** One row of the result while it is summed up. */
    private static final class Sum {

        private final int n;
        private double[] current;
        private double[] next;

        Sum(int n) {
            this.n = n;
            this.current = new double[n];
            this.next = new double[n];
        }

        void clear() {
            Arrays.fill(current, 0);
        }

        void load(double[] y, int from) {
            System.arraycopy(y, from, current, 0, n);
        }

        void store(double[] y, int from) {
            System.arraycopy(current, 0, y, from, n);
        }

        /** Adds {@code c_k r_k} for all rows; {@code c_k} lie {@code stride} apart. */
        void add(double[] c, int start, int stride, double[][] r) {
            int k = 0;
            int at = start;
            for (; k + 4 <= r.length; k += 4, at += 4 * stride) {
                addFour(
                        c[at],
                        c[at + stride],
                        c[at + 2 * stride],
                        c[at + 3 * stride],
                        r[k],
                        r[k + 1],
                        r[k + 2],
                        r[k + 3],
                        current,
                        next,
                        n);
                double[] swapped = current;
                current = next;
                next = swapped;
            }
            for (; k < r.length; k++, at += stride) {
                addOne(c[at], r[k], current, n);
            }
        }

        private static void addFour(
                double c0,
                double c1,
                double c2,
                double c3,
                double[] r0,
                double[] r1,
                double[] r2,
                double[] r3,
                double[] y,
                double[] sum,
                int n) {
            for (int i = 0; i < n; i++) {
                sum[i] = y[i] + c0 * r0[i] + c1 * r1[i] + c2 * r2[i] + c3 * r3[i];
            }
        }

        private static void addOne(double c, double[] r, double[] y, int n) {
            for (int i = 0; i < n; i++) {
                y[i] += c * r[i];
            }
        }
    }
}
