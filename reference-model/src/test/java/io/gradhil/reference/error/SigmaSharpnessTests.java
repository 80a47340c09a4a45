package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.Pass;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.error.Float32Engine.Scaling;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.layer.Dense;
import io.gradhil.reference.optim.Sgd;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What the gradients of one CCPP batch of 32 on 4-64-32-16-1 show of a small fault: it is caught if a |z| is above 8, or their RMS
 * above 1, or a bound exceeded. Seed 1.
 */
class SigmaSharpnessTests {

    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private static final int TRIALS = 300;
    private static final Batch BATCH =
            Ccpp.find().split(1).trainingBatches(32, 1, 0).get(0);
    private static final float[] PARAMETERS = Network.initialParameters(SPEC, 1);
    private static final Network NETWORK = new Network(SPEC, PARAMETERS);
    private static final ErrorBounds BOUNDS = ErrorModel.of(NETWORK, BATCH);
    private static final double[] REFERENCE =
            BOUNDS.reference().step().gradients().values();

    private static Float32Engine engine(Network network, float[] parameters) {
        return new Float32Engine(
                SPEC,
                network.layers(),
                parameters,
                Float32Sum.FORWARD,
                Scaling.FACTOR_FIRST,
                Float32Functions.FIRMWARE);
    }

    private static float[] gradients(float[] parameters, Batch batch) {
        Float32Engine engine = engine(NETWORK, parameters);
        engine.backward(batch);
        return engine.gradients;
    }

    private static Zscores zscores(float[] gradients) {
        Zscores zscores = new Zscores();
        zscores.add(
                gradients,
                REFERENCE,
                BOUNDS.gradientSigmas().values(),
                BOUNDS.gradients().values());
        return zscores;
    }

    /** Counts faults that are caught, and prints the median of what they show. */
    private static final class Trials {

        private final String fault;
        private final double[] largest = new double[TRIALS];
        private int caught;
        private int count;

        Trials(String fault) {
            this.fault = fault;
        }

        void add(float[] gradients) {
            Zscores zscores = zscores(gradients);
            largest[count++] = zscores.largest();
            caught += zscores.largest() > 8 || zscores.rms() > 1 || zscores.usage() > 1 ? 1 : 0;
        }

        double share() {
            Arrays.sort(largest, 0, count);
            double share = (double) caught / count;
            System.out.printf(
                    Locale.ROOT,
                    "%-48s caught %3.0f %% of %d, median of the largest |z| %.3g%n",
                    fault,
                    100 * share,
                    count,
                    largest[count / 2]);
            return share;
        }
    }

    @Test
    void a_correct_engine_passes() {
        Zscores zscores = zscores(gradients(PARAMETERS, BATCH));

        System.out.println("no fault: " + zscores);
        assertThat(zscores.largest()).isLessThan(8);
        assertThat(zscores.rms()).isLessThan(1);
    }

    @Test
    void one_scaled_target_off_by_1e_5_is_always_caught() {
        Trials trials = new Trials("one sample's target off by 1e-5");
        for (int sample = 0; sample < 32; sample++) {
            float[] values = BATCH.values();
            values[sample * 5 + 4] += 1e-5f;
            trials.add(gradients(PARAMETERS, Batch.of(4, 1, values)));
        }

        assertThat(trials.share()).isEqualTo(1);
    }

    @Test
    void one_weight_off_by_1e_5_is_caught_in_most_cases() {
        Trials trials = new Trials("one weight with a gradient off by 1e-5 of it");
        SplittableRandom random = new SplittableRandom(1);
        while (trials.count < TRIALS) {
            int index = random.nextInt(PARAMETERS.length);
            if (REFERENCE[index] != 0 && !SPEC.layout().blockOf(index).isBias()) {
                float[] parameters = PARAMETERS.clone();
                parameters[index] *= 1 + 1e-5f;
                trials.add(gradients(parameters, BATCH));
            }
        }

        assertThat(trials.share()).isGreaterThan(0.6);
    }

    @Test
    void one_summand_dropped_from_one_weight_gradient_is_nearly_always_caught() {
        Trials trials = new Trials("one summand not 0 dropped from one gradient");
        SplittableRandom random = new SplittableRandom(2);
        float[] right = gradients(PARAMETERS, BATCH);
        Pass pass = BOUNDS.reference().pass();
        while (trials.count < TRIALS) {
            int l = random.nextInt(4);
            Dense layer = NETWORK.layers().get(l);
            int b = random.nextInt(32);
            int i = random.nextInt(layer.outputs());
            int j = random.nextInt(layer.inputs());
            double product = pass.deltas(l)[b * layer.outputs() + i] * pass.inputs(l)[b * layer.inputs() + j];
            if (product != 0) {
                float[] gradients = right.clone();
                gradients[layer.offset() + i * layer.inputs() + j] -= (float) product;
                trials.add(gradients);
            }
        }

        assertThat(trials.share()).isGreaterThan(0.95);
    }

    @Test
    void one_sample_of_32_left_out_is_always_caught() {
        Trials trials = new Trials("one sample of 32 left out");
        for (int sample = 0; sample < 32; sample++) {
            float[] values = BATCH.values();
            System.arraycopy(values, (sample + 1) * 5, values, sample * 5, (31 - sample) * 5);
            trials.add(gradients(PARAMETERS, Batch.of(4, 1, Arrays.copyOf(values, 31 * 5))));
        }

        assertThat(trials.share()).isEqualTo(1);
    }
}
