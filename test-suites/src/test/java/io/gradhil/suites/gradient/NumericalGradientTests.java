package io.gradhil.suites.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.LayerSpec;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.loss.Huber;
import io.gradhil.reference.loss.Loss;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.NumericalGradient;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The board's gradients are the derivatives of the board's loss: nothing here asks the reference. */
@HilTest
class NumericalGradientTests {
    private static final int SAMPLES = 16;

    static Stream<NetworkSpec> networks() {
        return Stream.concat(
                Stream.of(Activation.values()).map(activation -> network(activation, Loss.MSE)),
                Stream.of(
                        network(Activation.TANH, Loss.MAE),
                        network(Activation.TANH, new Huber(0.5f)),
                        NetworkSpec.parse("4-1", Activation.LINEAR, new Sgd(0.01f)),
                        NetworkSpec.parse("4-6-6-6-6-1", Activation.TANH, new Sgd(0.01f))));
    }

    private static NetworkSpec network(Activation hidden, Loss loss) {
        List<LayerSpec> layers =
                List.of(new LayerSpec(8, hidden), new LayerSpec(5, hidden), new LayerSpec(1, Activation.LINEAR));
        return new NetworkSpec(4, layers, loss, new Sgd(0.01f));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void largest_gradient_of_each_parameter_is_the_derivative_of_the_loss(
            NetworkSpec spec, McuClient client, CcppSplit ccpp) {
        McuTrainer board = new McuTrainer(client);
        board.configure(spec, Network.initialParameters(spec, 1));
        Batch batch = ccpp.trainingBatches(SAMPLES, 1, 1).get(0);
        float[] gradients = board.backward(batch).gradients();
        int[] parameters = spec.layout().blocks().stream()
                .mapToInt(block -> largest(block, gradients))
                .toArray();

        NumericalGradient numerical = NumericalGradient.of(board, batch, parameters);

        assertThat(numerical.disagreement(gradients)).isEmpty();
        assertThat(numerical.derivatives())
                .filteredOn(derivative -> derivative.tolerance() < 0.1 * Math.abs(derivative.value()))
                .as("derivatives that would show a wrong formula: %s", numerical.derivatives())
                .hasSizeGreaterThan(parameters.length / 2);
    }

    private static int largest(ParameterBlock block, float[] gradients) {
        return IntStream.range(block.offset(), block.offset() + block.size())
                .boxed()
                .max((a, b) -> Float.compare(Math.abs(gradients[a]), Math.abs(gradients[b])))
                .orElseThrow();
    }
}
