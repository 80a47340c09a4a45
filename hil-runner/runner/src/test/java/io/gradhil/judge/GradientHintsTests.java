package io.gradhil.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.error.ErrorBounds;
import io.gradhil.reference.error.ErrorModel;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients that a mistake makes, computed here in another way than the hints do where that is possible. */
class GradientHintsTests {
    private static final int SAMPLES = 6;
    private static final NetworkSpec SPEC = new NetworkSpec(
            4,
            List.of(
                    new LayerSpec(5, Activation.TANH),
                    new LayerSpec(4, Activation.RELU),
                    new LayerSpec(4, Activation.TANH),
                    new LayerSpec(2, Activation.LINEAR)),
            Loss.MSE,
            new Sgd(0.1f));
    private static final float[] PARAMETERS = numbers(1, SPEC.layout().count());
    private static final Network NETWORK = new Network(SPEC, PARAMETERS);
    private static final List<float[]> ROWS = rows();
    private static final Batch BATCH = Batch.ofRows(4, 2, ROWS);
    private static final ErrorBounds BOUNDS = ErrorModel.of(NETWORK, BATCH);

    private static float[] numbers(long seed, int count) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (0.5 * random.nextGaussian());
        }
        return numbers;
    }

    private static List<float[]> rows() {
        List<float[]> rows = new ArrayList<>();
        for (int k = 0; k < SAMPLES; k++) {
            rows.add(numbers(100 + k, 6));
        }
        return rows;
    }

    private static double[] gradients(Network network, List<float[]> rows) {
        return network.backward(Batch.ofRows(4, 2, rows)).gradients().values();
    }

    private static float[] rounded(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Optional<String> hint(double[] wrong) {
        return hint(rounded(wrong));
    }

    private static Optional<String> hint(float[] gradients) {
        Predictions predictions = new Predictions(
                "gradient",
                SPEC.layout()::describe,
                true,
                BOUNDS.reference().step().gradients().values(),
                BOUNDS.gradients().values(),
                BOUNDS.gradientSigmas().values());
        Comparison comparison = new Comparison(predictions, gradients, Tolerance.derived());
        assertThat(comparison.passes()).as("a correct board needs no hint").isFalse();
        return GradientHints.find(NETWORK, BATCH, comparison, gradients);
    }

    /** The right gradients, spoilt. */
    private static Optional<String> spoilt(Consumer<double[]> spoil) {
        double[] gradients = gradients(NETWORK, ROWS);
        spoil.accept(gradients);
        return hint(gradients);
    }

    private static void multiply(double[] gradients, String parameter, double factor) {
        ParameterBlock block = SPEC.layout().block(parameter);
        for (int i = 0; i < block.size(); i++) {
            gradients[block.offset() + i] *= factor;
        }
    }

    private static void multiply(double[] gradients, double factor) {
        SPEC.layout().blocks().forEach(block -> multiply(gradients, block.name(), factor));
    }

    private static void transpose(double[] gradients, String parameter) {
        ParameterBlock block = SPEC.layout().block(parameter);
        double[] right = gradients.clone();
        for (int i = 0; i < block.size(); i++) {
            int row = i / block.columns();
            int column = i % block.columns();
            gradients[block.offset() + column * block.rows() + row] = right[block.offset() + i];
        }
    }

    @Test
    void sign_of_every_gradient() {
        assertThat(spoilt(gradients -> multiply(gradients, -1))).hasValue("every gradient has its sign flipped");
    }

    @Test
    void mean_that_is_not_taken() {
        assertThat(spoilt(gradients -> multiply(gradients, SAMPLES)))
                .hasValue("every gradient is 6 times too large, which is the batch size: the mean over the batch is"
                        + " not taken");
    }

    @Test
    void mean_that_is_taken_twice() {
        assertThat(spoilt(gradients -> multiply(gradients, 1.0 / SAMPLES)))
                .hasValue("every gradient is 6 times too small, which is the batch size: the mean over the batch is"
                        + " taken twice");
    }

    @Test
    void any_other_factor() {
        assertThat(spoilt(gradients -> multiply(gradients, 0.5)))
                .hasValue("every gradient is 0.5 times the reference's");
        assertThat(spoilt(gradients -> multiply(gradients, 1.25)))
                .hasValue("every gradient is 1.25 times the reference's");
    }

    @Test
    void gradients_that_are_all_zero() {
        assertThat(spoilt(gradients -> multiply(gradients, 0))).hasValue("every gradient is 0: it is not accumulated");
    }

    @Test
    void bias_gradients_that_are_not_accumulated() {
        assertThat(spoilt(gradients -> {
                    for (int layer = 1; layer <= 4; layer++) {
                        multiply(gradients, "dense" + layer + ".bias", 0);
                    }
                }))
                .hasValue(
                        "the gradient of dense1.bias, dense2.bias, dense3.bias, dense4.bias is 0: it is not accumulated");
    }

    @Test
    void sign_of_some_parameters() {
        assertThat(spoilt(gradients -> {
                    multiply(gradients, "dense2.weight", -1);
                    multiply(gradients, "dense4.bias", -1);
                }))
                .hasValue("the gradient of dense2.weight, dense4.bias has its sign flipped");
    }

    @Test
    void factor_of_one_parameter() {
        assertThat(spoilt(gradients -> multiply(gradients, "dense3.weight", SAMPLES)))
                .hasValue("the gradient of dense3.weight is 6 times too large, which is the batch size: the mean over"
                        + " the batch is not taken");
    }

    @Test
    void factor_of_two_numbers_is_no_pattern_but_a_flipped_sign_is() {
        assertThat(spoilt(gradients -> multiply(gradients, "dense4.bias", 1.7))).isEmpty();
        assertThat(spoilt(gradients -> multiply(gradients, "dense4.bias", -1)))
                .hasValue("the gradient of dense4.bias has its sign flipped");
    }

    @Test
    void different_factors_have_no_common_cause() {
        assertThat(spoilt(gradients -> {
                    multiply(gradients, "dense2.weight", 3);
                    multiply(gradients, "dense3.weight", 0.1);
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense1.weight", "dense2.weight", "dense3.weight", "dense4.weight"})
    void transposed_weights(String parameter) {
        assertThat(spoilt(gradients -> transpose(gradients, parameter)))
                .hasValue("the gradient of " + parameter + " is transposed: rows and columns are exchanged");
    }

    @Test
    void all_weights_transposed() {
        assertThat(spoilt(gradients -> {
                    transpose(gradients, "dense1.weight");
                    transpose(gradients, "dense3.weight");
                }))
                .hasValue("the gradient of dense1.weight, dense3.weight is transposed: rows and columns are exchanged");
    }

    @Test
    void sign_of_what_is_handed_back() {
        assertThat(spoilt(gradients -> {
                    for (String parameter : List.of("dense1.weight", "dense1.bias", "dense3.weight", "dense3.bias")) {
                        multiply(gradients, parameter, -1);
                    }
                }))
                .hasValue("what each layer hands back to the one before has its sign flipped");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void sample_left_out(int sample) {
        List<float[]> others = new ArrayList<>(ROWS);
        others.remove(sample);
        double[] gradients = gradients(NETWORK, others);

        assertThat(hint(gradients))
                .hasValue("sample " + sample
                        + " of the batch, counted from 0, is left out, and the mean is taken over the others");
        multiply(gradients, (SAMPLES - 1.0) / SAMPLES);
        assertThat(hint(gradients)).hasValue("sample " + sample + " of the batch, counted from 0, is left out");
    }

    @Test
    void sample_counted_twice() {
        List<float[]> more = new ArrayList<>(ROWS);
        more.add(ROWS.get(4));
        double[] gradients = gradients(NETWORK, more);
        multiply(gradients, (SAMPLES + 1.0) / SAMPLES);

        assertThat(hint(gradients)).hasValue("sample 4 of the batch, counted from 0, is counted twice");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void stale_sample(int sample) {
        List<float[]> rows = new ArrayList<>(ROWS);
        rows.set(sample, ROWS.get(sample - 1));

        assertThat(hint(gradients(NETWORK, rows)))
                .hasValue("sample " + sample + " of the batch, counted from 0, is stale: sample " + (sample - 1)
                        + " is used in its place");
    }

    @Test
    void bias_that_is_not_added() {
        float[] parameters = PARAMETERS.clone();
        ParameterBlock bias = SPEC.layout().block("dense2.bias");
        for (int i = 0; i < bias.size(); i++) {
            parameters[bias.offset() + i] = 0;
        }

        assertThat(hint(gradients(new Network(SPEC, parameters), ROWS)))
                .hasValue("the bias is not added on the way forward in dense2");
    }

    @Test
    void bias_that_is_not_added_anywhere() {
        float[] parameters = PARAMETERS.clone();
        SPEC.layout().blocks().stream().filter(ParameterBlock::isBias).forEach(bias -> {
            for (int i = 0; i < bias.size(); i++) {
                parameters[bias.offset() + i] = 0;
            }
        });

        assertThat(hint(gradients(new Network(SPEC, parameters), ROWS)))
                .hasValue("the bias is not added on the way forward in dense1, dense2, dense3, dense4");
    }

    @Test
    void derivative_that_is_missing_in_the_first_layer() {
        assertThat(spoilt(gradients -> firstLayerWithoutDerivative(gradients)))
                .hasValue("the derivative of the activation is missing in dense1");
    }

    /** {@code da = (W^2)^T dz^2}, taken for dz. */
    private static void firstLayerWithoutDerivative(double[] gradients) {
        double[] dz2 = BOUNDS.reference().pass().deltas(1);
        for (int i = 0; i < 5; i++) {
            double[] sums = new double[5];
            for (int k = 0; k < SAMPLES; k++) {
                double da = 0;
                for (int o = 0; o < 4; o++) {
                    da += PARAMETERS[SPEC.layout().block("dense2.weight").offset() + o * 5 + i] * dz2[k * 4 + o];
                }
                for (int j = 0; j < 4; j++) {
                    sums[j] += da * ROWS.get(k)[j];
                }
                sums[4] += da;
            }
            System.arraycopy(sums, 0, gradients, i * 4, 4);
            gradients[SPEC.layout().block("dense1.bias").offset() + i] = sums[4];
        }
    }

    @Test
    void derivative_that_is_missing_wherever_an_activation_is_used() {
        double[] gradients = new WrongBackward(NETWORK, BATCH).withoutDerivative(layer -> layer == 0 || layer == 2);

        assertThat(hint(gradients)).hasValue("the derivative of the activation is missing in dense1, dense3");
    }

    @Test
    void derivative_that_is_missing_everywhere() {
        double[] gradients = new WrongBackward(NETWORK, BATCH).withoutDerivative(layer -> true);

        assertThat(hint(gradients))
                .hasValue("the derivative of the activation is missing in dense1, dense2, dense3, dense4");
    }

    @Test
    void one_element_off() {
        int element = SPEC.layout().block("dense4.weight").offset() + 6;

        assertThat(spoilt(gradients -> gradients[element] *= 1.5))
                .hasValue(
                        "dense4.weight[1][2] alone is off, the other 78 gradients are right: it is 1.5 times the reference's");
        assertThat(spoilt(gradients -> gradients[element] = 0))
                .hasValue(
                        "dense4.weight[1][2] alone is off, the other 78 gradients are right: it is 0: it is not accumulated");
        assertThat(spoilt(gradients -> gradients[element] *= -1))
                .hasValue(
                        "dense4.weight[1][2] alone is off, the other 78 gradients are right: it has its sign flipped");
        assertThat(spoilt(gradients -> gradients[element] = Double.NaN))
                .hasValue("dense4.weight[1][2] alone is off, the other 78 gradients are right: it is NaN");
    }

    @Test
    void two_elements_off_have_no_common_cause() {
        assertThat(spoilt(gradients -> {
                    gradients[3] *= 1.5;
                    gradients[gradients.length - 1] *= -2;
                }))
                .isEmpty();
    }

    @Test
    void one_element_off_by_little() {
        assertThat(spoilt(gradients -> gradients[9] *= 1 + 1e-4))
                .hasValue("dense1.weight[2][1] alone is off, the other 78 gradients are right: it is off by 0.00010 of"
                        + " its value");
    }

    @Test
    void element_that_should_be_zero() {
        double[] gradients = gradients(NETWORK, ROWS);
        int dead = IntStream.range(0, gradients.length)
                .filter(i -> gradients[i] == 0)
                .findFirst()
                .orElseThrow();
        gradients[dead] = 1e-20;

        assertThat(hint(gradients))
                .hasValue(SPEC.layout().describe(dead)
                        + " alone is off, the other 78 gradients are right: it should be 0");
    }

    @Test
    void element_that_stands_out_a_little_may_be_the_tip_of_more() {
        double[] sigmas = BOUNDS.gradientSigmas().values();

        assertThat(spoilt(gradients -> {
                    for (int i = 0; i < gradients.length; i++) {
                        gradients[i] += (i == 9 ? 30 : i % 7) * sigmas[i];
                    }
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-4, 1e-2, 1, 100})
    void noise_has_no_cause(double size) {
        for (long seed = 1; seed <= 50; seed++) {
            float[] noise = numbers(seed, PARAMETERS.length);

            assertThat(spoilt(gradients -> {
                        for (int i = 0; i < gradients.length; i++) {
                            gradients[i] += size * noise[i];
                        }
                    }))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense1.weight", "dense2.bias", "dense4.weight", "dense4.bias"})
    void noise_in_one_parameter_has_no_cause(String parameter) {
        ParameterBlock block = SPEC.layout().block(parameter);
        for (long seed = 1; seed <= 50; seed++) {
            float[] noise = numbers(seed, block.size());

            assertThat(spoilt(gradients -> {
                        for (int i = 0; i < block.size(); i++) {
                            gradients[block.offset() + i] += noise[i];
                        }
                    }))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void gradients_of_other_samples_or_parameters_have_no_known_cause() {
        List<float[]> others = ROWS.stream().map(row -> numbers(row.length, 6)).toList();

        assertThat(hint(gradients(NETWORK, others))).isEmpty();
        assertThat(hint(gradients(new Network(SPEC, numbers(2, PARAMETERS.length)), ROWS)))
                .isEmpty();
    }

    @Test
    void nan_everywhere_has_no_known_cause() {
        assertThat(spoilt(gradients -> multiply(gradients, Double.NaN))).isEmpty();
    }
}
