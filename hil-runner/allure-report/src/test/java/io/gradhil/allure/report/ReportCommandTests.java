package io.gradhil.allure.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.qameta.allure.AllureLifecycle;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.TestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    private int run(Path report, Path history) {
        String[] arguments = {
            folder.resolve("results").toString(), report.toString(), report + ".html", history.toString()
        };
        return ReportCommand.run(arguments, new PrintWriter(out, true));
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

        int exitCode = run(folder.resolve("report"), folder.resolve("history"));

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
                .startsWith("report: not written, the test results stand: ")
                .containsOnlyOnce("\n");
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
}
