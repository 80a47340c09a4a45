package io.gradhil.board;

import io.gradhil.core.BoardNotFoundException;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.report.StepListener;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Makes a kind of board available by name. Found by {@link java.util.ServiceLoader}: to add a board of your own, name
 * your provider in {@code META-INF/services/io.gradhil.board.BoardProvider}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface BoardProvider {
    /** Returns the value of {@code hil.board} that chooses this board, never blank. */
    String name();

    /** Returns what the board is and what it needs, in one line. */
    String description();

    /** Returns which image the board runs. */
    FirmwareTarget target();

    /** Tells whether there are as many of these boards as anybody opens, as of simulated ones. */
    default boolean unlimited() {
        return false;
    }

    /**
     * Opens the board; nothing runs on it before {@link Board#flash}.
     *
     * @throws io.gradhil.core.HilException if it is not there, or something that it needs is not
     */
    Board open();

    /**
     * Opens one of several boards of the kind.
     *
     * @param which what follows the colon in {@code hil.board}, empty if nothing does
     * @param steps hears of what is done to the board beside what it is asked for: waiting, retrying
     * @throws io.gradhil.core.HilException as {@link #open()}, and if no such board is there
     */
    default Board open(String which, StepListener steps) {
        if (!which.isEmpty()) {
            throw new BoardNotFoundException(name() + ":" + which, "the boards \"" + name() + "\"", List.of(name()));
        }
        return open();
    }
}
