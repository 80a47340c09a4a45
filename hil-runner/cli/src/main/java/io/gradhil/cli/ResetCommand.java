package io.gradhil.cli;

import io.gradhil.board.Boards;
import io.gradhil.hardware.Nucleo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hil reset}: for boards that live on between two commands. */
@Command(
        name = "reset",
        description = "Start what is on a board afresh, whatever it is. For boards on USB.",
        showDefaultValues = true)
final class ResetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private BoardOption board;

    @Override
    public Integer call() {
        Boards.named(board.name().toString());
        if (!board.isNucleo()) {
            throw new ParameterException(
                    command.commandLine(),
                    "The board " + board.name()
                            + " lives no longer than a command; reset is for boards on USB, such as --board=nucleo");
        }
        Output out = Output.of(command);
        out.line("reset     %s", Nucleo.reset(board.name().which(), out));
        return ExitCode.OK;
    }
}
