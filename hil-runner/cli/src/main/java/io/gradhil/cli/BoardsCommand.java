package io.gradhil.cli;

import io.gradhil.board.BoardConfig;
import io.gradhil.board.BoardLease;
import io.gradhil.board.Boards;
import io.gradhil.hardware.NucleoChoice;
import io.gradhil.hardware.StLinks;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hil boards}: what {@code --board} and {@code hil.board} can name. */
@Command(name = "boards", description = "List the kinds of board, the boards on USB, and who uses them. Touches none.")
final class BoardsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Output out = Output.of(command);
        Boards.all().forEach(kind -> out.line("%-8s %s", kind.name(), kind.description()));
        List<NucleoChoice> attached = NucleoChoice.attached();
        out.line("%nOn USB, looked for in %s:", StLinks.where());
        if (attached.isEmpty()) {
            out.line("  none");
        }
        for (NucleoChoice board : attached) {
            String holder = BoardLease.holder(board.link().serialNumber()).orElse("free");
            out.line("  %s  %s, %s", board.name(), board.link(), holder.replace("\n", ", "));
        }
        BoardConfig.all().stream()
                .filter(config -> isAbsent(config, attached))
                .forEach(config -> out.line(
                        "  nucleo:%s  not attached; %s names ST-LINK %s",
                        config.alias(), config.file(), config.probe()));
        return ExitCode.OK;
    }

    private static boolean isAbsent(BoardConfig config, List<NucleoChoice> attached) {
        return attached.stream().noneMatch(board -> board.link().serialNumber().equalsIgnoreCase(config.probe()));
    }
}
