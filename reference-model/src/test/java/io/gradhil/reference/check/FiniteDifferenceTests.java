package io.gradhil.reference.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Gradients;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Sgd;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FiniteDifferenceTests {

    static Stream<Arguments> networks() {
        return Stream.of("3-1", "4-5-2", "4-64-32-16-1", "1-1-1-1-1-1", "6-9-7-5-3-2")
                .flatMap(sizes -> Stream.of(Activation.values())
                        .flatMap(hidden -> Stream.of(1, 2, 33).map(size -> Arguments.of(sizes, hidden, size))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void network_gradients_agree_with_finite_differences(String sizes, Activation hidden, int batchSize) {
        NetworkSpec spec = NetworkSpec.parse(sizes, hidden, new Sgd(0.1f));
        Network network = new Network(spec, Network.initialParameters(spec, 5));
        Batch batch = randomBatch(spec, batchSize);

        Gradients gradients = network.backward(batch).gradients();

        assertThat(FiniteDifference.of(network, batch).disagreement(gradients)).isEmpty();
    }

    static Stream<Loss> losses() {
        return Stream.of(Loss.MSE, Loss.MAE, new Huber(0.5f), new Huber(100));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradients_of_every_loss_agree_with_finite_differences(Loss loss) {
        List<LayerSpec> layers = Stream.of(Activation.values())
                .map(activation -> new LayerSpec(5, activation))
                .toList();
        NetworkSpec spec = new NetworkSpec(4, layers, loss, new Sgd(0.1f));
        Network network = new Network(spec, Network.initialParameters(spec, 5));
        Batch batch = randomBatch(spec, 33);

        Gradients gradients = network.backward(batch).gradients();

        assertThat(FiniteDifference.of(network, batch).disagreement(gradients)).isEmpty();
    }

    /** Each breaks one thing that a backward pass can get wrong. */
    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("dense1.weight", "sign flipped", -1.0),
                Arguments.of("dense2.weight", "not divided by the batch size", 8.0),
                Arguments.of("dense2.bias", "bias skipped", 0.0),
                Arguments.of("dense3.weight", "factor 2 of the squared error missing", 0.5),
                Arguments.of("dense1.bias", "one part in a thousand", 1.001));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void wrong_gradients_are_caught_in_the_block_that_is_wrong(String block, String fault, double factor) {
        Network network = tanhNetwork();
        Batch batch = randomBatch(network.spec(), 8);
        Gradients right = network.backward(batch).gradients();

        Gradients wrong = scaled(right, block, factor);

        assertThat(FiniteDifference.of(network, batch).disagreement(wrong))
                .hasValueSatisfying(sentence -> assertThat(sentence).startsWith(block));
    }

    @Test
    void transposed_gradients_are_caught() {
        NetworkSpec spec = NetworkSpec.parse("3-3-1", Activation.TANH, new Sgd(0.1f));
        Network network = new Network(spec, Network.initialParameters(spec, 5));
        Batch batch = randomBatch(spec, 8);
        double[] values = network.backward(batch).gradients().values();
        double swapped = values[1];
        values[1] = values[3];
        values[3] = swapped;

        assertThat(FiniteDifference.of(network, batch).disagreement(new Gradients(spec.layout(), values)))
                .hasValueSatisfying(sentence -> assertThat(sentence).endsWith("2 of 16 differ."));
    }

    @Test
    void disagreement_names_the_worst_both_values_and_how_many() {
        FiniteDifference cube = FiniteDifference.of(x -> x[0] * x[0] * x[0] + x[1], new double[] {2, 5});

        assertThat(cube.disagreement(new double[] {-12, 1}, i -> "x" + i))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .matches("x0 is -12\\.0000000, but finite differences give 12\\.0000000 \\+- [0-9.e-]+;"
                                + " 1 of 2 differ\\."));
    }

    @Test
    void nan_is_caught() {
        FiniteDifference line = FiniteDifference.of(x -> 3 * x[0], new double[] {1});

        assertThat(line.disagreement(new double[] {Double.NaN}, i -> "x" + i)).isPresent();
    }

    @Test
    void derivative_of_a_sine_is_within_its_uncertainty_of_the_cosine() {
        FiniteDifference sine = FiniteDifference.of(x -> Math.sin(x[0]), new double[] {1});

        assertThat(sine.disagreement(new double[] {Math.cos(1)}, i -> "x" + i)).isEmpty();
        assertThat(sine.uncertainties()[0]).isLessThan(1e-7);
    }

    @Test
    void a_kink_at_the_very_place_makes_the_derivative_uncertain() {
        FiniteDifference relu = FiniteDifference.of(x -> 1 + Math.max(0, x[0]), new double[] {0});

        assertThat(relu.disagreement(new double[] {0}, i -> "x" + i)).isEmpty();
        assertThat(relu.disagreement(new double[] {1}, i -> "x" + i)).isEmpty();
    }

    @Test
    void a_kink_near_by_makes_the_derivative_uncertain() {
        FiniteDifference relu = FiniteDifference.of(x -> 1 + Math.max(0, x[0]), new double[] {0x1p-19});

        assertThat(relu.disagreement(new double[] {1}, i -> "x" + i)).isEmpty();
    }

    @Test
    void rejects_another_number_of_derivatives() {
        FiniteDifference line = FiniteDifference.of(x -> 3 * x[0], new double[] {1});

        assertThatThrownBy(() -> line.disagreement(new double[2], i -> "x" + i))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 2 derivatives to compare with 1.");
    }

    private static Network tanhNetwork() {
        NetworkSpec spec = NetworkSpec.parse("4-6-5-2", Activation.TANH, new Sgd(0.1f));
        return new Network(spec, Network.initialParameters(spec, 5));
    }

    private static Gradients scaled(Gradients gradients, String blockName, double factor) {
        ParameterBlock block = gradients.layout().block(blockName);
        double[] values = gradients.values();
        for (int i = block.offset(); i < block.offset() + block.size(); i++) {
            values[i] *= factor;
        }
        return new Gradients(gradients.layout(), values);
    }

    private static Batch randomBatch(NetworkSpec spec, int size) {
        SplittableRandom random = new SplittableRandom(11);
        float[] values = new float[size * (spec.inputs() + spec.outputs())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return Batch.of(spec.inputs(), spec.outputs(), values);
    }
}
