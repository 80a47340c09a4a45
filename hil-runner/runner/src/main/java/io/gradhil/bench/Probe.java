package io.gradhil.bench;

import io.gradhil.core.Deadline;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/** What is measured in a JVM of its own: {@link Benchmark} starts it and reads the file that it leaves, a number in each line. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class Probe {
    private Probe() {}

    /** Arguments: the file to write, and the number of epochs; 0 measures the start. */
    public static void main(String[] arguments) throws IOException {
        int epochs = Integer.parseInt(arguments[1]);
        List<String> numbers = epochs == 0 ? start() : epochs(epochs);
        Files.write(Path.of(arguments[0]), numbers);
    }

    /** Milliseconds from opening the board, and from the start of the JVM, to the first HELLO. */
    private static List<String> start() {
        Deadline clock = Deadline.after(Duration.ZERO);
        HilSession session = HilSession.open(HilSettings.fromProperties(), step -> {});
        long opened = clock.elapsed().toMillis();
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
        long toAsk = clock.elapsed().toMillis() - opened; // the bean takes a while to come
        session.close();
        return List.of(Long.toString(opened), Long.toString(uptime - toAsk));
    }

    /** Milliseconds of each epoch, and at the end the most KiB of memory that the process has used. */
    private static List<String> epochs(int count) throws IOException {
        List<String> numbers = new ArrayList<>();
        try (HilSession session = HilSession.open(HilSettings.fromProperties(), step -> {})) {
            CcppEpoch epoch = new CcppEpoch(session, Ccpp.find().split(1));
            for (int k = 0; k < count; k++) {
                numbers.add(Long.toString(epoch.run().toMillis()));
            }
        }
        numbers.add(Long.toString(peakKibibytes()));
        return numbers;
    }

    /** The resident set where Linux tells, else the JVM's committed heap. */
    private static long peakKibibytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() >>> 10;
        }
        String line = Files.readAllLines(status).stream()
                .filter(text -> text.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }
}
