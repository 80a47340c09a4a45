package io.gradhil.simulator;

import io.gradhil.board.Board;
import io.gradhil.board.BoardProvider;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.link.StreamLink;
import io.gradhil.process.ToolProcess;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The board {@code host}: the firmware's sources built for this machine, speaking over standard input and output. Not
 * the ARM image, hence no witness for the compiler or the chip; fast, and the same float32 arithmetic.
 */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class HostBoardProvider implements BoardProvider {
    /** Creates the provider; called by the service loader. */
    public HostBoardProvider() {}

    @Override
    public String name() {
        return "host";
    }

    @Override
    public String description() {
        return "the firmware built for this machine, not the ARM image; needs gcc and cmake";
    }

    @Override
    public FirmwareTarget target() {
        return FirmwareTarget.HOST;
    }

    @Override
    public boolean unlimited() {
        return true;
    }

    @Override
    public Board open() {
        return new ProcessBoard(name(), HostBoardProvider::start);
    }

    private static ProcessBoard.Running start(FirmwareImage image) {
        ToolProcess process = ToolProcess.start(List.of(image.path().toString()));
        StreamLink link =
                new StreamLink("host", process.stdout(), process.stdin(), process.stdin(), process::finalState);
        return new ProcessBoard.Running(process, link, Optional::empty, () -> {});
    }
}
