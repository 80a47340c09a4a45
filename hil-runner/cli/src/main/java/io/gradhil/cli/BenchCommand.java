package io.gradhil.cli;

import io.gradhil.bench.Benchmark;
import io.gradhil.bench.Soak;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hil bench}: figures of the virtual board beside QEMU, or a soak; the firmware's by a subcommand. */
@Command(
        name = "bench",
        description =
                "Measure the virtual board beside QEMU on this machine, some minutes long. Other load shows in the figures.",
        subcommands = BenchFirmwareCommand.class,
        sortOptions = false)
final class BenchCommand implements Callable<Integer> {
    private static final double MIB = 1 << 20;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--soak",
            paramLabel = "MINUTES",
            description = "Train for that long instead, and fail if the heap grows after the first third.",
            defaultValue = "0")
    private int minutes;

    @Override
    public Integer call() {
        if (minutes < 0) {
            throw new IllegalArgumentException("--soak must not be negative: " + minutes);
        }
        PrintWriter out = command.commandLine().getOut();
        return minutes > 0 ? soak(out) : table(out);
    }

    private static int table(PrintWriter out) {
        Benchmark.run().forEach(out::println);
        out.flush();
        return ExitCode.OK;
    }

    private int soak(PrintWriter out) {
        Soak soak = Soak.run(Duration.ofMinutes(minutes));
        out.println(String.format(
                Locale.ROOT,
                "%s: %d epochs in %d min, heap in use %.2f MiB at a third of the time, %.2f MiB at the end",
                soak.grows() ? "FAIL" : "PASS",
                soak.epochs(),
                minutes,
                soak.before() / MIB,
                soak.after() / MIB));
        out.flush();
        return soak.grows() ? ExitCode.SOFTWARE : ExitCode.OK;
    }
}
