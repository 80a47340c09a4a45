package io.gradhil.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.cost.Budgets;
import io.gradhil.cost.ImageSize;
import io.gradhil.firmware.FirmwareSources;
import io.gradhil.protocol.Stats;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.training.TrainingPlan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCostTests {
    private static final CcppSplit DATA = Ccpp.find().split(1);
    private static final int BATCHES_OF_EPOCH = 240;
    private static final Stats COUNTERS =
            new Stats(7654 * 100, 7654 * 200, 240 * 300, 4096, 700, 0, 0, 0, 0, 0, 0, 0, 0);

    private static TrainingPlan plan(NetworkSpec spec, int batch) {
        return new TrainingPlan(spec, 2, batch, 1, 1);
    }

    private static List<Budgets.Line> budgets(TrainingPlan plan, Stats counters) {
        Budgets limits = Budgets.of(FirmwareSources.find().orElseThrow().folder());
        return RunCost.of(DATA, plan, BATCHES_OF_EPOCH, false, counters)
                .beside(limits, new ImageSize(1, 2, 3), plan)
                .budgets();
    }

    @ParameterizedTest
    @CsvSource({
        "480, true, 15308, 1914",
        "240, false, 7654, 0",
        "239, false, 7648, 0",
        "242, false, 7718, 0",
        "0, false, 0, 0"
    })
    void samples_are_those_of_the_batches_the_last_of_an_epoch_being_short(
            int batches, boolean toTheEnd, long trained, long evaluated) {
        RunCost cost = RunCost.of(DATA, plan(Budgets.NETWORK, 32), batches, toTheEnd, COUNTERS);

        assertThat(cost.trained()).isEqualTo(trained);
        assertThat(cost.evaluated()).isEqualTo(evaluated);
    }

    @Test
    void run_of_the_steps_that_budgets_are_for_is_compared_with_all_of_them() {
        assertThat(budgets(plan(Budgets.NETWORK, 32), COUNTERS))
                .extracting(line -> line.name() + " " + line.actual())
                .containsExactly(
                        "flash 1",
                        "nn_code 2",
                        "static_ram 3",
                        "stack 700",
                        "forward_cycles 3200",
                        "update_cycles 300",
                        "step_cycles 9900");
    }

    @Test
    void other_batch_network_or_a_board_without_counter_has_no_budget_of_a_step() {
        NetworkSpec small = NetworkSpec.parse("4-3-1", Activation.RELU, new Sgd(0.03f));
        Stats uncounted = new Stats(0, 0, 0, 4096, 700, 0, 0, 0, 0, 0, 0, 0, 0);

        assertThat(budgets(plan(Budgets.NETWORK, 64), COUNTERS)).hasSize(4);
        assertThat(budgets(plan(small, 32), COUNTERS)).hasSize(4);
        assertThat(budgets(plan(Budgets.NETWORK, 32), uncounted)).hasSize(4);
    }
}
