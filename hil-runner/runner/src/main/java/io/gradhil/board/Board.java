package io.gradhil.board;

import io.gradhil.core.CoreSnapshot;
import io.gradhil.core.FirmwareImage;
import io.gradhil.link.ByteLink;
import java.util.Optional;
import org.apiguardian.api.API;

/** A board that runs the firmware: silicon or simulated, the user of this role cannot tell. For one thread at a time. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Board extends AutoCloseable {
    /** Returns the name by which the board was chosen, never blank. */
    String name();

    /** Puts an image on the board and starts it, with a new {@link #link}. */
    void flash(FirmwareImage image);

    /** Starts the board's image afresh, as after power-on, with a new {@link #link}. */
    void reset();

    /**
     * Returns the link to the running firmware; it was opened before the firmware started.
     *
     * @throws IllegalStateException before the first {@link #flash}
     */
    ByteLink link();

    /**
     * Takes note of which chip answers on the link.
     *
     * @param uid the chip's unique id as the firmware reads it, 24 hex digits
     * @throws io.gradhil.core.WrongBoardException if that is not the chip that was flashed
     */
    default void identify(String uid) {}

    /** Returns what is known of the board beside its link (a simulator's state and messages), potentially empty. */
    String state();

    /**
     * Halts the core for a moment, looks at it, and lets it run on.
     *
     * @return empty if the board has no debug interface, or nothing answers there
     */
    default Optional<CoreSnapshot> look() {
        return Optional.empty();
    }

    /** Returns what the core was doing when a watchdog reset it since it was started; only a simulated board can tell. */
    default Optional<CoreSnapshot> lookBack() {
        return Optional.empty();
    }

    /** Releases the board and everything it opened; safe to call again. */
    @Override
    void close();
}
