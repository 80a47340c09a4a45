package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Float32SgdTests {
    private static final long SEED = 20260101;

    private static float step(float parameter, float gradient, float learningRate) {
        return Float32Sgd.step(new float[] {parameter}, new float[] {gradient}, learningRate)[0];
    }

    /** The product of two floats is exact in double, and so is the rounding of either result to float. */
    private static float roundedTwice(float parameter, float gradient, float learningRate) {
        float product = (float) ((double) learningRate * gradient);
        return (float) ((double) parameter - product);
    }

    @Test
    void product_is_rounded_before_the_difference() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            float parameter = (float) random.nextGaussian();
            float gradient = (float) random.nextGaussian();
            float rate = random.nextFloat();

            assertThat(Float.floatToRawIntBits(step(parameter, gradient, rate)))
                    .as("seed %d, case %d", SEED, i)
                    .isEqualTo(Float.floatToRawIntBits(roundedTwice(parameter, gradient, rate)));
        }
    }

    @Test
    void fused_arithmetic_would_give_other_bits() {
        float parameter = 1;
        float gradient = 1 + 0x1p-23f;
        float rate = 1 - 0x1p-24f;

        assertThat(step(parameter, gradient, rate)).isNotEqualTo(Math.fma(-rate, gradient, parameter));
    }

    @Test
    void arguments_are_not_modified() {
        float[] parameters = {1};
        float[] gradients = {2};

        Float32Sgd.step(parameters, gradients, 0.5f);

        assertThat(parameters).containsExactly(1);
        assertThat(gradients).containsExactly(2);
    }

    @Test
    void subnormal_steps_are_not_flushed() {
        assertThat(step(0, Float.MIN_VALUE, 1)).isEqualTo(-Float.MIN_VALUE);
    }
}
