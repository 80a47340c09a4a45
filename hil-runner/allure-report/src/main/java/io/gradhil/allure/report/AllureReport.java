package io.gradhil.allure.report;

import io.qameta.allure.ConfigurationBuilder;
import io.qameta.allure.Extension;
import io.qameta.allure.ReportGenerationException;
import io.qameta.allure.ReportGenerator;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.ga.GaPlugin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/** Makes a report of one run's results, beside the history of the runs before. Nothing is sent to anyone, now or when it is read. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class AllureReport {
    /** Of the counting service that Allure's page would ask. */
    private static final Pattern ANALYTICS = Pattern.compile(
            "<script async src=\"https://www\\.googletagmanager\\.com[^>]*></script>|<script>\\s*window\\.dataLayer.*?</script>",
            Pattern.DOTALL);

    private static final String HISTORY = "history";

    private final Path results;
    private final Path history;
    private final Map<String, String> environment;
    private final Consumer<String> said;

    /**
     * Takes the places.
     *
     * @param results what the tests have written; the history of former runs is added to it
     * @param history kept from run to run; created by the first one
     * @param environment of the process; a CI says in it which run this is
     * @param said hears in one line of a part of the history that is damaged
     */
    public AllureReport(Path results, Path history, Map<String, String> environment, Consumer<String> said) {
        this.results = results;
        this.history = history;
        this.environment = environment;
        this.said = said;
    }

    /**
     * Writes the report and keeps its history. A report that is there already is replaced once the new one is whole.
     *
     * @param folder for a web server
     * @param file the same in one file, which a browser opens from the disk
     * @throws IOException if something cannot be read or written
     */
    public void write(Path folder, Path file) throws IOException {
        Path fresh = beside(folder, ".new");
        Path single = beside(folder, ".single");
        try {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            ReportFiles.delete(fresh);
            ReportFiles.delete(single);
            KeptHistory.repair(history, said);
            Executor.write(results, history, environment);
            ReportFiles.copy(history, results.resolve(HISTORY));
            generate(fresh, single);
            withoutAnalytics(fresh.resolve("index.html"));
            withoutAnalytics(single.resolve("index.html"));
            ReportFiles.delete(folder);
            Files.move(fresh, folder);
            Files.move(single.resolve("index.html"), file, StandardCopyOption.REPLACE_EXISTING);
            ReportFiles.copy(folder.resolve(HISTORY), history);
        } catch (ReportGenerationException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            ReportFiles.delete(fresh);
            ReportFiles.delete(single);
        }
    }

    private static Path beside(Path folder, String ending) {
        return folder.toAbsolutePath().resolveSibling(folder.getFileName() + ending);
    }

    private void generate(Path fresh, Path single) {
        ReportGenerator generator = new ReportGenerator(configuration());
        generator.generate(fresh, List.of(results));
        generator.generateSingleFile(single, List.of(results));
    }

    private static Configuration configuration() {
        List<Extension> all = ConfigurationBuilder.bundled().build().getExtensions(Extension.class);
        List<Extension> quiet = all.stream()
                .filter(extension -> !(extension instanceof GaPlugin))
                .toList();
        return ConfigurationBuilder.empty()
                .withExtensions(quiet)
                .withReportName("GradHIL")
                .build();
    }

    private static void withoutAnalytics(Path page) throws IOException {
        String html = Files.readString(page, StandardCharsets.UTF_8);
        Files.writeString(page, ANALYTICS.matcher(html).replaceAll(""), StandardCharsets.UTF_8);
    }
}
