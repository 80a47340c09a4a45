package io.gradhil.hardware;

import io.gradhil.board.Board;
import io.gradhil.board.BoardProvider;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.report.StepListener;
import org.apiguardian.api.API;

/**
 * The board {@code nucleo}: a NUCLEO-F411RE through OpenOCD and the serial port of its ST-LINK. {@code nucleo:WHICH} chooses one
 * by its probe's serial number or by the name of its file in {@code ci/boards}.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class NucleoBoardProvider implements BoardProvider {
    static final String NAME = "nucleo";

    /** Creates the provider; called by the service loader. */
    public NucleoBoardProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "a NUCLEO-F411RE on USB; needs openocd; nucleo:WHICH is one of several";
    }

    @Override
    public FirmwareTarget target() {
        return FirmwareTarget.F411RE;
    }

    @Override
    public Board open() {
        return open("", StepListener.NONE);
    }

    @Override
    public Board open(String which, StepListener steps) {
        return NucleoBoard.open(NucleoChoice.of(which), steps);
    }
}
