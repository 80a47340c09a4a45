package io.gradhil.allure.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apiguardian.api.API;

/** {@code java -jar allure-report.jar RESULTS FOLDER FILE HISTORY}; {@code ci/report.sh} calls it. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class ReportCommand {
    private static final int USAGE = 2;

    private ReportCommand() {}

    /** Makes the report; exit code 0, 1 if it could not, 2 for wrong usage. */
    public static void main(String[] arguments) {
        PrintWriter out =
                new PrintWriter(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(arguments, System.getenv(), out));
    }

    static int run(String[] arguments, Map<String, String> environment, PrintWriter out) {
        if (arguments.length != 4) {
            out.println("usage: allure-report RESULTS FOLDER FILE HISTORY");
            return USAGE;
        }
        Path results = Path.of(arguments[0]);
        Path file = Path.of(arguments[2]);
        try {
            new AllureReport(results, Path.of(arguments[3]), environment, out::println)
                    .write(Path.of(arguments[1]), file);
            out.println("report: " + file);
            return 0;
        } catch (IOException | RuntimeException e) {
            out.println("report: not written, the test results stand: " + reason(e));
            return 1;
        }
    }

    /** Returns what is at the bottom of it, in one line. */
    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ", "
                + String.valueOf(cause.getMessage()).replace('\n', ' ');
    }
}
