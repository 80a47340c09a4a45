package io.gradhil.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepListenerTests {
    private final List<Step> steps = new ArrayList<>();
    private final StepListener listener = steps::add;

    @Test
    void step_with_a_result_is_told_and_the_result_returned() {
        int result = listener.take("batch", "32 samples", Step::oneOfMany, () -> 7);

        assertThat(result).isEqualTo(7);
        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("batch");
            assertThat(step.detail()).isEqualTo("32 samples");
            assertThat(step.outcome()).isEqualTo(Outcome.PASSED);
            assertThat(step.frequent()).isTrue();
            assertThat(step.duration()).isPositive();
        });
    }

    @Test
    void step_that_throws_is_told_as_broken() {
        assertThatThrownBy(() -> listener.take("flash", "board", () -> {
                    throw new IllegalStateException("no power");
                }))
                .hasMessage("no power");

        assertThat(steps).extracting(Step::outcome).containsExactly(Outcome.BROKEN);
    }

    @Test
    void nobody_listens_where_no_reporter_is_installed() {
        assertThat(StepListener.installed()).isSameAs(StepListener.NONE);
    }
}
