package io.gradhil.cli;

import io.gradhil.process.ToolRun;
import io.gradhil.rehearsal.Bench;
import io.gradhil.rehearsal.BenchBoard;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hil rehearse}: boards that look like hardware, for this or another shell. */
@Command(
        name = "rehearse",
        description =
                "Offer virtual boards as if they were on USB, to OpenOCD, to a debugger and to the board \"nucleo\":"
                        + " until Ctrl-C, or for as long as COMMAND runs, whose exit code is then this one's.",
        sortOptions = false,
        showDefaultValues = true)
final class RehearseCommand implements Callable<Integer> {
    /** What every JVM reads, be it Maven's, its tests' or hil's own. */
    private static final String JVM_OPTIONS = "JAVA_TOOL_OPTIONS";

    @Spec
    private CommandSpec spec;

    @Option(names = "--boards", paramLabel = "N", description = "How many boards.", defaultValue = "1")
    private int count;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "Program and arguments, after --; it finds these boards and no others.",
            hideParamSyntax = true)
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        try (Bench bench = Bench.open(count)) {
            if (!command.isEmpty()) {
                return ToolRun.inForeground(command, environment(bench));
            }
            explain(bench, spec.commandLine().getOut());
            new CountDownLatch(1).await(); // Ctrl-C ends the JVM, and the bench with it
            return ExitCode.OK;
        }
    }

    private static Map<String, String> environment(Bench bench) {
        String properties = bench.properties().entrySet().stream()
                .map(property -> "-D" + property.getKey() + "=" + property.getValue())
                .collect(Collectors.joining(" "));
        String before = System.getenv(JVM_OPTIONS);
        return Map.of(JVM_OPTIONS, before == null ? properties : before + " " + properties);
    }

    private static void explain(Bench bench, PrintWriter out) {
        int number = 0;
        for (BenchBoard board : bench.boards()) {
            out.println("nucleo:bench" + ++number + "  ST-LINK " + board.serial() + ", serial port " + board.port());
        }
        String first = bench.boards().get(0).serial();
        out.println();
        out.println("In another shell:");
        environment(bench).forEach((name, value) -> out.println("  export " + name + "=\"" + value + "\""));
        out.println("  ./hil train --board nucleo:bench1 --epochs 1");
        out.println("or with OpenOCD alone:");
        out.println("  openocd -f " + bench.openOcdConfig() + " -c \"adapter serial " + first + "\"");
        out.println();
        out.println("Ctrl-C ends it.");
        out.flush();
    }
}
