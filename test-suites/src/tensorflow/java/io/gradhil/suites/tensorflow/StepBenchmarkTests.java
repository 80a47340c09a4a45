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

        Map<String, Times> times = times(new Runner(options()).run());

        String table = table(times);
        Files.writeString(FOLDER.resolve("steps.txt"), table);
        LOG.log(System.Logger.Level.INFO, "one batch of 32 on 4-64-32-16-1" + System.lineSeparator() + table);
        assertThat(times.keySet())
                .containsExactly("reference", "referenceWithErrorModel", "tensorFlow", "tensorFlowWithoutCopying");
        assertThat(times.values())
                .allSatisfy(time -> assertThat(time.elapsed()).isPositive())
                .allSatisfy(time -> assertThat(time.cpu()).isPositive());
    }

    /** Ten seconds to warm up, five to measure, in a JVM of its own for each. */
    private static Options options() {
        return new OptionsBuilder()
                .include(StepBenchmark.class.getName() + ".*")
                .addProfiler(CpuTime.class)
                .forks(1)
                .warmupIterations(20)
                .warmupTime(TimeValue.milliseconds(500))
                .measurementIterations(10)
                .measurementTime(TimeValue.milliseconds(500))
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(FOLDER.resolve("steps.json").toString())
                .output(FOLDER.resolve("steps.log").toString())
                .build();
    }

    /** Microseconds for each step: by the clock, with the half width of its interval, and of processor time in the best iteration. */
    private record Times(double elapsed, double error, double cpu) {
        static Times of(RunResult run) {
            Result<?> elapsed = run.getPrimaryResult();
            return new Times(
                    elapsed.getScore(),
                    elapsed.getScoreError(),
                    run.getSecondaryResults().get(CpuTime.LABEL).getScore());
        }
    }

    private static Map<String, Times> times(Collection<RunResult> runs) {
        Map<String, Times> times = new LinkedHashMap<>();
        for (RunResult run : runs) {
            times.put(run.getPrimaryResult().getLabel(), Times.of(run));
        }
        return times;
    }

    /** The ratios are those of processor time: other processes make the clock's differ from run to run. */
    private static String table(Map<String, Times> times) {
        double reference = times.get("reference").cpu();
        double tensorFlow = times.get("tensorFlow").cpu();
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT,
                "%-26s %10s %11s %10s %14s %14s%n",
                "",
                "us",
                "+- (99.9 %)",
                "CPU us",
                "of reference",
                "of TensorFlow"));
        times.forEach((name, time) -> table.append(String.format(
                Locale.ROOT,
                "%-26s %10.1f %11.1f %10.1f %14.2f %14.2f%n",
                name,
                time.elapsed(),
                time.error(),
                time.cpu(),
                time.cpu() / reference,
                time.cpu() / tensorFlow)));
        return table.toString();
    }
}
