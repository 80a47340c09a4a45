package io.gradhil.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gradhil.protocol.MemoryPlan;
import io.gradhil.protocol.Stats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetsTests {
    private static final String ALL = """
            # A comment 1 2
            flash 5
            nn_code 3
            static_ram 7
            step_cycles 20 of all phases
            step_instructions 8
            forward_cycles 8
            gradient_cycles 5
            hand_back_cycles 4
            update_cycles 2
            ram 1100
            ram_online 1000
            stack 30
            calls a b
            """;

    @TempDir
    private Path folder;

    private static FirmwareCost cost(int total, int stack) {
        Map<Phase, Cost> phases = Map.of(
                Phase.FORWARD, new Cost(3, 8),
                Phase.GRADIENT, new Cost(2, 5),
                Phase.HAND_BACK, new Cost(2, 4),
                Phase.UPDATE, new Cost(1, 3));
        return new FirmwareCost(
                20, phases, Map.of(), new MemoryPlan(1, 1, 1, 1, 1, 1, 1, total, 9999, 4), 40, stack, 500);
    }

    private Budgets budgets(String text) throws IOException {
        Files.writeString(folder.resolve("budgets.txt"), text);
        return Budgets.of(folder);
    }

    @Test
    void what_is_at_its_limit_is_kept_and_what_is_beyond_is_not() throws IOException {
        List<Budgets.Line> lines = budgets(ALL).compare(cost(1030, 30), cost(930, 31));

        assertThat(lines)
                .containsExactly(
                        new Budgets.Line("step_cycles", 20, 20),
                        new Budgets.Line("step_instructions", 8, 8),
                        new Budgets.Line("forward_cycles", 8, 8),
                        new Budgets.Line("gradient_cycles", 5, 5),
                        new Budgets.Line("hand_back_cycles", 4, 4),
                        new Budgets.Line("update_cycles", 3, 2),
                        new Budgets.Line("ram", 1100, 1100),
                        new Budgets.Line("ram_online", 1001, 1000),
                        new Budgets.Line("stack", 31, 30));
        assertThat(lines)
                .filteredOn(line -> !line.isKept())
                .extracting(Budgets.Line::name)
                .containsExactly("update_cycles", "ram_online", "stack");
    }

    @Test
    void an_image_is_compared_with_what_shows_in_every_run() throws IOException {
        ImageSize image = new ImageSize(6, 3, 7);

        assertThat(budgets(ALL).compare(image, stats(31)))
                .containsExactly(
                        new Budgets.Line("flash", 6, 5),
                        new Budgets.Line("nn_code", 3, 3),
                        new Budgets.Line("static_ram", 7, 7),
                        new Budgets.Line("stack", 31, 30));
        assertThat(budgets(ALL).compare(image, stats(0)))
                .as("a board that does not measure its stack")
                .extracting(Budgets.Line::name)
                .containsExactly("flash", "nn_code", "static_ram");
    }

    private static Stats stats(int stack) {
        return new Stats(0, 0, 0, 4096, stack, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void a_step_is_compared_as_a_board_counts_it() throws IOException {
        assertThat(budgets(ALL).compareStep(8, 10, 3))
                .containsExactly(
                        new Budgets.Line("forward_cycles", 8, 8),
                        new Budgets.Line("update_cycles", 3, 2),
                        new Budgets.Line("step_cycles", 21, 20));
    }

    @Test
    void a_line_says_what_is_exceeded() {
        assertThat(new Budgets.Line("ram", 26_708, 27_000)).hasToString("ram                   26,708 of    27,000");
        assertThat(new Budgets.Line("ram", 27_001, 27_000))
                .hasToString("ram                   27,001 of    27,000  EXCEEDED");
    }

    @Test
    void a_budget_that_is_missing_is_an_error() throws IOException {
        Budgets budgets = budgets(ALL.replace("ram_online", "ram_offline"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> budgets.compare(cost(1, 1), cost(1, 1)))
                .withMessage("budgets.txt has no line ram_online");
    }
}
