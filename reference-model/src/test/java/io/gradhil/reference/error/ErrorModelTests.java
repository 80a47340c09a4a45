package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Sgd;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorModelTests {

    private static final NetworkSpec SPEC = NetworkSpec.parse("1-1-1", Activation.RELU, new Sgd(0.5f));
    private static final Batch ONE = Batch.of(1, 1, new float[] {1, 5});

    @Test
    void a_dead_unit_has_gradients_of_which_only_exact_0_passes() {
        ErrorBounds bounds = ErrorModel.of(new Network(SPEC, new double[] {-1, 0, 1, 0}), ONE);

        assertThat(bounds.gradients().values("dense1.weight")).containsExactly(0);
        assertThat(bounds.gradients().values("dense1.bias")).containsExactly(0);
        assertThat(bounds.gradients().values("dense2.weight")).containsExactly(0);
    }

    @Test
    void a_dead_unit_has_sigmas_of_exactly_0() {
        ErrorBounds bounds = ErrorModel.of(new Network(SPEC, new double[] {-1, 0, 1, 0}), ONE);

        assertThat(bounds.gradientSigmas().values("dense1.weight")).containsExactly(0);
        assertThat(bounds.gradientSigmas().values("dense2.weight")).containsExactly(0);
        assertThat(bounds.steppedParameterSigmas()).startsWith(0, 0, 0);
        assertThat(bounds.deltaSigmas(0)).containsExactly(0);
    }

    @Test
    void near_the_kink_sigma_is_the_jump() {
        NetworkSpec spec = NetworkSpec.parse("3-1-1", Activation.RELU, new Sgd(0.5f));
        Network network = new Network(spec, new float[] {0.3f, -0.1f, -0.2f, 0, 1, 0});

        ErrorBounds bounds = ErrorModel.of(network, Batch.of(3, 1, new float[] {1, 1, 1, 5}));

        assertThat(bounds.gradientSigmas().values("dense1.bias")[0]).isCloseTo(10, within(1e-4));
    }

    @Test
    void at_the_kink_of_mae_sigma_is_the_jump() {
        NetworkSpec spec = new NetworkSpec(3, List.of(new LayerSpec(1, Activation.LINEAR)), Loss.MAE, new Sgd(0.5f));
        Network network = new Network(spec, new float[] {0.3f, -0.1f, -0.2f, 0});

        ErrorBounds bounds = ErrorModel.of(network, Batch.of(3, 1, new float[] {1, 1, 1, 0}));

        assertThat(bounds.gradientSigmas().values("dense1.bias")[0]).isCloseTo(2, within(1e-4));
        assertThat(bounds.gradients().values("dense1.bias")[0]).isGreaterThan(2);
    }

    @Test
    void sigmas_have_the_shape_of_what_they_predict() {
        NetworkSpec spec = NetworkSpec.parse("2-3-2", Activation.TANH, new Sgd(0.5f));
        Network network = new Network(spec, Network.initialParameters(spec, 1));

        ErrorBounds bounds = ErrorModel.of(network, Batch.of(2, 2, new float[5 * 4]));

        assertThat(bounds.activationSigmas(0)).hasSize(5 * 3);
        assertThat(bounds.deltaSigmas(0)).hasSize(5 * 3);
        assertThat(bounds.outputSigmas()).hasSize(5 * 2);
        assertThat(bounds.gradientSigmas().values()).hasSize(spec.layout().count());
        assertThat(bounds.steppedParameterSigmas()).hasSize(spec.layout().count());
    }

    @Test
    void a_parameter_without_gradient_stays_exactly_as_it_is() {
        ErrorBounds bounds = ErrorModel.of(new Network(SPEC, new double[] {-1, 0, 1, 0}), ONE);

        assertThat(bounds.steppedParameters()).startsWith(0, 0, 0);
    }

    @Test
    void a_live_unit_has_gradients_that_may_err() {
        ErrorBounds bounds = ErrorModel.of(new Network(SPEC, new double[] {1, 0, 1, 0}), ONE);

        assertThat(bounds.gradients().values("dense1.weight")[0]).isBetween(1e-7, 1e-5);
    }

    /** 0.3 - 0.1 - 0.2 in these float32 values is 7.45e-9, less than its error: an engine may find it negative, or 0. */
    @Test
    void near_the_kink_both_the_full_gradient_and_none_are_within_the_bound() {
        NetworkSpec spec = NetworkSpec.parse("3-1-1", Activation.RELU, new Sgd(0.5f));
        Network network = new Network(spec, new float[] {0.3f, -0.1f, -0.2f, 0, 1, 0});

        ErrorBounds bounds = ErrorModel.of(network, Batch.of(3, 1, new float[] {1, 1, 1, 5}));

        double full = bounds.reference().step().gradients().values("dense1.bias")[0];
        assertThat(full).isCloseTo(-10, within(1e-5));
        assertThat(bounds.gradients().values("dense1.bias")[0]).isGreaterThanOrEqualTo(Math.abs(full));
    }

    @Test
    void just_below_the_kink_the_gradient_that_the_reference_does_not_have_is_within_the_bound() {
        NetworkSpec spec = NetworkSpec.parse("3-1-1", Activation.RELU, new Sgd(0.5f));
        Network network = new Network(spec, new float[] {-0.3f, 0.1f, 0.2f, 0, 1, 0});

        ErrorBounds bounds = ErrorModel.of(network, Batch.of(3, 1, new float[] {1, 1, 1, 5}));

        assertThat(bounds.reference().step().gradients().values("dense1.bias")).containsExactly(0);
        assertThat(bounds.gradients().values("dense1.bias")[0]).isGreaterThanOrEqualTo(10);
    }

    @Test
    void a_dense_layer_errs_by_gamma_times_the_magnitudes() {
        NetworkSpec spec = NetworkSpec.parse("2-1", Activation.RELU, new Sgd(0.5f));
        Network network = new Network(spec, new double[] {3, -4, 5});

        double bound =
                ErrorModel.of(network, Batch.of(2, 1, new float[] {10, 100, 0})).outputs()[0];

        double gamma3 = 3 * 0x1p-24 / (1 - 3 * 0x1p-24);
        assertThat(bound / (gamma3 * (30 + 400 + 5))).isBetween(1.0, 1 + 0x1p-19);
    }

    @Test
    void carries_the_step_that_it_bounds() {
        Network network = new Network(SPEC, new double[] {1, 0, 1, 0});

        ErrorBounds bounds = ErrorModel.of(network, ONE);

        assertThat(bounds.reference().step().loss()).isEqualTo(network.loss(ONE));
    }

    @Test
    void bounds_have_the_shape_of_what_they_bound() {
        NetworkSpec spec = NetworkSpec.parse("2-3-2", Activation.TANH, new Sgd(0.5f));
        Network network = new Network(spec, Network.initialParameters(spec, 1));

        ErrorBounds bounds = ErrorModel.of(network, Batch.of(2, 2, new float[5 * 4]));

        assertThat(bounds.activations(0)).hasSize(5 * 3);
        assertThat(bounds.deltas(0)).hasSize(5 * 3);
        assertThat(bounds.outputs()).hasSize(5 * 2);
        assertThat(bounds.steppedParameters()).hasSize(spec.layout().count());
    }

    @Test
    void rejects_a_parameter_that_no_float32_engine_can_hold() {
        Network network = new Network(SPEC, new double[] {1, 0, 0.1, 0});

        assertThatThrownBy(() -> ErrorModel.of(network, ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dense2.weight[0][0] is 0.1, which is no float32 value;"
                        + " the bounds hold only for an engine with the same parameters.");
    }

    @Test
    void says_so_where_an_engine_may_overflow() {
        Network network = new Network(SPEC, new float[] {3e38f, 0, 3e38f, 0});

        assertThatThrownBy(() -> ErrorModel.of(network, ONE))
                .isInstanceOf(Float32RangeException.class)
                .hasMessage("No error bound exists: a pre-activation may exceed the largest float32, 3.4028235E38."
                        + " Scale the data or lower the learning rate.");
    }

    @Test
    void no_bound_exists_for_more_roundings_than_float32_has_digits() {
        assertThatThrownBy(() -> Rounding.gamma((1 << 23) + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No error bound exists for 8388609 successive float32 roundings;"
                        + " at most 8388608 are valid.");
    }
}
