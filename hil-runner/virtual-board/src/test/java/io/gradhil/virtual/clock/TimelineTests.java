package io.gradhil.virtual.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTests {
    private static final long MICROSECOND = 1_000_000L;

    private final ClockLine core = new ClockLine(16_000_000);
    private final List<String> happened = new ArrayList<>();
    private long cycles;
    private int shortened;
    private final Timeline time = new Timeline(core, () -> cycles, () -> shortened++);

    @Test
    void time_follows_the_cycles_of_the_core_over_changes_of_its_clock() {
        cycles = 16;
        assertThat(time.now()).isEqualTo(MICROSECOND);

        core.set(100_000_000);
        cycles += 100;

        assertThat(time.now()).isEqualTo(2 * MICROSECOND);
    }

    @Test
    void events_happen_in_the_order_of_time_and_then_of_arrangement() {
        time.at(20, () -> happened.add("late"));
        time.at(10, () -> happened.add("first"));
        time.at(10, () -> happened.add("second"));

        cycles = 1;
        time.runDue();

        assertThat(happened).containsExactly("first", "second", "late");
    }

    @Test
    void now_is_exact_within_an_event() {
        time.at(70_000, () -> happened.add(Long.toString(time.now())));

        cycles = 10;
        time.runDue();

        assertThat(happened).containsExactly("70000");
    }

    @Test
    void an_event_arranged_within_an_event_happens_in_the_same_run_if_it_is_due() {
        time.at(10, () -> time.at(20, () -> happened.add("inner")));

        cycles = 1;
        time.runDue();

        assertThat(happened).containsExactly("inner");
    }

    @Test
    void a_cancelled_event_does_not_happen_and_is_not_waited_for() {
        time.at(1_000_000, () -> happened.add("never")).cancel();

        assertThat(time.nextCycle()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_cancelled_event_leaves_nothing_behind() {
        time.at(10, () -> happened.add("kept"));
        time.at(1_000_000_000_000L, () -> happened.add("never")).cancel();
        assertThat(time.size()).isEqualTo(1);

        cycles = 1;
        time.runDue();

        assertThat(happened).containsExactly("kept");
        assertThat(time.size()).isZero();
    }

    @Test
    void an_event_that_is_arranged_again_happens_once_and_after_those_of_its_time() {
        VirtualTime.Event moved = time.event(() -> happened.add("moved"));
        moved.set(10);
        time.at(20, () -> happened.add("other"));
        moved.set(20);
        assertThat(time.size()).isEqualTo(2);

        cycles = 1;
        time.runDue();

        assertThat(happened).containsExactly("other", "moved");
    }

    @Test
    void an_event_may_arrange_itself_again() {
        VirtualTime.Event[] ticks = new VirtualTime.Event[1];
        ticks[0] = time.event(() -> {
            happened.add(Long.toString(time.now()));
            ticks[0].set(time.now() + 30_000);
        });
        ticks[0].set(30_000);

        cycles = 1;
        time.runDue();

        assertThat(happened).containsExactly("30000", "60000");
        assertThat(time.nextCycle()).isEqualTo(2);
    }

    @Test
    void cancelling_what_has_happened_has_no_effect() {
        VirtualTime.Event event = time.at(10, () -> happened.add("once"));
        cycles = 1;
        time.runDue();

        event.cancel();
        event.cancel();

        assertThat(happened).containsExactly("once");
        assertThat(time.nextCycle()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void the_next_cycle_is_the_first_at_which_the_event_is_due() {
        time.at(MICROSECOND + 1, () -> {});

        assertThat(time.nextCycle()).isEqualTo(17);
    }

    @Test
    void an_earlier_event_and_a_change_of_clock_shorten_the_run_under_way() {
        time.at(MICROSECOND, () -> {});
        time.at(2 * MICROSECOND, () -> {});
        assertThat(shortened).isEqualTo(1);

        core.set(100_000_000);

        assertThat(shortened).isEqualTo(2);
        assertThat(time.nextCycle()).isEqualTo(100);
    }

    private VirtualTime.Event quiet(String name, long at, long until) {
        VirtualTime.Event event = time.event(() -> happened.add(name));
        event.setQuietly(at, until);
        return event;
    }

    @Test
    void the_core_stops_when_what_is_quiet_may_be_noticed() {
        quiet("quiet", MICROSECOND, 3 * MICROSECOND);

        assertThat(time.nextCycle()).isEqualTo(48);
        cycles = 20;
        time.runDue();
        assertThat(happened).containsExactly("quiet");
    }

    @Test
    void what_is_quiet_happens_before_somebody_looks() {
        quiet("first", 10, VirtualTime.NEVER);
        quiet("later", MICROSECOND, VirtualTime.NEVER);
        cycles = 1;

        time.catchUp();

        assertThat(happened).containsExactly("first");
        assertThat(time.nextCycle()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_is_quiet_waits_for_what_comes_before_it() {
        time.at(10, () -> happened.add("noticed"));
        quiet("quiet", 20, VirtualTime.NEVER);
        cycles = 1;

        time.catchUp();
        assertThat(happened).isEmpty();

        time.runDue();
        assertThat(happened).containsExactly("noticed", "quiet");
    }

    @Test
    void nothing_is_quiet_any_longer_when_something_else_has_happened() {
        time.at(10, () -> happened.add("noticed"));
        quiet("quiet", MICROSECOND, VirtualTime.NEVER);
        cycles = 1;

        time.runDue();

        assertThat(time.nextCycle()).isEqualTo(16);
    }

    @Test
    void a_core_that_stops_always_stops_for_what_is_quiet() {
        quiet("quiet", MICROSECOND, VirtualTime.NEVER);

        time.stopAlways(true);
        assertThat(time.nextCycle()).isEqualTo(16);

        time.stopAlways(false);
        assertThat(time.nextCycle()).isEqualTo(Long.MAX_VALUE);
    }
}
