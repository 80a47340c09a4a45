package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The variance of a dot product's roundings, derivation section 8, against simulation. Seeds 1 to 3. */
class SumVarianceTests {

    private static final int TRIALS = 20_000;

    @Test
    void squared_partial_sums_in_random_order_have_the_mean_that_the_formula_says() {
        SplittableRandom random = new SplittableRandom(1);
        double[] terms = random.doubles(20, -1, 3).toArray();

        double mean = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            mean += squaredPartialSums(shuffled(terms, random)) / TRIALS;
        }

        double sum = 0;
        double squares = 0;
        for (double term : terms) {
            sum += term;
            squares += term * term;
        }
        double expected = DenseVariances.sumShare(20) * sum * sum + (21 / 6.0 - 1 / 20.0) * squares;
        assertThat(mean).isCloseTo(expected, withinPercentage(1));
    }

    private static double[] shuffled(double[] terms, SplittableRandom random) {
        for (int k = terms.length - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            double swapped = terms[k];
            terms[k] = terms[other];
            terms[other] = swapped;
        }
        return terms;
    }

    /** Without the first, which is no sum yet. */
    private static double squaredPartialSums(double[] terms) {
        double partial = terms[0];
        double squares = 0;
        for (int k = 1; k < terms.length; k++) {
            partial += terms[k];
            squares += partial * partial;
        }
        return squares;
    }

    /** Uniform errors within half a unit in the last place have a mean square of 0.54 u^2/3 over a binade: 0.74 is the best RMS. */
    @ParameterizedTest
    @EnumSource
    void float32_dot_products_err_by_0_3_to_0_8_sigmas(Float32Sum order) {
        StringBuilder line = new StringBuilder("RMS of dot products' zscores, " + order + ":");
        for (int n : new int[] {1, 4, 32, 256}) {
            double rms = rms(order, n);
            line.append(String.format(" n=%d %.3f", n, rms));
            boolean exact = n == 1 && order.fused();
            assertThat(rms).as("n = %d", n).isBetween(order.isPairwise() ? 0.05 : exact ? 0.5 : 0.3, 0.8);
        }
        System.out.println(line);
    }

    private static double rms(Float32Sum order, int n) {
        SplittableRandom random = new SplittableRandom(2);
        double squares = 0;
        int trials = 2_000;
        for (int trial = 0; trial < trials; trial++) {
            float[] x = new float[n];
            float[] y = new float[n];
            double sum = 0;
            double products = 0;
            for (int k = 0; k < n; k++) {
                x[k] = (float) random.nextDouble(-1, 1);
                y[k] = (float) random.nextDouble(-1, 1);
                sum += (double) x[k] * y[k];
                products += (double) x[k] * y[k] * x[k] * y[k];
            }
            double variance = Rounding.VARIANCE
                    * (DenseVariances.sumShare(n) * sum * sum + DenseVariances.squaresShare(n) * products);
            double error = order.dot(x, y, 0) - sum;
            squares += error * error / variance;
        }
        return Math.sqrt(squares / trials);
    }

    @Test
    void one_product_is_rounded_once() {
        assertThat(DenseVariances.sumShare(1) + DenseVariances.squaresShare(1)).isCloseTo(1, within(1e-15));
    }

    /** Adding the same number again makes the same error within a binade; 500 times 0.1 ends in a sum of 5 binades or more. */
    @Test
    void equal_terms_err_as_one() {
        double squares = 0;
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 1_000; trial++) {
            float term = (float) random.nextDouble(1, 2);
            float sum = 0;
            for (int k = 0; k < 500; k++) {
                sum += term;
            }
            double exact = 500.0 * term;
            double error = sum - exact;
            squares += error * error / (Rounding.VARIANCE * DenseVariances.repeatedShare(500, 499) * exact * exact);
        }

        double rms = Math.sqrt(squares / 1_000);
        System.out.println("RMS of the zscores of 500 equal terms: " + rms);
        assertThat(rms).isBetween(0.2, 1.0);
    }
}
