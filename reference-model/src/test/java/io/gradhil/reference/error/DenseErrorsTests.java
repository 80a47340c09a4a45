package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gradhil.reference.layer.Dense;
import org.junit.jupiter.api.Test;

/** Each bound against its formula in docs/derivation.md, section 3, with numbers that need no rounding. Underflow is far below. */
class DenseErrorsTests {

    private static final double U = 0x1p-24;

    /** W = (2, -3), b = 5, one output. */
    private static final DenseErrors WIDE = new DenseErrors(new Dense(2, 1, 0), new double[] {2, -3, 5}, 1);

    /** W = (2, -3)^T, b = 0, two outputs. */
    private static final DenseErrors TALL = new DenseErrors(new Dense(1, 2, 0), new double[] {2, -3, 0, 0}, 1);

    @Test
    void forward_rounds_inputs_plus_1_times() {
        double[] ez = WIDE.forward(new double[] {10, -100}, new double[] {0, 0});

        assertThat(ez[0] / (gamma(3) * (20 + 300 + 5))).isCloseTo(1, withinPercentage(1e-3));
    }

    @Test
    void forward_passes_errors_on_by_the_magnitude_of_the_weights() {
        double[] ez = WIDE.forward(new double[] {0, 0}, new double[] {1, 10});

        assertThat(ez[0]).isCloseTo(2 + 30, withinPercentage(1e-3));
    }

    @Test
    void input_gradients_round_outputs_times() {
        double[] edx = TALL.inputGradients(new double[] {10, -100}, new double[] {0, 0});

        assertThat(edx[0] / (gamma(2) * (20 + 300))).isCloseTo(1, withinPercentage(1e-3));
    }

    @Test
    void input_gradients_pass_errors_on_by_the_magnitude_of_the_weights() {
        double[] edx = TALL.inputGradients(new double[] {0, 0}, new double[] {1, 10});

        assertThat(edx[0]).isCloseTo(2 + 30, withinPercentage(1e-3));
    }

    @Test
    void weight_gradients_round_once_for_each_sample() {
        double[] errors = parameterErrors(new double[] {10, -100}, new double[] {0, 0}, new double[] {0, 0});

        assertThat(errors[0] / (gamma(2) * (3 * 10 + 4 * 100))).isCloseTo(1, withinPercentage(1e-3));
    }

    @Test
    void bias_gradients_round_once_for_each_sample() {
        double[] errors = parameterErrors(new double[] {10, -100}, new double[] {0, 0}, new double[] {0, 0});

        assertThat(errors[1] / (gamma(2) * (3 + 4))).isCloseTo(1, withinPercentage(1e-3));
    }

    @Test
    void parameter_gradients_pass_errors_of_inputs_and_deltas_on() {
        double[] errors = parameterErrors(new double[] {10, -100}, new double[] {0.1, 0.2}, new double[] {0.3, 0.4});

        double weight = 0.3 * 10.1 + 0.4 * 100.2 + 3 * 0.1 + 4 * 0.2;
        assertThat(errors[0]).isCloseTo(weight, withinPercentage(1e-3));
        assertThat(errors[1]).isCloseTo(0.7, withinPercentage(1e-3));
    }

    @Test
    void products_that_may_underflow_are_bounded_by_the_smallest_subnormal_number() {
        double[] ez = WIDE.forward(new double[] {Float.MIN_VALUE, 0}, new double[] {0, 0});

        assertThat(ez[0]).isGreaterThanOrEqualTo(Float.MIN_VALUE);
    }

    /** One input, one output, two samples with dz = (3, -4). */
    private static double[] parameterErrors(double[] x, double[] ex, double[] edz) {
        double[] errors = new double[2];
        new DenseErrors(new Dense(1, 1, 0), new double[] {1, 0}, 2)
                .parameterGradients(x, ex, new double[] {3, -4}, edz, errors);
        return errors;
    }

    private static double gamma(int n) {
        return n * U / (1 - n * U);
    }
}
