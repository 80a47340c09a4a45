package io.gradhil.virtual;

import io.gradhil.virtual.cpu.InnerLoop;
import io.gradhil.virtual.cpu.InnerLoop.Speed;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how fast the board is, beside QEMU. Not one of the usual tests: {@code mvn test -pl hil-runner/virtual-board
 * -Dtest=SpeedBenchmark}. Rates are the best of several; a machine that does other work meanwhile shows it.
 */
@Tag("bench")
class SpeedBenchmark {
    private static final int INTERPRETED = -1;
    private static final int TRANSLATED = 1000;
    private static final int BATCHES = 60;
    private static final int ROUNDS = 6;
    /** Batches of 32 in an epoch of CCPP's training rows. */
    private static final int EPOCH = 240;

    private static final double MILLION = 1e6;

    @TempDir
    private Path folder;

    private final StringBuilder table = new StringBuilder("\n");

    @Test
    void prints_a_table() {
        hello();
        InnerLoop loop = new InnerLoop(
                folder, Path.of(System.getProperty("gradhil.root"), "firmware/prebuilt/gradhil-f411re.elf"));
        row("inner loop, interpreter", loop.onCore(INTERPRETED));
        row("inner loop, translator", loop.onCore(TRANSLATED));
        row("inner loop, QEMU", loop.onQemu());
        training("BATCH, interpreter", INTERPRETED);
        training("BATCH, translator", TRANSLATED);
        epoch();
        heap();
        System.out.println(table);
    }

    private void row(String what, Speed speed) {
        line(
                what,
                String.format(
                        Locale.ROOT,
                        "%.0f M instructions/s, %.0f M cycles/s",
                        speed.instructionsPerSecond() / MILLION,
                        speed.cyclesPerSecond() / MILLION));
    }

    private void line(String what, String value) {
        table.append(String.format(Locale.ROOT, "%-32s %s%n", what, value));
    }

    private void hello() {
        long start = System.nanoTime();
        FirmwareHost.start().hello();
        double millis = (System.nanoTime() - start) / MILLION;
        long sinceStart = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        line(
                "power-on to first HELLO",
                String.format(Locale.ROOT, "%.0f ms; %d ms after JVM start, test runner included", millis, sinceStart));
    }

    /** The best of some rounds: busy cycles are those that the firmware counts in forward and backward passes. */
    private void training(String what, int translateAfter) {
        FirmwareHost host = host(translateAfter);
        Training rows = new Training(1);
        rows.prepare(host);
        double busy = 0;
        double all = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long cycles = host.board().cycles();
            long counted = counted(host);
            long start = System.nanoTime();
            for (int k = 0; k < BATCHES; k++) {
                host.request(Training.BATCH, rows.batch());
                host.request(Training.STEP, new byte[0]);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            busy = Math.max(busy, (counted(host) - counted) / seconds);
            all = Math.max(all, (host.board().cycles() - cycles) / seconds);
        }
        line(
                what,
                String.format(
                        Locale.ROOT,
                        "%.0f M cycles of arithmetic/s, %.0f M cycles/s with sleep",
                        busy / MILLION,
                        all / MILLION));
    }

    private static FirmwareHost host(int translateAfter) {
        VirtualNucleo board = new VirtualNucleo();
        board.core().translateAfter(translateAfter);
        FirmwareHost host = FirmwareHost.start(board);
        host.hello();
        return host;
    }

    private static long counted(FirmwareHost host) {
        ByteBuffer stats = host.request(Training.STATS, new byte[0]);
        return stats.getLong(0) + stats.getLong(8);
    }

    private void epoch() {
        FirmwareHost host = host(TRANSLATED);
        Training rows = new Training(1);
        rows.prepare(host);
        long start = System.nanoTime();
        long picoseconds = host.board().picoseconds();
        for (int k = 0; k < EPOCH; k++) {
            host.request(Training.BATCH, rows.batch());
            for (int offset = 0; offset < Training.PARAMETERS; offset += 256) {
                host.request(Training.READ, Training.readGradients(offset));
            }
            host.request(Training.STEP, new byte[0]);
        }
        line(
                "epoch, all gradients read",
                String.format(
                        Locale.ROOT,
                        "%.1f s, warming up included; %.0f s of the board's time at 115,200 baud",
                        (System.nanoTime() - start) / 1e9,
                        (host.board().picoseconds() - picoseconds) / 1e12));
    }

    private void heap() {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        line("heap in use", String.format(Locale.ROOT, "%.0f MiB", used / (double) (1 << 20)));
    }
}
