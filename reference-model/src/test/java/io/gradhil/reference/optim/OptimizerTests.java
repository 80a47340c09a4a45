package io.gradhil.reference.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps computed by hand. All settings are exact in binary, so that the results are too, where no root or quotient is taken. */
class OptimizerTests {

    private static final double[] GRADIENT = {3, 4};

    @Test
    void sgd_subtracts_the_learning_rate_times_the_gradient() {
        assertThat(steps(new Sgd(0.5f), 1)).containsExactly(10 - 1.5, -20 - 2);
    }

    @Test
    void momentum_adds_the_decayed_velocity_to_the_gradient() {
        // v = (3, 4), then (4.5, 6)
        assertThat(steps(new Momentum(0.5f, 0.5f), 2)).containsExactly(10 - 0.5 * 7.5, -20 - 0.5 * 10);
    }

    @Test
    void nesterov_looks_ahead_along_the_new_velocity() {
        // g + mu v = (4.5, 6), then (3 + 2.25, 4 + 3)
        assertThat(steps(new Nesterov(0.5f, 0.5f), 2)).containsExactly(10 - 0.5 * 9.75, -20 - 0.5 * 13);
    }

    @Test
    void adam_divides_the_first_moment_by_the_root_of_the_second() {
        // m = (0.5, 0.25) (3, 4) corrected to (3, 4), v = 0.25 (9, 16) corrected to (9, 16)
        double[] w = steps(new Adam(0.5f, 0.5f, 0.75f, 1), 1);

        assertThat(w).containsExactly(10 - 0.5 * 3 / (3 + 1), -20 - 0.5 * 4 / (4 + 1));
    }

    @Test
    void adam_corrects_both_moments_by_the_number_of_steps() {
        Adam adam = new Adam(0.5f, 0.5f, 0.75f, 1);
        OptimizerState state = OptimizerState.initial(adam, 1);
        double[] w = {10};

        adam.step(w, new double[] {2}, state);
        adam.step(w, new double[] {-6}, state);

        // m = 0.5 * 1 - 0.5 * 6 = -2.5 over 1 - 1/4; v = 0.75 * 1 + 0.25 * 36 = 9.75 over 1 - 9/16
        double second = -2.5 / 0.75 / (Math.sqrt(9.75 / 0.4375) + 1);
        assertThat(w[0]).isCloseTo(10 - 0.5 * 2 / 3 - 0.5 * second, within(1e-15));
    }

    @Test
    void weight_decay_adds_to_the_gradient() {
        assertThat(steps(new Sgd(0.5f, 0.25f, 0), 1)).containsExactly(10 - 0.5 * 5.5, -20 + 0.5 * 1);
    }

    @Test
    void clipping_shortens_the_gradient_to_its_norm() {
        // the norm is 5
        assertThat(steps(new Sgd(1, 0, 2.5f), 1)).containsExactly(10 - 1.5, -20 - 2);
    }

    @Test
    void a_gradient_as_long_as_the_norm_is_not_clipped() {
        assertThat(new Sgd(1, 0, 5).clipFactor(GRADIENT)).isEqualTo(1);
    }

    @Test
    void clipping_comes_before_weight_decay() {
        assertThat(steps(new Sgd(1, 0.5f, 2.5f), 1)).containsExactly(10 - 1.5 - 5, -20 - 2 + 10);
    }

    static Stream<Function<float[], Optimizer>> preparing() {
        return Stream.of(
                s -> new Momentum(1, 0, s[0], s[1]), s -> new Nesterov(1, 0, s[0], s[1]), s -> new Sgd(1, s[0], s[1]));
    }

    @ParameterizedTest
    @MethodSource("preparing")
    void without_memory_all_agree_on_clipping_and_decay(Function<float[], Optimizer> optimizer) {
        assertThat(steps(optimizer.apply(new float[] {0.5f, 2.5f}), 1)).containsExactly(10 - 6.5, -20 + 8);
    }

    @Test
    void adam_clips_and_decays_as_all_others() {
        // g = (6.5, -8); m and v are corrected to g and g^2
        assertThat(steps(new Adam(1, 0, 0, 1, 0.5f, 2.5f), 1)).containsExactly(10 - 6.5 / 7.5, -20 + 8.0 / 9);
    }

    private static double[] steps(Optimizer optimizer, int count) {
        double[] w = {10, -20};
        OptimizerState state = OptimizerState.initial(optimizer, w.length);
        for (int i = 0; i < count; i++) {
            optimizer.step(w, GRADIENT, state);
        }
        return w;
    }

    static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of(new Sgd(0.03f), "SGD(0.03)"),
                Arguments.of(new Momentum(0.03f, 0.9f), "Momentum(0.03, 0.9)"),
                Arguments.of(new Nesterov(0.03f, 0.9f, 0.001f, 0), "Nesterov(0.03, 0.9, decay 0.001)"),
                Arguments.of(new Adam(0.01f, 0.9f, 0.999f, 1e-7f, 0, 1), "Adam(0.01, 0.9, 0.999, 1.0E-7, clip 1.0)"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void optimizers_name_themselves_and_what_is_not_left_out(Optimizer optimizer, String name) {
        assertThat(optimizer).hasToString(name);
    }

    private static Arguments invalid(Runnable construction, String message) {
        return Arguments.of(message, construction);
    }

    static Stream<Arguments> invalidSettings() {
        return Stream.of(
                invalid(
                        () -> new Momentum(0, 0.9f),
                        "Learning rate 0.0 is not valid; it must be a finite float32 above 0."),
                invalid(
                        () -> new Nesterov(-1, 0.9f),
                        "Learning rate -1.0 is not valid; it must be a finite float32 above 0."),
                invalid(
                        () -> new Adam(Float.NaN, 0.9f, 0.999f, 1e-8f),
                        "Learning rate NaN is not valid; it must be a finite float32 above 0."),
                invalid(() -> new Momentum(1, 1), "Momentum 1.0 is not valid; it must be at least 0 and below 1."),
                invalid(() -> new Nesterov(1, -0.1f), "Momentum -0.1 is not valid; it must be at least 0 and below 1."),
                invalid(() -> new Adam(1, 1.5f, 0.9f, 1), "Beta1 1.5 is not valid; it must be at least 0 and below 1."),
                invalid(
                        () -> new Adam(1, 0.9f, Float.NaN, 1),
                        "Beta2 NaN is not valid; it must be at least 0 and below 1."),
                invalid(
                        () -> new Adam(1, 0.9f, 0.9f, 0),
                        "Epsilon 0.0 is not valid; it must be a finite float32 above 0."),
                invalid(
                        () -> new Sgd(1, -1, 0),
                        "Weight decay -1.0 is not valid; it must be 0 for none, or a finite float32 above 0."),
                invalid(
                        () -> new Sgd(1, 0, Float.POSITIVE_INFINITY),
                        "Clip norm Infinity is not valid; it must be 0 for none, or a finite float32 above 0."));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidSettings")
    void rejects_a_setting_that_is_out_of_range(String message, Runnable construction) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void rejects_a_state_of_another_optimizer() {
        Sgd sgd = new Sgd(0.5f);
        OptimizerState state = OptimizerState.initial(new Adam(1, 0.9f, 0.999f, 1e-8f), 3);

        assertThatThrownBy(() -> state.requireFor(sgd, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The state has 3 and 3 numbers; SGD(0.5) needs 0 and 0 for 3 parameters.");
    }

    @Test
    void an_engines_state_converts_exactly() {
        OptimizerState state = OptimizerState.of(new float[] {0.1f}, new float[] {0.2f}, 0.9f, 0.999f);

        assertThat(state.first()).containsExactly(0.1f);
        assertThat(state.second()).containsExactly(0.2f);
        assertThat(state.power1()).isEqualTo(0.9f);
        assertThat(state.power2()).isEqualTo(0.999f);
    }

    @Test
    void a_copy_of_a_state_changes_by_itself() {
        Momentum momentum = new Momentum(1, 0.5f);
        OptimizerState state = OptimizerState.initial(momentum, 1);
        OptimizerState copy = state.copy();

        momentum.step(new double[1], new double[] {2}, state);

        assertThat(state.first()).containsExactly(2);
        assertThat(copy.first()).containsExactly(0);
    }
}
