package io.gradhil.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTests {
    private static final List<Double> BEFORE = List.of(100.0, 90.0, 110.0, 500.0);

    @ParameterizedTest
    @CsvSource({
        "UP, 115.5, true", "UP, 115.6, false", "UP, 1, true",
        "DOWN, 94.5, true", "DOWN, 94.4, false", "DOWN, 1000, true",
        "BOTH, 115.5, true", "BOTH, 115.6, false", "BOTH, 94.4, false"
    })
    void exactly_the_budget_passes_around_the_median_of_105(Budget.Direction direction, double value, boolean passes) {
        Budget budget = new Budget(direction, 0.1, "");

        assertThat(budget.judge(new Figure("x", value, "1"), BEFORE).isEmpty()).isEqualTo(passes);
    }

    @Test
    void first_value_passes() {
        assertThat(new Budget(Budget.Direction.BOTH, 0, "").judge(new Figure("x", 1, "1"), List.of()))
                .isEmpty();
    }

    @Test
    void median_below_zero_has_its_budget_on_the_right_side() {
        Budget budget = new Budget(Budget.Direction.UP, 0.1, "");

        assertThat(budget.judge(new Figure("x", -95, "1"), List.of(-100.0))).isEmpty();
        assertThat(budget.judge(new Figure("x", -80, "1"), List.of(-100.0))).isPresent();
    }

    @Test
    void message_says_what_moved_how_far_and_what_was_allowed() {
        Budget budget = new Budget(Budget.Direction.UP, 0.01, "the same image takes the same cycles");

        assertThat(budget.judge(new Figure("cycles of the backward pass", 4_512_077, "cycles"), List.of(4_412_077.0)))
                .hasValue("""
                        cycles of the backward pass moved beyond its budget
                          now:       4,512,077 cycles
                          before:    4,412,077, the median of the last 1
                          change:    +2.27 %, budget +1.00 %
                          budget:    the same image takes the same cycles""");
    }
}
