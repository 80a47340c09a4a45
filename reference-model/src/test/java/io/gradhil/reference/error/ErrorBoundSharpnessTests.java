package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Batch;
import io.gradhil.reference.Gradients;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.ParameterBlock;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.error.Float32Engine.Scaling;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bound that nothing exceeds proves nothing: these tests say what exceeds it, on CCPP batches of 4-64-32-16-1. */
class ErrorBoundSharpnessTests {

    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private static final CcppSplit SPLIT = Ccpp.find().split(1);
    private static final float[] PARAMETERS = Network.initialParameters(SPEC, 1);
    private static final List<Batch> BATCHES = SPLIT.trainingBatches(32, 1, 0);

    @Test
    void along_60_steps_of_training_a_float32_engine_uses_a_small_part_of_the_bounds() {
        Usage worst = Usage.NONE;
        float[] parameters = PARAMETERS;
        for (Batch batch : BATCHES.subList(0, 60)) {
            Network network = new Network(SPEC, parameters);
            Float32Engine engine = engine(parameters);
            engine.step(batch);
            worst = worst.max(Usage.of(SPEC, ErrorModel.of(network, batch), engine, network.parameters()));
            parameters = engine.parameters;
        }

        System.out.println("Largest error/bound in 60 steps on CCPP, undecided ReLUs included: " + worst);
        assertThat(worst.largest()).isLessThanOrEqualTo(1);
    }

    @Test
    void the_median_bound_of_a_gradient_is_below_a_hundredth_of_it() {
        ErrorBounds bounds = ErrorModel.of(new Network(SPEC, PARAMETERS), BATCHES.get(0));
        double[] gradients = bounds.reference().step().gradients().values();
        double[] errors = bounds.gradients().values();
        double[] ratios = new double[errors.length];
        int count = 0;
        for (int i = 0; i < errors.length; i++) {
            if (gradients[i] != 0) {
                ratios[count++] = errors[i] / Math.abs(gradients[i]);
            }
        }
        Arrays.sort(ratios, 0, count);

        System.out.println("Bound/gradient, median of " + count + ": " + ratios[count / 2]);
        assertThat(ratios[count / 2]).isLessThan(0.01);
    }

    static Stream<Arguments> faultyBlocks() {
        return SPEC.layout().blocks().stream()
                .flatMap(block -> Stream.of(
                        Arguments.of(block, "sign flipped", -1f),
                        Arguments.of(block, "missing", 0f),
                        Arguments.of(block, "not divided by the batch size", 32f),
                        Arguments.of(block, "a tenth too large", 1.1f)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faultyBlocks")
    void a_faulty_gradient_exceeds_its_bound(ParameterBlock block, String fault, float factor) {
        Float32Engine engine = engine(PARAMETERS);
        engine.step(BATCHES.get(0));

        for (int i = block.offset(); i < block.offset() + block.size(); i++) {
            engine.gradients[i] *= factor;
        }

        assertThat(worst(BATCHES.get(0), engine)).as(fault).isGreaterThan(1);
    }

    static Stream<Arguments> faultyBatches() {
        return Stream.of(
                fault("one sample left out", values -> Arrays.copyOf(values, values.length - 5)),
                fault("one target off by a hundredth", values -> changed(values, 4, values[4] + 0.01f)),
                fault("two inputs swapped", values -> changed(changed(values, 0, values[1]), 1, values[0])),
                fault("one stale sample", values -> {
                    float[] stale = values.clone();
                    System.arraycopy(values, 0, stale, 5, 5);
                    return stale;
                }));
    }

    private static Arguments fault(String name, UnaryOperator<float[]> fault) {
        return Arguments.of(name, fault);
    }

    private static float[] changed(float[] values, int index, float value) {
        float[] changed = values.clone();
        changed[index] = value;
        return changed;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faultyBatches")
    void a_faulty_batch_exceeds_the_bounds(String name, UnaryOperator<float[]> fault) {
        Batch right = BATCHES.get(0);
        Float32Engine engine = engine(PARAMETERS);

        engine.step(Batch.of(4, 1, fault.apply(right.values())));

        double worst = worst(right, engine);
        System.out.println("Largest error/bound of the gradients with " + name + ": " + worst);
        assertThat(worst).isGreaterThan(1);
    }

    private static Float32Engine engine(float[] parameters) {
        return new Float32Engine(
                SPEC,
                new Network(SPEC, parameters).layers(),
                parameters,
                Float32Sum.FORWARD_FUSED,
                Scaling.FACTOR_FIRST,
                Float32Functions.FIRMWARE);
    }

    private static double worst(Batch batch, Float32Engine engine) {
        ErrorBounds bounds = ErrorModel.of(new Network(SPEC, PARAMETERS), batch);
        Gradients reference = bounds.reference().step().gradients();
        return Usage.largest(
                engine.gradients, reference.values(), bounds.gradients().values());
    }
}
