package io.gradhil.suites.tensorflow;

import java.util.Arrays;

/** Norms of vectors in double. */
final class Vectors {
    private Vectors() {}

    /** Returns {@code sqrt(sum v_i^2)}. */
    static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
    }

    /** Returns {@code a - b}, element by element. */
    static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        Arrays.setAll(difference, i -> a[i] - b[i]);
        return difference;
    }

    /** Returns {@code max |a_i - b_i|}. */
    static double largestDifference(double[] a, double[] b) {
        return Arrays.stream(difference(a, b)).map(Math::abs).max().orElse(0);
    }
}
