package io.gradhil.hardware;

import io.gradhil.board.Board;
import io.gradhil.flash.OpenOcd;
import io.gradhil.report.StepListener;
import org.apiguardian.api.API;

/** What can be done with an attached board beside flashing it; each call leases the board first. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Nucleo {
    private Nucleo() {}

    /**
     * Starts what is on the chip afresh.
     *
     * @param which as in {@link NucleoBoardProvider}: serial number, alias, or empty
     * @return the board's name
     */
    public static String reset(String which, StepListener steps) {
        try (NucleoBoard board = NucleoBoard.open(NucleoChoice.of(which), steps)) {
            board.restart();
            return board.name();
        }
    }

    /** Returns a board whose port is open, and that is neither flashed nor reset for it. */
    public static Board attach(String which, StepListener steps) {
        NucleoBoard board = NucleoBoard.open(NucleoChoice.of(which), steps);
        try {
            board.attach();
            return board;
        } catch (RuntimeException | Error e) {
            board.close();
            throw e;
        }
    }

    /** Asks a board's probe about itself, through OpenOCD. */
    public static OpenOcd.Probe probe(String which) {
        try (NucleoBoard board = NucleoBoard.open(NucleoChoice.of(which), StepListener.NONE)) {
            return board.probe();
        }
    }
}
