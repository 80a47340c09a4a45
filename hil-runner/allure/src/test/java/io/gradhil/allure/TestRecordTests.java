package io.gradhil.allure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StepResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestRecordTests {
    private final TestRecord record = new TestRecord(1_000);

    private void take(Step step) {
        if (record.shows(step)) {
            record.add(step, List.of());
        } else {
            record.count(step);
        }
    }

    private static Step batch(int millis) {
        return new Step("batch", "32 samples", Duration.ofMillis(millis)).oneOfMany();
    }

    @Test
    void ten_thousand_batches_are_four_steps() {
        for (int i = 1; i <= 10_000; i++) {
            take(batch(i));
        }

        assertThat(record.results())
                .extracting(StepResult::getName)
                .containsExactly("batch: 32 samples", "batch: 32 samples", "batch: 32 samples", "batch: 9,997 more");
        assertThat(record.results().get(3).getParameters())
                .extracting(Parameter::getName, Parameter::getValue)
                .contains(
                        org.assertj.core.api.Assertions.tuple("shortest", "4.0 ms"),
                        org.assertj.core.api.Assertions.tuple("longest", "10000.0 ms"));
    }

    @Test
    void what_failed_among_thousands_is_shown_by_itself() {
        for (int i = 0; i < 10; i++) {
            take(batch(1));
        }
        take(batch(1).as(Outcome.WRONG));

        assertThat(record.results()).extracting(StepResult::getStatus).contains(Status.FAILED);
    }

    @Test
    void retry_marks_the_test() {
        take(batch(1));
        assertThat(record.retried()).isFalse();

        take(new Step("send again", "READ", Duration.ZERO).as(Outcome.RETRY));

        assertThat(record.retried()).isTrue();
    }

    @Test
    void step_lies_within_its_test() {
        take(new Step("flash", "", Duration.ofHours(1)));

        assertThat(record.results().get(0).getStart()).isEqualTo(1_000);
        assertThat(record.results().get(0).getStop()).isGreaterThanOrEqualTo(1_000);
    }
}
