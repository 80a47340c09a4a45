package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.error.Float32Engine.Scaling;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A float32 engine trains 4-64-32-16-1 on CCPP; the reference is evaluated at the engine's own parameters each time (lockstep). */
class CcppTrainingRunTests {

    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private static final long SEED = 1;
    private static final int BATCHES = 10_000;
    private static final int FREE_STEPS = 200;

    /**
     * All gradients of a batch depend on the errors of its 32 outputs, and those of similar samples are alike: the RMS over one batch's
     * 2,945 numbers varies as if they were a few dozen. Measured: above 1 in 6 batches of 1,000.
     */
    private static final double SINGLE_BATCH_RMS = 1.5;

    private static final Float32Sum[] PLAIN = {
        Float32Sum.FORWARD, Float32Sum.FORWARD_FUSED, Float32Sum.REVERSE, Float32Sum.RANDOM
    };

    @Test
    void over_10_000_batches_bounds_and_sigmas_hold() {
        Map<Float32Sum, StepZscores> table = new EnumMap<>(Float32Sum.class);
        float[] parameters = Network.initialParameters(SPEC, SEED);
        List<Batch> batches = batches(BATCHES);
        int noisy = 0;
        double noisiest = 0;
        for (int i = 0; i < BATCHES; i++) {
            Float32Sum sum = PLAIN[i % PLAIN.length];
            Network network = new Network(SPEC, parameters);
            ErrorBounds bounds = ErrorModel.of(network, batches.get(i));
            Float32Engine engine = engine(network, parameters, sum);
            engine.step(batches.get(i));
            StepZscores zscores = StepZscores.of(network, bounds, engine);
            noisy += zscores.gradients.rms() > 1 ? 1 : 0;
            noisiest = Math.max(noisiest, zscores.gradients.rms());
            table.computeIfAbsent(sum, key -> new StepZscores()).add(zscores);
            parameters = engine.parameters;
        }

        System.out.println(BATCHES + " CCPP batches, " + SPEC + ", seed " + SEED
                + "; RMS of a single batch's gradients above 1 in " + noisy + ", at most " + noisiest);
        table.forEach((sum, zscores) -> System.out.println(sum + "" + zscores));
        assertThat(table).allSatisfy((sum, zscores) -> {
            assertThat(zscores.usage()).isLessThanOrEqualTo(1);
            assertThat(zscores.largest()).isLessThanOrEqualTo(8);
            assertThat(zscores.gradients.rms()).isBetween(0.3, 1.0);
            assertThat(zscores.outputs.rms()).isBetween(0.3, 1.0);
            assertThat(zscores.parameters.rms()).isBetween(0.3, 1.0);
            assertThat(zscores.loss.rms()).isBetween(0.3, 1.0);
        });
        assertThat(noisiest).isLessThan(SINGLE_BATCH_RMS);
    }

    /** Derivation, section 10: the steps' own errors alone add up like a random walk; what training makes of them comes on top. */
    @Test
    void free_running_for_200_steps_stays_near_the_random_walk_of_the_steps_sigmas() {
        float[] parameters = Network.initialParameters(SPEC, SEED);
        Network free = new Network(SPEC, parameters);
        Float32Engine engine = engine(free, parameters, Float32Sum.FORWARD);
        double[] variances = new double[parameters.length];
        for (Batch batch : batches(FREE_STEPS)) {
            double[] sigmas =
                    ErrorModel.of(new Network(SPEC, engine.parameters), batch).steppedParameterSigmas();
            for (int i = 0; i < sigmas.length; i++) {
                variances[i] += sigmas[i] * sigmas[i];
            }
            engine.step(batch);
            free.apply(free.backward(batch).gradients());
        }

        double squares = 0;
        int count = 0;
        for (int i = 0; i < variances.length; i++) {
            if (variances[i] > 0) {
                double error = engine.parameters[i] - free.parameters()[i];
                squares += error * error / variances[i];
                count++;
            }
        }
        double rms = Math.sqrt(squares / count);
        System.out.printf(
                "Free-running, %d steps: parameters are off by %.2f times the random walk%n", FREE_STEPS, rms);
        assertThat(rms).isBetween(0.3, 3.0);
    }

    private static Float32Engine engine(Network network, float[] parameters, Float32Sum sum) {
        return new Float32Engine(
                SPEC, network.layers(), parameters, sum, Scaling.FACTOR_FIRST, Float32Functions.FIRMWARE);
    }

    private static List<Batch> batches(int count) {
        CcppSplit split = Ccpp.find().split(SEED);
        List<Batch> batches = new ArrayList<>();
        for (int epoch = 0; batches.size() < count; epoch++) {
            batches.addAll(split.trainingBatches(32, SEED, epoch));
        }
        return batches.subList(0, count);
    }
}
