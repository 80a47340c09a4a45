package io.gradhil.bench;

import io.gradhil.process.ToolProcess;
import io.gradhil.process.ToolRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/** Measures the virtual board beside QEMU, in one run on one machine; what a loaded machine does to it shows in the first line. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Benchmark {
    static final String QEMU = "qemu-system-arm";
    private static final String NOT_INSTALLED = "not installed";
    private static final int NEVER = -1;
    private static final int USUALLY = 1000;
    private static final int EPOCHS = 10;
    private static final int STARTS = 7;
    private static final double MILLION = 1e6;
    private static final double CHIP_HZ = 100e6;
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final boolean qemu = ToolProcess.find(QEMU).isPresent();
    private final List<String> table = new ArrayList<>();

    private Benchmark() {}

    /** Returns the lines of a table; takes a few minutes. */
    public static List<String> run() {
        Benchmark benchmark = new Benchmark();
        benchmark.load();
        benchmark.row("", "virtual", "interpreter", "QEMU", "virtual : QEMU");
        benchmark.innerLoop();
        benchmark.epochs();
        benchmark.start();
        benchmark.load();
        return benchmark.table;
    }

    private void load() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        table.add(String.format(
                Locale.ROOT,
                "load of the machine: %.1f, with %d processors",
                machine.getSystemLoadAverage(),
                machine.getAvailableProcessors()));
    }

    private void row(String what, String virtual, String interpreter, String onQemu, String ratio) {
        table.add(String.format(Locale.ROOT, "%-52s %11s %11s %13s %14s", what, virtual, interpreter, onQemu, ratio)
                .stripTrailing());
    }

    private void innerLoop() {
        InnerLoop.Speed translated = InnerLoop.onVirtual(USUALLY);
        InnerLoop.Speed interpreted = InnerLoop.onVirtual(NEVER);
        double other = qemu ? InnerLoop.onQemu() : 0;
        double instructions = translated.instructionsPerSecond();
        row(
                "inner loop of training, M instructions/s",
                rounded(instructions / MILLION),
                rounded(interpreted.instructionsPerSecond() / MILLION),
                qemu ? rounded(other / MILLION) : NOT_INSTALLED,
                qemu ? ratio(instructions / other) : "");
        row(
                "the same, M cycles/s",
                rounded(translated.cyclesPerSecond() / MILLION),
                rounded(interpreted.cyclesPerSecond() / MILLION),
                "",
                "");
        row(
                "the same, of a chip at 100 MHz",
                ratio(translated.cyclesPerSecond() / CHIP_HZ),
                ratio(interpreted.cyclesPerSecond() / CHIP_HZ),
                "",
                "");
    }

    private void epochs() {
        long[] virtual = probe("virtual", EPOCHS);
        long cold = virtual[0];
        long warm = Math.round(IntStream.range(EPOCHS / 2, EPOCHS)
                .mapToLong(k -> virtual[k])
                .average()
                .orElseThrow());
        long other = qemu ? probe("qemu", 1)[0] : 0;
        String onQemu = qemu ? seconds(other) : NOT_INSTALLED;
        row("CCPP epoch, all gradients read, s: first in a JVM", seconds(cold), "", onQemu, against(other, cold));
        row("the same, mean of the sixth to the tenth", seconds(warm), "", onQemu, against(other, warm));
        row("most memory of that JVM, MiB", Long.toString(virtual[EPOCHS] >>> 10), "", "", "");
    }

    private String against(long other, long millis) {
        return qemu ? ratio((double) other / millis) : "";
    }

    /** Medians of {@value #STARTS} starts. */
    private void start() {
        List<long[]> starts =
                IntStream.range(0, STARTS).mapToObj(k -> probe("virtual", 0)).toList();
        row("opening the board to first HELLO, ms", median(starts, 0), "", "", "");
        row("JVM start to first HELLO, ms", median(starts, 1), "", "", "");
    }

    private static String median(List<long[]> runs, int index) {
        return Long.toString(runs.stream().mapToLong(run -> run[index]).sorted().toArray()[runs.size() / 2]);
    }

    /** Runs {@link Probe} on a board with the flags of the command {@code hil}; returns its numbers. */
    private static long[] probe(String board, int epochs) {
        try {
            Path file = Files.createTempFile("hil-bench", ".txt");
            try {
                ToolRun.run(command(board, file, epochs), LIMIT);
                return Files.readAllLines(file).stream()
                        .mapToLong(Long::parseLong)
                        .toArray();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("No file for the numbers of a JVM", e);
        }
    }

    private static List<String> command(String board, Path file, int epochs) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dhil.board=" + board);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Probe.class.getName());
        command.add(file.toString());
        command.add(Integer.toString(epochs));
        return command;
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.1f x", value);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.2f", millis / 1000.0);
    }
}
