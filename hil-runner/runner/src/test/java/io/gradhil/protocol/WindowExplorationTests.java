package io.gradhil.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.protocol.WindowWorld.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every course that requests can take, with up to so many faults at any point: frames lost, damaged, repeated, reordered,
 * impatience, a reset. In every state each request was executed at most once and in order, replies belong to their requests, no
 * more bytes are on their way than the credit; and from every state, all requests are answered if nothing more goes wrong.
 */
class WindowExplorationTests {
    /** Steps in which a world without further faults must come to its end. */
    private static final int PATIENCE = 200;

    private record Course(List<Event> events, int faults) {}

    @ParameterizedTest
    @CsvSource({"1, 10, 3, 3", "2, 25, 4, 2", "2, 20, 3, 3", "4, 45, 6, 2", "8, 35, 10, 1"})
    void each_request_is_executed_once_and_in_order_whatever_happens(int size, int credit, int requests, int faults) {
        int states = explore(size, credit, requests, faults);

        assertThat(states).isGreaterThan(200);
    }

    private static int explore(int size, int credit, int requests, int faults) {
        Deque<Course> open = new ArrayDeque<>(List.of(new Course(List.of(), 0)));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            Course course = open.remove();
            for (Event event : Event.values()) {
                int used = course.faults + (event.isFault() ? 1 : 0);
                WindowWorld world = replay(size, credit, requests, course.events);
                if (used > faults || !world.can(event)) {
                    continue;
                }
                List<Event> events = new ArrayList<>(course.events);
                events.add(event);
                happen(world, event, events);
                if (seen.add(used + world.toString())) {
                    open.add(new Course(events, used));
                    assertThat(replay(size, credit, requests, events).ends(PATIENCE))
                            .as("all is answered after %s", events)
                            .isTrue();
                }
            }
        }
        return seen.size();
    }

    private static WindowWorld replay(int size, int credit, int requests, List<Event> events) {
        WindowWorld world = new WindowWorld(size, credit, requests);
        events.forEach(world::happen);
        return world;
    }

    private static void happen(WindowWorld world, Event event, List<Event> events) {
        try {
            world.happen(event);
        } catch (AssertionError e) {
            throw new AssertionError("after " + events, e);
        }
    }
}
