package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZscoreHistogramTests {
    private static String histogram(double sigma, float... zscores) {
        double[] sigmas = new double[zscores.length];
        Arrays.fill(sigmas, sigma);
        Predictions predictions =
                new Predictions("gradient", i -> "w[" + i + "]", true, new double[zscores.length], sigmas, sigmas);
        return new ZscoreHistogram(new Comparison(predictions, zscores, Tolerance.derived())).toString();
    }

    @Test
    void counts_sizes_each_edge_with_what_is_below_it() {
        assertThat(histogram(1, 0, -0.0f, 0.5f, -1, 1.1f, -2, 2.1f, 4, -8, 7, 8.1f, -100))
                .isEqualTo("exact 2, up to 1: 2, 2: 2, 4: 2, 8: 2, beyond: 2");
    }

    @Test
    void what_is_not_finite_is_beyond() {
        assertThat(histogram(1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY))
                .isEqualTo("exact 0, up to 1: 0, 2: 0, 4: 0, 8: 0, beyond: 3");
    }

    @Test
    void error_where_none_was_predicted_is_beyond() {
        assertThat(histogram(0, 0, Float.MIN_VALUE)).isEqualTo("exact 1, up to 1: 0, 2: 0, 4: 0, 8: 0, beyond: 1");
    }

    @Test
    void large_counts_are_grouped() {
        assertThat(histogram(1, new float[2945])).startsWith("exact 2,945, ");
    }
}
