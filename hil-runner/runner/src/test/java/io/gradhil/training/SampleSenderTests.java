package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.protocol.Frame;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.Standardisation;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the real firmware on the board {@code host}. */
class SampleSenderTests {
    private static final int CONFIGURE = 0x03;
    private static final int BATCH = 0x06;
    private static final int EVALUATE = 0x08;
    private static final int SCALE = 0x0E;
    private static final int BATCH16 = 0x0F;
    private static final int EVALUATE16 = 0x10;
    private static final int SAMPLES = 150;
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-5-3-1", Activation.TANH, new Sgd(0.1f));
    private static final float[] INITIAL = Network.initialParameters(SPEC, 1);

    private final HostBoard host = new HostBoard();
    private final McuTrainer trainer = new McuTrainer(host.client);

    @AfterEach
    void close() {
        host.close();
    }

    private static Standardisation made(int columns) {
        double[] minima = new double[columns];
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int c = 0; c < columns; c++) {
            minima[c] = -3.3 * c;
            means[c] = 100 + c;
            deviations[c] = 60 + c / 7.0;
        }
        return new Standardisation(0.01, minima, means, deviations);
    }

    /** Decimals at random of up to 300; more than a frame holds. */
    private static Batch batch(Standardisation made, int inputs) {
        SplittableRandom random = new SplittableRandom(3);
        float[] values = new float[SAMPLES * made.columns()];
        for (int row = 0; row < SAMPLES; row++) {
            double[] decimals = new double[made.columns()];
            for (int c = 0; c < decimals.length; c++) {
                decimals[c] = -3.3 * c + random.nextInt(30_000) / 100.0;
            }
            System.arraycopy(made.scaled(decimals), 0, values, row * decimals.length, decimals.length);
        }
        return Batch.of(inputs, made.columns() - inputs, values).standardised(made);
    }

    private static Batch batch() {
        return batch(made(5), 4);
    }

    /** The same numbers, of which nobody knows how they were made. */
    private static Batch plain(Batch batch) {
        return Batch.of(batch.inputs(), batch.outputs(), batch.values());
    }

    private List<Integer> sent(int... types) {
        return host.tap.requests().stream()
                .map(Frame::type)
                .filter(type -> Arrays.stream(types).anyMatch(wanted -> wanted == type))
                .toList();
    }

    @Test
    void scales_go_before_the_first_codes_and_only_then() {
        trainer.configure(SPEC, INITIAL);
        Batch batch = batch();

        trainer.backward(batch);
        trainer.evaluate(batch);

        assertThat(sent(CONFIGURE, SCALE, BATCH, BATCH16, EVALUATE, EVALUATE16))
                .containsExactly(CONFIGURE, SCALE, BATCH16, BATCH16, EVALUATE16, EVALUATE16);
    }

    @Test
    void the_board_computes_the_bits_that_float32_frames_give() {
        trainer.configure(SPEC, INITIAL);
        McuStep coded = trainer.backward(batch());
        float[] gradients = coded.gradients();
        float evaluation = trainer.evaluate(batch()).loss();

        trainer.configure(SPEC, INITIAL);
        McuStep plain = trainer.backward(plain(batch()));

        assertThat(plain.gradients()).isEqualTo(gradients);
        assertThat(plain.loss()).isEqualTo(coded.loss());
        assertThat(trainer.evaluate(plain(batch())).loss()).isEqualTo(evaluation);
        assertThat(sent(SCALE, BATCH, EVALUATE)).startsWith(SCALE).contains(BATCH, EVALUATE);
    }

    @Test
    void another_network_is_told_the_scales_again() {
        Batch batch = batch();
        for (int i = 0; i < 2; i++) {
            trainer.configure(SPEC, INITIAL);
            trainer.backward(batch);
        }

        assertThat(sent(CONFIGURE, SCALE)).containsExactly(CONFIGURE, SCALE, CONFIGURE, SCALE);
    }

    @Test
    void samples_that_were_made_in_another_way_get_their_own_scales() {
        trainer.configure(SPEC, INITIAL);

        trainer.backward(batch(made(5), 4));
        trainer.backward(batch(made(5), 4));

        assertThat(sent(SCALE)).hasSize(2);
    }

    @Test
    void a_batch_with_one_value_that_no_code_stands_for_goes_as_float32() {
        trainer.configure(SPEC, INITIAL);
        Batch batch = batch();
        float[] values = batch.values();
        values[7] = Math.nextUp(values[7]);

        trainer.backward(
                Batch.of(4, 1, values).standardised(batch.standardisation().orElseThrow()));

        assertThat(sent(BATCH, BATCH16)).containsOnly(BATCH);
        assertThat(trainer.samplesSent()).isEqualTo(new SamplesSent(0, SAMPLES));
    }

    @Test
    void samples_of_more_columns_than_the_board_has_scales_for_go_as_float32() {
        int most = host.client.hello().maxColumns();
        NetworkSpec fits = NetworkSpec.parse((most - 1) + "-1", Activation.TANH, new Sgd(0.1f));
        NetworkSpec wide = NetworkSpec.parse(most + "-1", Activation.TANH, new Sgd(0.1f));

        trainer.configure(fits, Network.initialParameters(fits, 1));
        trainer.backward(batch(made(most), most - 1));
        assertThat(sent(BATCH, BATCH16)).containsOnly(BATCH16);

        trainer.configure(wide, Network.initialParameters(wide, 1));
        trainer.backward(batch(made(most + 1), most));
        assertThat(sent(BATCH, BATCH16)).endsWith(BATCH);
    }

    @Test
    void samples_are_counted_by_their_form_from_configure_on() {
        trainer.configure(SPEC, INITIAL);
        trainer.backward(batch());

        trainer.configure(SPEC, INITIAL);
        trainer.backward(batch());
        trainer.evaluate(batch());
        trainer.backward(plain(batch()));

        assertThat(trainer.samplesSent()).isEqualTo(new SamplesSent(2 * SAMPLES, SAMPLES));
    }
}
