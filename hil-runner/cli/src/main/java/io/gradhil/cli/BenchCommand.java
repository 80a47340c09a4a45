package io.gradhil.cli;

import picocli.CommandLine.Command;

/** {@code hil bench}: how fast, each thing by a subcommand. */
@Command(
        name = "bench",
        description = "Measure what the firmware costs.",
        subcommands = BenchFirmwareCommand.class,
        synopsisSubcommandLabel = "COMMAND")
final class BenchCommand {}
