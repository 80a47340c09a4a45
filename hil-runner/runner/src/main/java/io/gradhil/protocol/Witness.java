package io.gradhil.protocol;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.CrashRecord;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/** Knows of a board what its link does not tell, for when a reply does not come. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@FunctionalInterface
public interface Witness {
    /** Returns what is known of the board beside the link (a simulator's state and messages), potentially empty. */
    String state();

    /** Looks at what the core is doing; called each time that a reply is overdue. Empty where nobody can look. */
    default Optional<CoreSnapshot> look() {
        return Optional.empty();
    }

    /** Returns what the core was doing when a watchdog reset it, where anybody knows. */
    default Optional<CoreSnapshot> lookBack() {
        return Optional.empty();
    }

    /** Returns in words what the looks of one request have shown, potentially empty. */
    default String describe(List<CoreSnapshot> looks) {
        return "";
    }

    /** Returns in words what the firmware kept of a crash. */
    default String describe(CrashRecord crash) {
        return crash.toString();
    }
}
