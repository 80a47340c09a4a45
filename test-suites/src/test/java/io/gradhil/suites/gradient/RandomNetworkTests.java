package io.gradhil.suites.gradient;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Element;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.junit.HilTest;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Network;
import io.gradhil.training.McuStep;
import io.gradhil.training.McuTrainer;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Networks, losses, optimizers, batch sizes and scales drawn at random: no gradient beyond its limit, and the predicted standard
 * deviation neither too small nor too large. {@code -Dhil.networks=2000} draws more than the default.
 */
@HilTest
class RandomNetworkTests {
    private static final int NETWORKS = Integer.getInteger("hil.networks", 100);
    private static final int STEPS = 2;

    private double largestZscore;
    private double squares;
    private long elements;

    @Test
    void random_networks_match_the_reference(McuClient client) {
        for (int seed = 0; seed < NETWORKS; seed++) {
            verify(client, RandomNetwork.of(seed));
        }

        double rms = Math.sqrt(squares / elements);
        System.out.printf(
                Locale.ROOT,
                "%,d random networks (seeds 0 to %d), %,d gradients: largest |zscore| %.2f (limit 8), RMS %.3f (0.3 to 1.0)%n",
                NETWORKS,
                NETWORKS - 1,
                elements,
                largestZscore,
                rms);
        assertThat(rms).isBetween(0.3, 1.0);
    }

    private void verify(McuClient client, RandomNetwork drawn) {
        McuTrainer board = new McuTrainer(client);
        board.configure(drawn.spec(), Network.initialParameters(drawn.spec(), drawn.seed()));
        for (int i = 0; i < STEPS; i++) {
            McuStep step = board.backward(drawn.batch());
            requirePass(drawn, step.compareLoss());
            Comparison gradients = step.compareGradients();
            requirePass(drawn, gradients);
            gradients.elements().filter(element -> element.sigma() > 0).forEach(this::note);
            requirePass(drawn, board.update().compareParameters());
        }
    }

    private static void requirePass(RandomNetwork drawn, Comparison comparison) {
        assertThat(comparison.passes())
                .as(() -> drawn + ": " + ShouldMatchReference.message(comparison))
                .isTrue();
    }

    private void note(Element element) {
        largestZscore = Math.max(largestZscore, Math.abs(element.zscore()));
        squares += element.zscore() * element.zscore();
        elements++;
    }
}
