package io.gradhil.reference.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws rows from a normal distribution with the means, deviations and correlations of the real data set, each value clipped to the
 * real range and given two decimals. Always the same rows, on every platform.
 */
final class SyntheticCcpp {

    private static final long SEED = 294;

    /** Published statistics of AT, V, AP, RH and PE (UCI data set 294; rounded to four decimals). */
    private static final double[] MEANS = {19.6512, 54.3058, 1013.2591, 73.3090, 454.3650};

    private static final double[] DEVIATIONS = {7.4521, 12.7072, 5.9385, 14.5995, 17.0661};
    private static final double[] MINIMA = {1.81, 25.36, 992.89, 25.56, 420.26};
    private static final double[] MAXIMA = {37.11, 81.56, 1033.30, 100.16, 495.76};

    /** Pearson correlations, computed from the 9,568 real rows. */
    private static final double[][] CORRELATIONS = {
        {1.0000, 0.8441, -0.5075, -0.5425, -0.9481},
        {0.8441, 1.0000, -0.4135, -0.3122, -0.8698},
        {-0.5075, -0.4135, 1.0000, 0.0996, 0.5184},
        {-0.5425, -0.3122, 0.0996, 1.0000, 0.3898},
        {-0.9481, -0.8698, 0.5184, 0.3898, 1.0000},
    };

    private SyntheticCcpp() {}

    /** Gives the rows in canonical form. */
    static List<String> rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] factor = cholesky(CORRELATIONS);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < CcppCsv.ROWS; i++) {
            rows.add(row(factor, random));
        }
        return rows;
    }

    private static String row(double[][] factor, SplittableRandom random) {
        double[] independent = new double[MEANS.length];
        for (int c = 0; c < independent.length; c++) {
            independent[c] = gaussian(random);
        }
        List<String> row = new ArrayList<>();
        for (int c = 0; c < independent.length; c++) {
            double correlated = 0;
            for (int k = 0; k <= c; k++) {
                correlated += factor[c][k] * independent[k];
            }
            double value = MEANS[c] + DEVIATIONS[c] * correlated;
            row.add(twoDecimals(Math.max(MINIMA[c], Math.min(MAXIMA[c], value))));
        }
        return String.join(",", row);
    }

    private static String twoDecimals(double value) {
        return CcppCsv.canonical(BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN));
    }

    /** Box and Muller; StrictMath, so that every platform draws the same bits. */
    private static double gaussian(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }

    /** Gives the lower triangular L with {@code L L^T = matrix}. */
    private static double[][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
            }
        }
        return factor;
    }
}
