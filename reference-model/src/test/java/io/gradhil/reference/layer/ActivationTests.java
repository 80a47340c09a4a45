package io.gradhil.reference.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.check.FiniteDifference;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTests {

    /** Both sides of ReLU's kink, where finite differences see nothing of it, and far out where sigmoid and tanh are flat. */
    private static final double[] Z = {-30, -3, -1, -0.1, -1e-3, 1e-3, 0.1, 1, 3, 30};

    static Stream<Arguments> activationsAndPlaces() {
        return Stream.of(Activation.values())
                .flatMap(activation -> DoubleStream.of(Z).mapToObj(z -> Arguments.of(activation, z)));
    }

    @ParameterizedTest
    @MethodSource("activationsAndPlaces")
    void derivative_agrees_with_finite_differences(Activation activation, double z) {
        double derivative = activation.derivative(z, activation.value(z));

        FiniteDifference truth = FiniteDifference.of(at -> activation.value(at[0]), new double[] {z});

        assertThat(truth.disagreement(new double[] {derivative}, i -> "f'(z)")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void backward_multiplies_by_the_gradient_of_the_activation(Activation activation) {
        double[] a = {activation.value(0.5)};
        double[] dz = new double[1];

        activation.backward(new double[] {0.5}, a, new double[] {-3}, dz);

        assertThat(dz).containsExactly(-3 * activation.derivative(0.5, a[0]));
    }

    @Test
    void relu_has_derivative_0_at_0() {
        assertThat(Activation.RELU.derivative(0, 0)).isZero();
    }

    @Test
    void leaky_relu_has_the_float32_slope_next_to_a_hundredth() {
        assertThat(Activation.LEAKY_RELU.value(-2)).isEqualTo(-2 * (double) 0.01f);
        assertThat(Activation.LEAKY_RELU.value(3)).isEqualTo(3);
        assertThat(Activation.LEAKY_RELU.derivative(0, 0)).isEqualTo((double) 0.01f);
    }

    @Test
    void relu_of_minus_zero_is_plus_zero() {
        assertThat(1 / Activation.RELU.value(-0.0)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void sigmoid_and_tanh_have_their_known_values() {
        assertThat(Activation.SIGMOID.value(0)).isEqualTo(0.5);
        assertThat(Activation.SIGMOID.value(Math.log(3))).isEqualTo(0.75);
        assertThat(Activation.TANH.value(Math.log(2))).isEqualTo(0.6);
    }
}
