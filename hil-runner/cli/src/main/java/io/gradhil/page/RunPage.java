package io.gradhil.page;

import io.gradhil.chart.Drawing;
import io.gradhil.judge.Comparison;
import io.gradhil.judge.ShouldMatchReference;
import io.gradhil.picture.ComparisonPictures;
import io.gradhil.picture.MemoryPicture;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/** Writes the page of a run: one file, without script, that loads nothing. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class RunPage {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 240;
    private static final int MAP_HEIGHT = 360;

    private final RunRecord run;
    private final RunTables tables;

    /** Shows a run, which may still go on. */
    public RunPage(RunRecord run) {
        this.run = run;
        this.tables = new RunTables(run);
    }

    /**
     * Writes the page, and the folder around it.
     *
     * @throws IOException if it cannot; what was trained is none the worse
     */
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, html(""), StandardCharsets.UTF_8);
    }

    /** Returns the whole page; {@code script} is empty for a file. */
    String html(String script) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="icon" href="data:,">
                <style>
                %s</style>
                </head>
                <body>
                %s
                %s
                </body>
                </html>
                """.formatted(Html.escape(run.look(this::title)), style(), main(), script);
    }

    private static String style() {
        try (InputStream css = RunPage.class.getResourceAsStream("page.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private String title() {
        return run.setting == null
                ? "hil train"
                : run.setting.plan().spec().toString().split(" ")[0] + " on board " + run.setting.board();
    }

    /** Returns the part of the page that changes while a run goes on. */
    String main() {
        return run.look(() -> "<main data-finished=\"" + run.finished() + "\">\n" + header() + trouble()
                + tables.tiles()
                + pictures() + tables.epochs() + tables.parameters() + tables.times()
                + tables.setting() + footer()
                + "</main>");
    }

    private String header() {
        String verdict = tables.verdict();
        return String.format(
                "<header><p class=\"verdict %s\">%s</p><h1>%s</h1><p>%s</p></header>%n",
                verdict.toLowerCase(Locale.ROOT), verdict, Html.escape(title()), Html.escape(tables.summary()));
    }

    /** Wrong numbers: first the pictures, then what is to be said of them. */
    private String trouble() {
        if (run.error != null) {
            return Html.section("What happened", "<pre>" + Html.escape(run.error) + "</pre>");
        }
        if (run.report == null || run.report.failures().isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder();
        for (Comparison failure : run.report.failures()) {
            html.append(figures(ComparisonPictures.all(failure, WIDTH, HEIGHT)))
                    .append("<pre>")
                    .append(Html.escape(ShouldMatchReference.message(failure)));
            html.append("</pre>");
        }
        return Html.section("What is wrong", html.toString());
    }

    private String pictures() {
        if (run.batches == 0) {
            return "";
        }
        String curves = figures(List.of(run.losses.losses(WIDTH, HEIGHT), run.losses.difference(WIDTH, HEIGHT)));
        if (run.lastJudged == null) {
            return Html.section("Loss", curves);
        }
        Drawing zscores = ComparisonPictures.zscores(run.zscores, WIDTH, HEIGHT);
        Drawing errors = ComparisonPictures.errors(run.lastJudged, WIDTH, MAP_HEIGHT);
        String note = "<p class=\"note\">The map shows the last batch that was judged.</p>";
        return Html.section("Loss", curves)
                + Html.section("Gradients", figures(List.of(zscores, errors)) + note)
                + memory();
    }

    /** What the network takes, and beside it what the firmware does. */
    private String memory() {
        if (run.memory == null) {
            return "";
        }
        String picture = "<figure>" + MemoryPicture.of(run.memory, WIDTH).svg() + "</figure>";
        String budgets = tables.budgets();
        return budgets.isEmpty()
                ? Html.section("Memory", "<div class=\"figures\">" + picture + "</div>")
                : Html.section(
                        "Memory and budgets", "<div class=\"figures\">" + picture + "<div>" + budgets + "</div></div>");
    }

    private static String figures(List<Drawing> drawings) {
        if (drawings.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<div class=\"figures\">");
        drawings.forEach(
                drawing -> html.append("<figure>").append(drawing.svg()).append("</figure>\n"));
        return html.append("</div>").toString();
    }

    private static String footer() {
        return "<footer>GradHIL. Board: what the microcontroller computed. Reference: the same in double precision,"
                + " trained by itself from the same start. A zscore is an error in units of the standard deviation that"
                + " float32 rounding makes probable.</footer>\n";
    }
}
