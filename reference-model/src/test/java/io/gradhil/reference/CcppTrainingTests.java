package io.gradhil.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.data.RealCcpp;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CcppTrainingTests {

    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));

    private static final int SEEDS = 9;

    /**
     * 4.1 to 4.7 MW were measured over several splits; linear regression reaches 4.56. The median, because the last batch of an
     * epoch has 6 rows only: for a few seeds its step alone costs more than 1 MW.
     */
    @Test
    void three_epochs_reach_a_median_held_out_error_of_4_1_to_4_7_megawatt() {
        Ccpp data = RealCcpp.orSkip();

        double[] errors = LongStream.rangeClosed(1, SEEDS)
                .mapToDouble(seed -> heldOutMegawatt(data, seed))
                .sorted()
                .toArray();

        System.out.println("Held-out RMSE in MW after 3 epochs, seeds 1 to " + SEEDS + ", sorted: "
                + Arrays.toString(errors) + ". " + data.describe());
        assertThat(errors[SEEDS / 2]).isBetween(4.1, 4.7);
    }

    @Test
    void the_default_seed_reaches_4_65_megawatt() {
        assertThat(heldOutMegawatt(RealCcpp.orSkip(), 1)).isCloseTo(4.6485, within(1e-4));
    }

    private static double heldOutMegawatt(Ccpp data, long seed) {
        CcppSplit split = data.split(seed);
        Network network = new Network(SPEC, Network.initialParameters(SPEC, seed));
        for (int epoch = 0; epoch < 3; epoch++) {
            for (Batch batch : split.trainingBatches(32, seed, epoch)) {
                network.apply(network.backward(batch).gradients());
            }
        }
        return Math.sqrt(network.loss(split.heldOut())) * split.targetScaleMegawatt();
    }

    @Test
    void training_twice_gives_the_same_bits() {
        assertThat(trainedForOneEpoch()).isEqualTo(trainedForOneEpoch());
    }

    private static double[] trainedForOneEpoch() {
        CcppSplit split = Ccpp.find().split(1);
        Network network = new Network(SPEC, Network.initialParameters(SPEC, 1));
        split.trainingBatches(32, 1, 0)
                .forEach(batch -> network.apply(network.backward(batch).gradients()));
        return network.parameters();
    }
}
