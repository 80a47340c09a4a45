package io.gradhil.core;

import java.time.Duration;
import org.apiguardian.api.API;

/** A point on the monotonic clock by which something has to be done; passed down whole, so that waits add up to no more. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Deadline {
    private final long startNanos = System.nanoTime();
    private final Duration allowed;

    private Deadline(Duration allowed) {
        this.allowed = allowed;
    }

    /** Starts a deadline that expires after {@code allowed}; zero or less has expired already. */
    public static Deadline after(Duration allowed) {
        return new Deadline(allowed);
    }

    /** Returns the earlier of this deadline and one that expires after {@code allowed}. */
    public Deadline atMost(Duration allowed) {
        return remaining().compareTo(allowed) <= 0 ? this : after(allowed);
    }

    /** Returns the time that is left, never negative. */
    public Duration remaining() {
        Duration left = allowed.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns the time since this deadline was set. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Returns the time that was allowed when this deadline was set. */
    public Duration allowed() {
        return allowed;
    }

    /** Tells whether no time is left. */
    public boolean expired() {
        return remaining().isZero();
    }

    /** Returns seconds as people write them: {@code "5 s"}, {@code "0.25 s"}. */
    public static String seconds(Duration duration) {
        String text = java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
        return text + " s";
    }
}
