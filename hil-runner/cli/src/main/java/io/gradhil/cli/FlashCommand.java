package io.gradhil.cli;

import io.gradhil.board.Boards;
import io.gradhil.firmware.ElfFile;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hil flash}: what every run does first. */
@Command(
        name = "flash",
        description = "Put a firmware on a board, unless it is there already, and see that it answers.",
        showDefaultValues = true)
final class FlashCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BoardOption board;

    @Parameters(paramLabel = "IMAGE", arity = "0..1", description = "An ELF file; without it the image of the sources.")
    private @Nullable Path image;

    @Override
    public Integer call() {
        Output out = Output.of(command);
        HilSettings settings = board.settings();
        try (HilSession session = open(settings, out)) {
            out.line(
                    "board     %s runs %s",
                    session.board().name(), session.image().path());
        }
        return ExitCode.OK;
    }

    private HilSession open(HilSettings settings, Output out) {
        return image == null
                ? HilSession.open(settings, out)
                : HilSession.open(
                        settings,
                        ElfFile.image(image, Boards.named(settings.board()).target()),
                        out);
    }
}
