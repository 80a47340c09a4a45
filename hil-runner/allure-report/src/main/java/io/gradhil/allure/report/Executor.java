package io.gradhil.allure.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.qameta.allure.entity.ExecutorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who ran the tests, as a report shows it and counts the runs of its trend: a CI, by what it says of itself, or a person. */
final class Executor {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Executor() {}

    /** Writes {@code executor.json} beside results, unless it is there. */
    static void write(Path results, Path history, Map<String, String> environment) throws IOException {
        Path file = results.resolve("executor.json");
        if (Files.isDirectory(results) && !Files.exists(file)) {
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), of(environment, history));
        }
    }

    private static ExecutorInfo of(Map<String, String> environment, Path history) throws IOException {
        @Nullable Long github = number(environment.get("GITHUB_RUN_NUMBER"));
        @Nullable Long gitlab = number(environment.get("CI_PIPELINE_IID"));
        if (github != null) {
            String repository = environment.get("GITHUB_SERVER_URL") + "/" + environment.get("GITHUB_REPOSITORY");
            return run("GitHub Actions", "github", github)
                    .setUrl(repository)
                    .setBuildUrl(repository + "/actions/runs/" + environment.get("GITHUB_RUN_ID"));
        }
        if (gitlab != null) {
            return run("GitLab CI", "gitlab", gitlab)
                    .setUrl(environment.get("CI_PROJECT_URL"))
                    .setBuildUrl(environment.get("CI_JOB_URL"));
        }
        return run("by hand or cron", "local", 1 + lastRun(history));
    }

    private static ExecutorInfo run(String name, String type, long number) {
        return new ExecutorInfo()
                .setName(name)
                .setType(type)
                .setBuildOrder(number)
                .setBuildName("run " + number);
    }

    private static @Nullable Long number(@Nullable String text) {
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    /** Returns the highest number of a run that the trend knows, or how many runs it has if they have none. */
    private static long lastRun(Path history) throws IOException {
        Path trend = history.resolve("history-trend.json");
        if (!Files.exists(trend)) {
            return 0;
        }
        JsonNode runs = JSON.readTree(trend.toFile());
        long last = runs.size();
        for (JsonNode run : runs) {
            last = Math.max(last, run.path("buildOrder").asLong());
        }
        return last;
    }
}
