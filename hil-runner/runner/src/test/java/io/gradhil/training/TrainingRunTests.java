package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.judge.Comparison;
import io.gradhil.protocol.Frame;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.Momentum;
import io.gradhil.reference.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With the real firmware on the board {@code host}. 7,654 rows in batches of 500 are 16 batches. */
class TrainingRunTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.05f));
    private static final int BATCHES = 16;
    private static final int PARAMETERS = 19;
    private static final int CONFIGURE = 3;
    private static final int READ_REPLY = 0x85;
    private static final int BATCH_REPLY = 0x8F;
    private static CcppSplit data;

    private final HostBoard host = new HostBoard();

    @BeforeAll
    static void drawData() {
        String before = System.getProperty("hil.ccpp");
        System.setProperty("hil.ccpp", "synthetic");
        try {
            data = Ccpp.find().split(1);
        } finally {
            if (before == null) {
                System.clearProperty("hil.ccpp");
            } else {
                System.setProperty("hil.ccpp", before);
            }
        }
    }

    @AfterEach
    void close() {
        host.close();
    }

    private TrainingReport run(int epochs, int verifyEvery) {
        return run(epochs, verifyEvery, TrainingListener.NONE);
    }

    private TrainingReport run(int epochs, int verifyEvery, TrainingListener listener) {
        return TrainingRun.run(
                new McuTrainer(host.client), new TrainingPlan(SPEC, epochs, 500, verifyEvery, 1), data, listener);
    }

    /** Flips a bit in the n-th reply of a type, from 1. */
    private static UnaryOperator<Frame> nth(int n, int type, int at, int bits) {
        AtomicInteger seen = new AtomicInteger();
        return frame -> {
            if (frame.type() != type || seen.incrementAndGet() != n) {
                return frame;
            }
            byte[] payload = frame.payload().clone();
            payload[at] ^= (byte) bits;
            return new Frame(frame.type(), frame.sequence(), frame.nonce(), payload);
        };
    }

    @Test
    void correct_board_passes() {
        TrainingReport report = run(2, 1);

        assertThat(report.failures()).isEmpty();
        assertThat(report.batches()).isEqualTo(2 * BATCHES);
        assertThat(report.epochs()).hasSize(2);
        assertThat(report.samples()).isEqualTo(new SamplesSent(2 * 7654 + 1914, 0));
    }

    @Test
    void every_batch_and_every_gradient_is_counted() {
        Verification verification = run(1, 1).verification();

        assertThat(verification.batches()).isEqualTo(BATCHES);
        assertThat(verification.gradients()).isEqualTo(BATCHES * PARAMETERS);
        assertThat(verification.worst())
                .hasValueSatisfying(worst -> assertThat(worst.ratio()).isBetween(0.0, 1.0));
        assertThat(verification.zscores().count()).isBetween(1L, (long) BATCHES * PARAMETERS);
        assertThat(verification.zscores().rms()).isBetween(0.1, 1.0);
        assertThat(verification.zscores().largest()).isBetween(0.5, 8.0);
    }

    @Test
    void every_nth_batch_is_judged_beginning_with_the_first() {
        Verification verification = run(1, 5).verification();

        assertThat(verification.batches()).isEqualTo(4);
        assertThat(verification.gradients()).isEqualTo(4 * PARAMETERS);
    }

    @Test
    void board_and_free_running_reference_agree() {
        TrainingReport report = run(2, 16);

        assertThat(report.epochs()).allMatch(loss -> loss.relativeDifference() < 1e-5);
        assertThat(report.heldOut()).hasValueSatisfying(loss -> assertThat(loss.relativeDifference())
                .isLessThan(1e-5));
    }

    @Test
    void same_run_again_gives_the_same_parameter_bits() {
        assertThat(run(1, 16).parameterCrc()).isEqualTo(run(1, 1).parameterCrc());
    }

    @Test
    void stops_at_the_first_wrong_gradient() {
        host.tap.falsify(nth(3, READ_REPLY, 4 * 18 + 3, 0x80));

        TrainingReport report = run(2, 1);

        assertThat(report.batches()).isEqualTo(3);
        assertThat(report.failures()).extracting(Comparison::subject).contains("gradient");
        assertThat(report.failures().get(0).worst().name()).isEqualTo("dense2.bias[0]");
        assertThat(report.heldOut()).isEmpty();
    }

    @Test
    void stops_at_the_first_wrong_loss() {
        host.tap.falsify(nth(5, BATCH_REPLY, 6, 0x01));

        TrainingReport report = run(2, 1);

        assertThat(report.batches()).isEqualTo(1);
        assertThat(report.failures()).extracting(Comparison::subject).containsExactly("loss");
    }

    @Test
    void stops_at_the_first_update_whose_optimizer_is_off() {
        NetworkSpec momentum = SPEC.withOptimizer(new Momentum(0.05f, 0.9f));
        host.tap.alter(nth(1, CONFIGURE, 16, 0x40));

        TrainingReport report = TrainingRun.run(
                new McuTrainer(host.client), new TrainingPlan(momentum, 1, 500, 1, 1), data, TrainingListener.NONE);

        assertThat(report.failures()).extracting(Comparison::subject).containsExactly("parameter", "optimizer state");
    }

    @Test
    void run_with_adam_clip_and_decay_passes() {
        NetworkSpec adam = SPEC.withOptimizer(new Adam(0.01f, 0.9f, 0.999f, 1e-7f, 1e-3f, 0.5f));

        TrainingReport report = TrainingRun.run(
                new McuTrainer(host.client), new TrainingPlan(adam, 2, 500, 1, 1), data, TrainingListener.NONE);

        assertThat(report.failures()).isEmpty();
        assertThat(report.epochs()).allMatch(loss -> loss.relativeDifference() < 1e-5);
    }

    @Test
    void listener_hears_of_memory_batches_and_epochs_in_order() {
        List<String> heard = new ArrayList<>();

        run(2, 16, new TrainingListener() {
            @Override
            public void onConfigured(MemoryPlan memory) {
                heard.add("memory " + memory.parameterCount());
            }

            @Override
            public void onBatch(int epoch, int batch, int batches, EpochLoss soFar) {
                if (batch == 1 || batch == batches) {
                    heard.add(epoch + ": " + batch + "/" + batches);
                }
            }

            @Override
            public void onEpoch(int epoch, EpochLoss loss) {
                heard.add("epoch " + epoch);
            }
        });

        assertThat(heard)
                .containsExactly("memory 19", "1: 1/16", "1: 16/16", "epoch 1", "2: 1/16", "2: 16/16", "epoch 2");
    }

    @Test
    void loss_of_an_epoch_is_the_mean_over_its_samples() {
        List<EpochLoss> soFar = new ArrayList<>();
        TrainingReport report = run(1, 16, new TrainingListener() {
            @Override
            public void onBatch(int epoch, int batch, int batches, EpochLoss loss) {
                soFar.add(loss);
            }
        });

        assertThat(report.epochs()).containsExactly(soFar.get(BATCHES - 1));
        assertThat(report.epochs().get(0).board()).isBetween(0.0, 2.0);
    }

    @Test
    void training_that_diverges_says_so() {
        NetworkSpec wild = SPEC.withOptimizer(new Sgd(1e20f));

        assertThatExceptionOfType(TrainingDivergedException.class)
                .isThrownBy(() -> TrainingRun.run(
                        new McuTrainer(host.client), new TrainingPlan(wild, 1, 500, 1, 1), data, TrainingListener.NONE))
                .withMessageStartingWith("Training diverged in epoch 1, batch ")
                .withMessageEndingWith("\n  Do:   lower the learning rate of SGD(1.0E20), or scale the data");
    }
}
