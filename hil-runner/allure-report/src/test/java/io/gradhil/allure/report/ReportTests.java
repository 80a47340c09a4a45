package io.gradhil.allure.report;

import io.gradhil.testing.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Three nights on the virtual board, their report in a real browser. Screenshots are left in {@code target/screenshots}. */
@Isolated
class ReportTests {
    private static final Path PLACE = Path.of("target/nights").toAbsolutePath();
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Map<String, String> PROPERTIES = new TreeMap<>();
    /** Which night it is; the number that is wrong is so from the second one on. */
    static int night;

    private static Browser browser;

    @BeforeAll
    static void threeNights() throws Exception {
        browser = Browser.start();
        ReportFiles.delete(PLACE);
        set("hil.ccpp", "synthetic");
        for (night = 1; night <= 3; night++) {
            Path results = PLACE.resolve("results-" + night);
            set("allure.results.directory", results.toString());
            set("hil.board", "virtual");
            run(NightTestCase.class);
            set("hil.board", "nucleo-at-the-window");
            run(MissingBoardTestCase.class);
            new AllureReport(results, PLACE.resolve("history")).write(report(), single());
        }
    }

    @AfterAll
    static void cleanUp() throws IOException {
        PROPERTIES.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        if (browser != null) {
            browser.close();
        }
    }

    private static void set(String name, String value) {
        PROPERTIES.putIfAbsent(name, System.getProperty(name, ""));
        System.setProperty(name, value);
    }

    private static void run(Class<?> tests) {
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(LauncherDiscoveryRequestBuilder.request()
                            .selectors(DiscoverySelectors.selectClass(tests))
                            .build());
        }
    }

    private static Path report() {
        return PLACE.resolve("report");
    }

    private static Path single() {
        return PLACE.resolve("report.html");
    }

    @Test
    void placeholder() throws Exception {
        browser.screen(1400, 1000, false);
        browser.open(single().toUri());
        browser.awaitTrue("document.querySelector('.widget, [data-id]') !== null");
        Files.writeString(Path.of("target/overview.html"), browser.evaluate("document.body.outerHTML"));
    }
}
