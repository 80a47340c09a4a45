package io.gradhil.suites.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures {@link StepBenchmark} in one run and leaves the figures in {@code target/benchmark}; times are shown, not asserted. */
@Tag("tensorflow")
class StepBenchmarkTests {
    private static final System.Logger LOG = System.getLogger(StepBenchmarkTests.class.getName());
    private static final Path FOLDER =
            Path.of(System.getProperty("gradhil.target", "target")).resolve("benchmark");

    @Test
    void steps_of_all_engines_are_measured_in_one_run() throws IOException, RunnerException {
        Files.createDirectories(FOLDER);

        Map<String, Result<?>> times = times(new Runner(options()).run());

        String table = table(times);
        Files.writeString(FOLDER.resolve("steps.txt"), table);
        LOG.log(System.Logger.Level.INFO, "one batch of 32 on 4-64-32-16-1" + System.lineSeparator() + table);
        assertThat(times.keySet())
                .containsExactly("reference", "referenceWithErrorModel", "tensorFlow", "tensorFlowWithoutCopying");
        assertThat(times.values())
                .allSatisfy(time -> assertThat(time.getScore()).isPositive());
    }

    /** Short: a second to warm up, two and a half to measure, in a JVM of its own for each. */
    private static Options options() {
        return new OptionsBuilder()
                .include(StepBenchmark.class.getName() + ".*")
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(5)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(FOLDER.resolve("steps.json").toString())
                .output(FOLDER.resolve("steps.log").toString())
                .build();
    }

    private static Map<String, Result<?>> times(Collection<RunResult> runs) {
        Map<String, Result<?>> times = new LinkedHashMap<>();
        for (RunResult run : runs) {
            times.put(run.getPrimaryResult().getLabel(), run.getPrimaryResult());
        }
        return times;
    }

    private static String table(Map<String, Result<?>> times) {
        double reference = times.get("reference").getScore();
        double tensorFlow = times.get("tensorFlow").getScore();
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%-26s %10s %10s %14s %14s%n", "", "us", "+- (99.9 %)", "of reference", "of TensorFlow"));
        times.forEach((name, time) -> table.append(String.format(
                Locale.ROOT,
                "%-26s %10.1f %11.1f %14.2f %14.2f%n",
                name,
                time.getScore(),
                time.getScoreError(),
                time.getScore() / reference,
                time.getScore() / tensorFlow)));
        return table.toString();
    }
}
