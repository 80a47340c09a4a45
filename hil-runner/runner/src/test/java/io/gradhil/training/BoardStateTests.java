package io.gradhil.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Adam;
import io.gradhil.reference.optim.OptimizerState;
import io.gradhil.reference.optim.Sgd;
import org.junit.jupiter.api.Test;

class BoardStateTests {
    private static final Adam ADAM = new Adam(0.1f, 0.9f, 0.999f, 1e-7f);
    private static final NetworkSpec SPEC = NetworkSpec.parse("1-1", Activation.LINEAR, ADAM);

    @Test
    void powers_of_a_state_that_was_read_are_those_of_as_many_updates() {
        BoardState followed = BoardState.initial(SPEC, new float[2]);
        for (int steps = 1; steps <= 200; steps++) {
            followed = Float32Optimizer.step(ADAM, followed, new float[2]);

            BoardState read = BoardState.read(SPEC, new float[2], new float[4], steps);

            assertThat(read.power1()).as("beta1^%d", steps).isEqualTo(followed.power1());
            assertThat(read.power2()).as("beta2^%d", steps).isEqualTo(followed.power2());
        }
    }

    @Test
    void both_moments_go_to_the_reference_in_their_order() {
        BoardState state = new BoardState(new float[2], new float[] {1, 2, 3, 4}, 0.5f, 0.25f);

        OptimizerState forReference = state.forReference(ADAM);

        assertThat(forReference.first()).containsExactly(1, 2);
        assertThat(forReference.second()).containsExactly(3, 4);
        assertThat(forReference.power1()).isEqualTo(0.5);
        assertThat(forReference.power2()).isEqualTo(0.25);
    }

    @Test
    void sgd_remembers_nothing() {
        NetworkSpec sgd = SPEC.withOptimizer(new Sgd(0.1f));

        assertThat(BoardState.initial(sgd, new float[2]).optimizer()).isEmpty();
        assertThat(BoardState.read(sgd, new float[2], new float[0], 9).power1()).isEqualTo(1);
    }
}
