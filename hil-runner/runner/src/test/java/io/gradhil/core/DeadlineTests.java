package io.gradhil.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTests {
    @Test
    void zero_has_expired_at_once() {
        assertThat(Deadline.after(Duration.ZERO).expired()).isTrue();
    }

    @Test
    void negative_time_has_expired_at_once_with_nothing_remaining() {
        Deadline deadline = Deadline.after(Duration.ofSeconds(-1));

        assertThat(deadline.remaining()).isEqualTo(Duration.ZERO);
    }

    @Test
    void remaining_and_elapsed_never_exceed_what_was_allowed() {
        Deadline deadline = Deadline.after(Duration.ofHours(1));

        assertThat(deadline.remaining()).isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
        assertThat(deadline.elapsed()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
    }

    @Test
    void expires_when_its_time_has_passed() {
        Deadline deadline = Deadline.after(Duration.ofMillis(20));

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(deadline::expired);

        assertThat(deadline.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void at_most_keeps_the_earlier_deadline() {
        Deadline early = Deadline.after(Duration.ofSeconds(1));

        assertThat(early.atMost(Duration.ofHours(1))).isSameAs(early);
    }

    @Test
    void at_most_shortens_a_later_deadline() {
        Deadline shortened = Deadline.after(Duration.ofHours(1)).atMost(Duration.ofSeconds(1));

        assertThat(shortened.allowed()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"5000, 5 s", "250, 0.25 s", "0, 0 s", "10, 0.01 s", "60000, 60 s", "1500, 1.5 s"})
    void seconds_are_written_as_people_do(long millis, String text) {
        assertThat(Deadline.seconds(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
