package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Nesterov;
import io.gradhil.reference.optim.Optimizer;
import io.gradhil.reference.optim.Sgd;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected bits were computed once, from firmware/PROTOCOL.md alone, by a program that rounds after each operation. */
class Float32OptimizerTests {
    private static final long SEED = 20260101;

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    private static BoardState start(Optimizer optimizer, float... parameters) {
        return new BoardState(parameters, new float[optimizer.statesPerParameter() * parameters.length], 1, 1);
    }

    static Stream<Arguments> twoSteps() {
        float eta = 0.03f;
        float decay = 0.01f;
        float clip = 0.5f;
        return Stream.of(
                Arguments.of(new Sgd(eta), new int[] {0x3DC6A7EF, 0xC020624E, 0xB6C9539F}, new int[0]),
                Arguments.of(new Sgd(eta, decay, clip), new int[] {0x3DC73E62, 0xC01FF584, 0x36EC2802}, new int[0]),
                Arguments.of(new Momentum(eta, 0.9f), new int[] {0x3DB61134, 0xC01F2CA6, 0xB80A697C}, new int[] {
                    0x3D8F5C2A, 0x3E8A3D70, 0x3A902DE0
                }),
                Arguments.of(
                        new Momentum(eta, 0.9f, decay, clip),
                        new int[] {0x3DBC4C1D, 0xC01F1F28, 0xB73374E4},
                        new int[] {0x3D90AB22, 0x3CDE3330, 0x3A376D30}),
                Arguments.of(new Nesterov(eta, 0.9f), new int[] {0x3DB2324D, 0xC01FA416, 0xB8837DCE}, new int[] {
                    0x3D8F5C2A, 0x3E8A3D70, 0x3A902DE0
                }),
                Arguments.of(
                        new Nesterov(eta, 0.9f, decay, clip),
                        new int[] {0x3DB865C3, 0xC01F2B47, 0xB7F81FBD},
                        new int[] {0x3D908F1C, 0x3CDF4590, 0x3A376149}),
                Arguments.of(
                        new Adam(eta, 0.9f, 0.999f, 1e-7f),
                        new int[] {0x3D867B10, 0xC01E6B1C, 0xBD5D6892},
                        new int[] {0x3BE56044, 0x3CDD2F20, 0x38E6AFD1, 0x39083801, 0x3AAA53C2, 0x308ECC18}),
                Arguments.of(
                        new Adam(eta, 0.9f, 0.999f, 1e-7f, decay, clip),
                        new int[] {0x3D811317, 0xC01E235E, 0xBD303671},
                        new int[] {0x3BE6AE62, 0x3B32C600, 0x3827C150, 0x3854E8B4, 0x39EB9071, 0x30008475}));
    }

    @ParameterizedTest
    @MethodSource("twoSteps")
    void two_steps_give_the_bits_that_the_protocol_prescribes(Optimizer optimizer, int[] parameters, int[] state) {
        BoardState once = Float32Optimizer.step(
                optimizer, start(optimizer, 0.1f, -2.5f, 3e-5f), new float[] {0.3f, -0.7f, 1e-3f});

        BoardState twice = Float32Optimizer.step(optimizer, once, new float[] {-0.2f, 0.9f, 2e-4f});

        assertThat(bits(twice.parameters())).isEqualTo(parameters);
        assertThat(bits(twice.optimizer())).isEqualTo(state);
    }

    @Test
    void norm_is_summed_in_blocks_of_64() {
        float[] gradients = new float[1000];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = (float) ((i * 37 % 101 - 50) / 100.0);
        }
        Sgd sgd = new Sgd(1, 0, 0.5f);

        float[] parameters = Float32Optimizer.step(sgd, start(sgd, new float[1000]), gradients)
                .parameters();

        assertThat(parameters[0]).isEqualTo(Float.intBitsToFloat(0x3CDDF2B5));
        assertThat(parameters[999]).isEqualTo(Float.intBitsToFloat(0xBCD511F5));
    }

    @Test
    void norm_of_exactly_the_limit_does_not_clip() {
        Sgd sgd = new Sgd(1, 0, 5);

        assertThat(Float32Optimizer.step(sgd, start(sgd, 0, 0), new float[] {3, 4})
                        .parameters())
                .containsExactly(-3, -4);
        assertThat(Float32Optimizer.step(sgd, start(sgd, 0, 0), new float[] {6, 8})
                        .parameters())
                .containsExactly(-3, -4);
    }

    @Test
    void norm_just_below_the_limit_does_not_clip() {
        Sgd sgd = new Sgd(1, 0, 5);
        float[] gradients = {3, Math.nextDown(4f)};

        assertThat(Float32Optimizer.step(sgd, start(sgd, 0, 0), gradients).parameters())
                .containsExactly(-3, -Math.nextDown(4f));
        gradients[1] = 3.9999f;
        assertThat(Float32Optimizer.step(sgd, start(sgd, 0, 0), gradients).parameters())
                .containsExactly(-3, -3.9999f);
    }

    @Test
    void infinite_norm_stops_finite_gradients_and_nan_clips_nothing() {
        Sgd sgd = new Sgd(1, 0, 5);

        assertThat(Float32Optimizer.step(sgd, start(sgd, 1, 1), new float[] {1e30f, 4})
                        .parameters())
                .containsExactly(1, 1);
        assertThat(Float32Optimizer.step(sgd, start(sgd, 1, 1), new float[] {Float.NaN, 8})
                        .parameters())
                .containsExactly(Float.NaN, -7);
    }

    @Test
    void gradient_of_minus_zero_leaves_the_sign_of_a_velocity_without_decay() {
        Momentum momentum = new Momentum(1, 0);

        BoardState after = Float32Optimizer.step(
                momentum, new BoardState(new float[] {1}, new float[] {-0.0f}, 1, 1), new float[] {-0.0f});

        assertThat(bits(after.optimizer())).containsExactly(Float.floatToRawIntBits(-0.0f));
    }

    @Test
    void powers_of_adam_are_rounded_at_each_step() {
        Adam adam = new Adam(0.1f, 0.9f, 0.999f, 1e-7f);
        BoardState state = start(adam, 1);
        float power1 = 1;
        float power2 = 1;
        for (int i = 0; i < 20; i++) {
            state = Float32Optimizer.step(adam, state, new float[] {1});
            power1 *= 0.9f;
            power2 *= 0.999f;
        }

        assertThat(state.power1()).isEqualTo(power1);
        assertThat(state.power2()).isEqualTo(power2);
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
            Sgd sgd = new Sgd(Float.MIN_NORMAL + random.nextFloat());

            float stepped = Float32Optimizer.step(sgd, start(sgd, parameter), new float[] {gradient})
                    .parameters()[0];

            assertThat(Float.floatToRawIntBits(stepped))
                    .as("seed %d, case %d", SEED, i)
                    .isEqualTo(Float.floatToRawIntBits(roundedTwice(parameter, gradient, sgd.learningRate())));
        }
    }

    @Test
    void fused_arithmetic_would_give_other_bits() {
        float gradient = 1 + 0x1p-23f;
        Sgd sgd = new Sgd(1 - 0x1p-24f);

        float stepped = Float32Optimizer.step(sgd, start(sgd, 1), new float[] {gradient})
                .parameters()[0];

        assertThat(stepped).isNotEqualTo(Math.fma(-sgd.learningRate(), gradient, 1));
    }

    @Test
    void subnormal_steps_are_not_flushed() {
        Sgd sgd = new Sgd(1);

        assertThat(Float32Optimizer.step(sgd, start(sgd, 0), new float[] {Float.MIN_VALUE})
                        .parameters())
                .containsExactly(-Float.MIN_VALUE);
    }

    @Test
    void arguments_are_not_modified() {
        Adam adam = new Adam(0.1f, 0.9f, 0.999f, 1e-7f, 0.1f, 0.1f);
        BoardState before = start(adam, 1);
        float[] gradients = {2};

        Float32Optimizer.step(adam, before, gradients);

        assertThat(before.parameters()).containsExactly(1);
        assertThat(before.optimizer()).containsExactly(0, 0);
        assertThat(gradients).containsExactly(2);
    }
}
