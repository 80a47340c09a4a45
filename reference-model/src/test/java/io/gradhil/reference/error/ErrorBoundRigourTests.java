package io.gradhil.reference.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.Network;
import io.gradhil.reference.error.Float32Engine.Scaling;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Error bounds hold for every float32 engine")
class ErrorBoundRigourTests {

    private static final int NETWORKS = 500;

    @ParameterizedTest
    @EnumSource(Float32Sum.class)
    void no_bound_is_exceeded_whatever_the_order_of_summation(Float32Sum sum) {
        Usage worst = Usage.NONE;

        for (long seed = 0; seed < NETWORKS; seed++) {
            Usage usage = usage(seed, sum);
            assertThat(usage.largest()).as("seed %d, %s, %s", seed, sum, usage).isLessThanOrEqualTo(1);
            worst = worst.max(usage);
        }

        System.out.println("Largest error/bound in " + NETWORKS + " networks, " + sum + ": " + worst);
    }

    private static Usage usage(long seed, Float32Sum sum) {
        RandomCase random = RandomCase.of(seed);
        Network network = new Network(random.spec(), random.parameters());
        ErrorBounds bounds = ErrorModel.of(network, random.batch());
        Scaling scaling = Scaling.values()[(int) (seed / 4 % 3)];
        Float32Engine engine = new Float32Engine(
                random.spec(), network.layers(), random.parameters(), sum, scaling, Float32Functions.disturbed(seed));
        engine.step(random.batch());
        return Usage.of(random.spec(), bounds, engine, network.parameters());
    }
}
