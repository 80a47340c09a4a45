package io.gradhil.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.judge.Comparison;
import io.gradhil.judge.Predictions;
import io.gradhil.judge.Tolerance;
import io.gradhil.protocol.MemoryPlan;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.EpochLoss;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureTests {
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.03f));

    /** Gradients of which number {@code wrong} is 20 sigma off. */
    private static Comparison comparison(int wrong) {
        int count = SPEC.layout().count();
        double[] values = new double[count];
        Arrays.fill(values, 1);
        double[] bounds = new double[count];
        Arrays.fill(bounds, 100);
        double[] sigmas = new double[count];
        Arrays.fill(sigmas, 0.125);
        float[] board = new float[count];
        Arrays.fill(board, 1.125f);
        board[wrong] = 3.5f;
        Predictions predictions = new Predictions("gradient", SPEC.layout()::describe, true, values, bounds, sigmas);
        return new Comparison(predictions, board, Tolerance.derived());
    }

    @Test
    void heat_map_has_a_matrix_for_each_parameter_and_the_wrong_cell_in_its_colour() {
        String svg = ComparisonPictures.errors(comparison(5), 640, 400).svg();

        assertThat(svg).contains(">dense1<", ">dense2<");
        assertThat(svg.split("\"f wrong\"")).as("legend and one cell").hasSize(3);
    }

    @Test
    void heat_map_of_some_parameters_shows_those() {
        String svg = ComparisonPictures.errors(comparison(5).only("dense2.weight"::equals), 640, 400)
                .svg();

        assertThat(svg).contains(">dense2<").doesNotContain("dense1");
    }

    @Test
    void zscores_beyond_the_limit_have_a_bar_of_their_own() {
        String svg = ComparisonPictures.zscores(comparison(5), 480, 300).svg();

        assertThat(svg).contains("\"f wrong\"", "\"f board\"", ">limit 8<");
    }

    @Test
    void a_long_run_is_drawn_with_few_points_and_says_so() {
        LossTrace trace = new LossTrace();
        for (int i = 0; i < 1000; i++) {
            trace.add(new EpochLoss(1.0 / (i + 1), 1.0 / (i + 2)));
        }

        String svg = trace.losses(480, 300).svg();

        assertThat(svg).contains(">loss, mean of 6 batches<");
        assertThat(svg.chars().filter(letter -> letter == 'L').count()).isLessThan(400);
    }

    @Test
    void losses_that_agree_leave_the_difference_empty() {
        LossTrace trace = new LossTrace();
        trace.add(new EpochLoss(0.5, 0.5));

        assertThat(trace.difference(480, 300).svg())
                .contains("Difference of the losses")
                .doesNotContain("NaN");
    }

    @Test
    void memory_shows_each_part() {
        String svg = MemoryPicture.of(new MemoryPlan(10, 40, 40, 16, 8, 0, 20, 124, 1000, 4), 300)
                .svg();

        assertThat(svg).contains(">124 of 1,000 bytes, 12 %<", ">parameters<").doesNotContain("optimizer");
    }
}
