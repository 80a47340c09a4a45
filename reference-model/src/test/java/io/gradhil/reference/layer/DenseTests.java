package io.gradhil.reference.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.check.FiniteDifference;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DenseTests {

    private static final int BATCH = 3;
    private static final Dense LAYER = new Dense(7, 5, 2);

    private final double[] parameters = random(2 + 7 * 5 + 5, 1);
    private final double[] x = random(BATCH * 7, 2);
    private final double[] dz = random(BATCH * 5, 3);

    @Test
    void parameter_gradients_agree_with_finite_differences() {
        double[] gradients = new double[parameters.length];

        LAYER.parameterGradients(x, dz, BATCH, gradients);

        FiniteDifference truth = FiniteDifference.of(p -> dotOfOutputs(p, x), parameters);
        assertThat(truth.disagreement(gradients, i -> "parameter " + i)).isEmpty();
    }

    @Test
    void input_gradients_agree_with_finite_differences() {
        double[] dx = new double[x.length];

        LAYER.inputGradients(parameters, dz, dx, BATCH);

        FiniteDifference truth = FiniteDifference.of(inputs -> dotOfOutputs(parameters, inputs), x);
        assertThat(truth.disagreement(dx, i -> "input " + i)).isEmpty();
    }

    @Test
    void parameter_gradients_are_added_to_what_is_there() {
        double[] once = new double[parameters.length];
        double[] twice = new double[parameters.length];

        LAYER.parameterGradients(x, dz, BATCH, once);
        LAYER.parameterGradients(x, dz, BATCH, twice);
        LAYER.parameterGradients(x, dz, BATCH, twice);

        assertThat(twice[2]).isEqualTo(2 * once[2]).isNotZero();
    }

    @Test
    void parameters_before_the_offset_get_no_gradient() {
        double[] gradients = new double[parameters.length];

        LAYER.parameterGradients(x, dz, BATCH, gradients);

        assertThat(gradients).startsWith(0, 0);
    }

    @Test
    void input_gradients_overwrite_what_is_there() {
        double[] clean = new double[x.length];
        double[] dirty = random(x.length, 4);

        LAYER.inputGradients(parameters, dz, clean, BATCH);
        LAYER.inputGradients(parameters, dz, dirty, BATCH);

        assertThat(dirty).isEqualTo(clean);
    }

    /** A scalar whose gradient with respect to z is dz. */
    private double dotOfOutputs(double[] ofParameters, double[] ofInputs) {
        double[] z = new double[dz.length];
        LAYER.forward(ofParameters, ofInputs, z, BATCH);
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += z[i] * dz[i];
        }
        return sum;
    }

    private static double[] random(int count, long seed) {
        return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
    }
}
