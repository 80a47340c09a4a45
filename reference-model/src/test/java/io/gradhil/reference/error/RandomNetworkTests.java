package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.error.Float32Engine.Scaling;
import io.gradhil.reference.optim.OptimizerState;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 2,000 random networks with every activation, loss and optimizer, seeds 0 to 1999: a float32 engine takes two steps, the second one
 * with the state of the first. Half of the cases are made to be hard: see {@link RandomCase}.
 */
class RandomNetworkTests {

    private static final int NETWORKS = 2_000;
    private static final int LARGEST_SECOND_BATCH = 64;

    private static final Map<String, StepZscores> TABLE = new TreeMap<>();
    private static final StepZscores ALL = new StepZscores();

    /** Inputs from 1e-3 to 1e3, sums one after the other: what sigma is made for. */
    private static final StepZscores PLAIN = new StepZscores();

    @BeforeAll
    static void train() {
        for (long seed = 0; seed < NETWORKS; seed++) {
            Float32Sum sum = Float32Sum.values()[(int) (seed / 4 % Float32Sum.values().length)];
            add(RandomCase.of(seed), sum, seed);
        }
        TABLE.forEach((name, zscores) -> System.out.println(name + zscores));
    }

    private static void add(RandomCase random, Float32Sum sum, long seed) {
        NetworkSpec spec = random.spec();
        OptimizerState state = OptimizerState.initial(spec.optimizer(), random.parameters().length);
        Network network = new Network(spec, random.parameters(), state);
        Scaling scaling = Scaling.values()[(int) (seed / 4 % 3)];
        Float32Engine engine =
                new Float32Engine(spec, network.layers(), random.parameters(), sum, scaling, Float32Functions.FIRMWARE);
        int steps = random.batch().size() > LARGEST_SECOND_BATCH ? 1 : 2;
        for (int step = 0; step < steps; step++) {
            ErrorBounds bounds = ErrorModel.of(network, random.batch());
            engine.step(random.batch());
            add(StepZscores.of(network, bounds, engine), random, sum, seed);
            network = new Network(spec, engine.parameters, engine.state());
        }
    }

    private static void add(StepZscores zscores, RandomCase random, Float32Sum sum, long seed) {
        String name = "seed " + seed + ", " + random.spec() + ", batch of "
                + random.batch().size() + ", " + sum;
        assertThat(zscores.usage()).as("error/bound of %s%s", name, zscores).isLessThanOrEqualTo(1);
        assertThat(zscores.largest()).as("|z| of %s%s", name, zscores).isLessThanOrEqualTo(8);
        NetworkSpec spec = random.spec();
        row("case       " + RandomCase.kind(seed)).add(zscores);
        row("sum        " + sum).add(zscores);
        row("loss       " + spec.loss().getClass().getSimpleName()).add(zscores);
        row("optimizer  " + spec.optimizer().getClass().getSimpleName()).add(zscores);
        row("activation " + spec.layers().get(0).activation() + " first").add(zscores);
        ALL.add(zscores);
        if (RandomCase.isOrdinary(seed) && !sum.isPairwise()) {
            PLAIN.add(zscores);
        }
    }

    private static StepZscores row(String name) {
        return TABLE.computeIfAbsent(name, key -> new StepZscores());
    }

    @Test
    void no_rigorous_bound_is_exceeded_and_no_zscore_is_above_8() {
        System.out.println("2,000 random networks, seeds 0 to 1999, all" + ALL);
        assertThat(ALL.usage()).isLessThanOrEqualTo(1);
        assertThat(ALL.largest()).isLessThanOrEqualTo(8);
    }

    @Test
    void rms_of_the_zscores_is_between_0_3_and_1_for_plain_orders_and_ordinary_networks() {
        System.out.println("of these, ordinary networks summed one after the other" + PLAIN);
        assertThat(PLAIN.gradients.rms()).isBetween(0.3, 1.0);
        assertThat(PLAIN.outputs.rms()).isBetween(0.3, 1.0);
        assertThat(PLAIN.parameters.rms()).isBetween(0.3, 1.0);
        assertThat(PLAIN.loss.rms()).isBetween(0.3, 1.0);
    }

    @Test
    void rms_of_the_zscores_is_below_1_for_every_class() {
        TABLE.forEach((name, zscores) -> {
            assertThat(zscores.gradients.rms()).as(name).isLessThan(1);
            assertThat(zscores.outputs.rms()).as(name).isLessThan(1);
            assertThat(zscores.parameters.rms()).as(name).isLessThan(1);
            assertThat(zscores.loss.rms()).as(name).isLessThan(1);
        });
    }
}
