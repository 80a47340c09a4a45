package io.gradhil.simulator;

import io.gradhil.board.Board;
import io.gradhil.board.BoardProvider;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.virtual.Pace;
import org.apiguardian.api.API;

/**
 * The board {@code virtual}: the ARM image in this JVM, on a model of the NUCLEO-F411RE. Virtual time passes as fast as it goes;
 * {@code -Dhil.virtual.pace=real} holds it to the wall clock.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class VirtualBoardProvider implements BoardProvider {
    private static final String PACE = "hil.virtual.pace";

    /** Creates the provider; called by the service loader. */
    public VirtualBoardProvider() {}

    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public String description() {
        return "the ARM image on a NUCLEO-F411RE simulated in the JVM; needs nothing";
    }

    @Override
    public FirmwareTarget target() {
        return FirmwareTarget.F411RE;
    }

    @Override
    public boolean unlimited() {
        return true;
    }

    @Override
    public Board open() {
        return new VirtualBoard(name(), pace(System.getProperty(PACE, "virtual")));
    }

    private static Pace pace(String text) {
        return switch (text) {
            case "virtual" -> Pace.VIRTUAL;
            case "real" -> Pace.REAL;
            default -> throw new IllegalArgumentException(PACE + " must be virtual or real: \"" + text + "\"");
        };
    }
}
