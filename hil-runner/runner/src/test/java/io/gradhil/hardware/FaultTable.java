package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gradhil.core.Deadline;
import io.gradhil.core.HilException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What became of each injected fault. */
final class FaultTable {
    private final List<String> rows = new ArrayList<>();

    /**
     * Lets something fail.
     *
     * @param fault what was injected, for the table
     * @param type the error that it has to become
     * @param within the time that it has until then
     */
    <T extends HilException> T expect(String fault, Class<T> type, Duration within, ThrowingCallable action) {
        Deadline deadline = Deadline.after(within);
        T error = catchThrowableOfType(type, action);
        Duration took = deadline.elapsed();
        assertThat(error).as(fault).isNotNull();
        assertThat(took).as("time until " + error).isLessThan(within);
        note(fault, type.getSimpleName(), error.getMessage().lines().findFirst().orElse(""), took, within);
        return error;
    }

    /** Notes a fault that is survived. */
    void survived(String fault, String how) {
        note(fault, "-", how, Duration.ZERO, Duration.ZERO);
    }

    private void note(String fault, String type, String text, Duration took, Duration within) {
        Duration tenths = Duration.ofMillis(took.toMillis() / 100 * 100);
        String time = within.isZero() ? "" : Deadline.seconds(tenths) + " of " + Deadline.seconds(within);
        String shown = text.replaceAll("/\\S*/(?=[^/]+/[^/]+$|[^/ ]+)", ".../");
        rows.add(String.format(Locale.ROOT, "%-46s %-25s %-13s %s", fault, type, time, shown));
    }

    void print() {
        if (rows.isEmpty()) {
            return; // OpenOCD is not there
        }
        System.out.printf(Locale.ROOT, "%nFaults injected on a bench, and what they became (%d):%n", rows.size());
        rows.forEach(System.out::println);
        System.out.println();
    }
}
