package io.gradhil.allure.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.Deadline;
import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.TestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTests {
    private static final int TESTS = 200;
    /** Of the largest attachment, the errors of 2,945 gradients. */
    private static final int ATTACHMENT_BYTES = 80_000;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private Map<String, String> environment = Map.of();

    private int run(Path report, Path history) {
        String[] arguments = {
            folder.resolve("results").toString(), report.toString(), report + ".html", history.toString()
        };
        return ReportCommand.run(arguments, environment, new PrintWriter(out, true));
    }

    private void results(int tests) {
        AllureLifecycle lifecycle = new AllureLifecycle(new FileSystemResultsWriter(folder.resolve("results")));
        Random random = new Random(1);
        for (int i = 0; i < tests; i++) {
            TestResult test = new TestResult()
                    .setUuid("test-" + i)
                    .setHistoryId("test-" + i)
                    .setName("test " + i);
            lifecycle.scheduleTestCase(test);
            lifecycle.startTestCase(test.getUuid());
            String source = "picture-" + i + ".svg";
            StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"");
            while (svg.length() < ATTACHMENT_BYTES) {
                svg.append('M')
                        .append(random.nextInt(640))
                        .append(' ')
                        .append(random.nextInt(300))
                        .append("h4v4h-4z");
            }
            lifecycle.writeAttachment(
                    source,
                    new ByteArrayInputStream(svg.append("\"/></svg>").toString().getBytes()));
            lifecycle.updateTestCase(test.getUuid(), result -> result.setStatus(Status.PASSED)
                    .setAttachments(List.of(new Attachment()
                            .setName("errors")
                            .setType("image/svg+xml")
                            .setSource(source))));
            lifecycle.stopTestCase(test.getUuid());
            lifecycle.writeTestCase(test.getUuid());
        }
    }

    @Test
    void report_of_200_tests_with_pictures_is_small() throws IOException {
        results(TESTS);

        Deadline taken = Deadline.after(Duration.ZERO);
        int exitCode = run(folder.resolve("report"), folder.resolve("history"));

        System.out.printf(
                "report of %d tests with pictures: %.1f s, folder %.1f MiB, single file %.1f MiB%n",
                TESTS,
                taken.elapsed().toMillis() / 1000.0,
                size(folder.resolve("report")) / (double) (1 << 20),
                size(folder.resolve("report.html")) / (double) (1 << 20));
        assertThat(exitCode).isZero();
        assertThat(size(folder.resolve("report"))).isLessThan(30L << 20);
        assertThat(size(folder.resolve("report.html"))).isLessThan(30L << 20);
    }

    private static long size(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void report_that_cannot_be_written_is_said_in_one_line() throws IOException {
        results(1);
        Path inside = Files.writeString(folder.resolve("file"), "").resolve("report");

        int exitCode = run(inside, folder.resolve("history"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(out.toString())
                .isEqualTo("report: not written, the test results stand: FileAlreadyExistsException, "
                        + folder.resolve("file") + "\n");
    }

    /** Another process may write no file larger than 500 KiB, as if the disk were full then. */
    @Test
    void report_on_a_full_disk_is_said_in_one_line_and_the_former_one_stays() throws Exception {
        results(1);
        run(folder.resolve("report"), folder.resolve("history"));
        String former = Files.readString(folder.resolve("report/index.html"));
        ReportFiles.delete(folder.resolve("results"));
        results(20);

        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 1000; exec \"$@\"",
                        "sh",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReportCommand.class.getName(),
                        folder.resolve("results").toString(),
                        folder.resolve("report").toString(),
                        folder.resolve("report.html").toString(),
                        folder.resolve("history").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).isEqualTo("report: not written, the test results stand: IOException, File too large\n");
        assertThat(folder.resolve("report/index.html")).hasContent(former);
    }

    @Test
    void report_where_nothing_may_be_written_is_said_in_one_line() throws IOException {
        results(1);

        int exitCode = run(Path.of("/proc/report"), folder.resolve("history"));

        assertThat(exitCode).isEqualTo(1);
        assertThat(out)
                .hasToString("report: not written, the test results stand: NoSuchFileException, /proc/report.new\n");
    }

    @Test
    void history_grows_by_one_for_each_run() throws IOException {
        results(1);
        for (int i = 0; i < 2; i++) {
            run(folder.resolve("report"), folder.resolve("history"));
        }

        assertThat(Files.readString(folder.resolve("report/widgets/history-trend.json"))
                        .split("\"total\""))
                .hasSize(3);
    }

    private Path history(String name) {
        return folder.resolve("history").resolve(name);
    }

    @Test
    void damaged_history_is_kept_aside_and_the_report_made() throws IOException {
        results(1);
        run(folder.resolve("report"), folder.resolve("history"));
        Files.writeString(history("history.json"), "{\"cut off");
        Files.writeString(history("history-trend.json"), "[] \0\0");
        Files.writeString(history("duration-trend.json"), "");
        Files.writeString(history("retry-trend.json"), "7");
        out.getBuffer().setLength(0);

        int exitCode = run(folder.resolve("report"), folder.resolve("history"));

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        said("duration-trend.json"),
                        said("history-trend.json"),
                        said("history.json"),
                        said("retry-trend.json"),
                        "report: " + folder.resolve("report.html"));
        assertThat(history("history.json.aside")).hasContent("{\"cut off");
        assertThat(history("history.json")).exists();
    }

    private String said(String name) {
        return "The history " + history(name) + " is damaged: kept as " + name + ".aside, the report goes on without";
    }

    private String executor() throws IOException {
        ReportFiles.delete(folder.resolve("results"));
        results(1);
        run(folder.resolve("report"), folder.resolve("history"));
        return Files.readString(folder.resolve("report/widgets/executors.json"));
    }

    @Test
    void github_says_which_run_it_is() throws IOException {
        environment = Map.of(
                "GITHUB_RUN_NUMBER", "12",
                "GITHUB_SERVER_URL", "https://github.example.org",
                "GITHUB_REPOSITORY", "lab/gradhil",
                "GITHUB_RUN_ID", "345");

        assertThat(executor())
                .contains(
                        "\"name\":\"GitHub Actions\"",
                        "\"type\":\"github\"",
                        "\"buildOrder\":12,\"buildName\":\"run 12\"",
                        "\"buildUrl\":\"https://github.example.org/lab/gradhil/actions/runs/345\"");
    }

    @Test
    void gitlab_says_which_run_it_is() throws IOException {
        environment = Map.of(
                "CI_PIPELINE_IID", "9",
                "CI_PROJECT_URL", "https://gitlab.example.org/lab/gradhil",
                "CI_JOB_URL", "https://gitlab.example.org/lab/gradhil/-/jobs/7");

        assertThat(executor())
                .contains(
                        "\"name\":\"GitLab CI\"",
                        "\"type\":\"gitlab\"",
                        "\"buildOrder\":9,\"buildName\":\"run 9\"",
                        "\"buildUrl\":\"https://gitlab.example.org/lab/gradhil/-/jobs/7\"");
    }

    @Test
    void runs_outside_of_a_ci_are_counted() throws IOException {
        environment = Map.of("GITHUB_RUN_NUMBER", "none", "CI_PIPELINE_IID", "");

        assertThat(executor()).contains("\"name\":\"by hand or cron\"", "\"buildOrder\":1,");
        assertThat(executor()).contains("\"buildOrder\":2,\"buildName\":\"run 2\"");
    }
}
