package io.gradhil.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hil completion}: lets the shell complete commands and options. */
@Command(
        name = "completion",
        description = {"Print a completion script for bash and zsh.", "Use it so: source <(./hil completion)"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        command.commandLine()
                .getOut()
                .print(AutoComplete.bash("hil", command.root().commandLine()));
        command.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
