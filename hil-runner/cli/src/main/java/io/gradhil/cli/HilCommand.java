package io.gradhil.cli;

import org.apiguardian.api.API;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code hil}; each thing it can do is a subcommand. */
@API(status = API.Status.INTERNAL, since = "0.1")
@Command(
        name = "hil",
        description = "Hardware-in-the-loop tests for training on a microcontroller.",
        subcommands = {
            TrainCommand.class,
            ReplayCommand.class,
            BoardsCommand.class,
            FlashCommand.class,
            ResetCommand.class,
            MonitorCommand.class,
            DoctorCommand.class,
            RehearseCommand.class,
            CompletionCommand.class,
            BenchCommand.class,
            PlanCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Start with: hil train --epochs 1",
            "Exit codes: 0 passed; 1 a number is wrong, or something failed; 2 wrong usage.",
            "NO_COLOR=1 turns colours off."
        })
public final class HilCommand {
    @Option(
            names = "--help",
            usageHelp = true,
            description = "Show this help and exit.",
            scope = CommandLine.ScopeType.INHERIT)
    private boolean help;

    @Option(
            names = "--stacktrace",
            description = "Print the stack trace of an error as well.",
            scope = CommandLine.ScopeType.INHERIT)
    private boolean stacktrace;

    HilCommand() {}

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** Returns the command line, ready to execute. */
    static CommandLine commandLine() {
        HilCommand command = new HilCommand();
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(new ErrorPrinter(command));
        return line;
    }

    boolean stacktrace() {
        return stacktrace;
    }
}
