package io.gradhil.cli;

import io.gradhil.board.Board;
import io.gradhil.board.BoardProvider;
import io.gradhil.board.Boards;
import io.gradhil.core.Deadline;
import io.gradhil.firmware.Firmware;
import io.gradhil.hardware.Nucleo;
import io.gradhil.protocol.LinkMonitor;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hil monitor}: what passes over a board's line, as it passes. */
@Command(
        name = "monitor",
        description = {
            "Greet a board and ask for its counters, once a second, and show every frame both ways, decoded, until Ctrl-C.",
            "A board on USB is neither flashed nor reset for it; it speaks only when spoken to."
        },
        sortOptions = false,
        showDefaultValues = true)
final class MonitorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BoardOption board;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            description = "End after this time; 0 for never.",
            defaultValue = "0")
    private int seconds;

    @Override
    public Integer call() {
        Output out = Output.of(command);
        try (Board opened = open(out)) {
            out.line("board     %s; > to the board, < from it: type, sequence number, content", opened.name());
            Deadline clock = Deadline.after(Duration.ZERO);
            LinkMonitor monitor = new LinkMonitor(
                    opened.link(), text -> out.line("%9.3f %s", clock.elapsed().toMillis() / 1000.0, text));
            boolean heard =
                    monitor.watch(Deadline.after(seconds == 0 ? Duration.ofDays(365) : Duration.ofSeconds(seconds)));
            if (!heard) {
                out.line("nothing that can be read came from the board");
            }
            return heard ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private Board open(Output out) {
        if (board.isNucleo()) {
            return Nucleo.attach(board.name().which(), out);
        }
        BoardProvider provider = Boards.named(board.name().toString());
        Board opened = provider.open();
        try {
            opened.flash(Firmware.image(provider.target()));
            return opened;
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }
}
