package io.gradhil.allure.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gradhil.testing.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
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

    /** Allure shows an SVG attachment as a document within the page. */
    private static final String SHOWS_SVG =
            "object => object.contentDocument && object.contentDocument.documentElement.nodeName === 'svg'"
                    + " && object.contentDocument.querySelector('path') !== null && object.clientWidth > 0";

    private static Browser browser;
    private static HttpServer server;

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
            set("hil.board", "attic");
            run(MissingBoardTestCase.class);
            new AllureReport(results, PLACE.resolve("history"), gitlab(), System.out::println)
                    .write(PLACE.resolve("report"), single());
        }
        serve();
    }

    private static Map<String, String> gitlab() {
        return Map.of(
                "CI_PIPELINE_IID", "" + (40 + night),
                "CI_PROJECT_URL", "https://gitlab.example.org/lab/gradhil",
                "CI_JOB_URL", "https://gitlab.example.org/lab/gradhil/-/jobs/7");
    }

    private static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            Path file = PLACE.resolve("report").resolve(path.equals("/") ? "index.html" : path.substring(1));
            boolean found = Files.isRegularFile(file);
            exchange.getResponseHeaders().set("Content-Type", type(file.toString()));
            byte[] bytes = found ? Files.readAllBytes(file) : new byte[] {'?'};
            exchange.sendResponseHeaders(found ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    private static String type(String file) {
        String[] types = {
            "html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml", "png", "image/png"
        };
        for (int i = 0; i < types.length; i += 2) {
            if (file.endsWith("." + types[i])) {
                return types[i + 1];
            }
        }
        return "application/octet-stream";
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
        if (server != null) {
            server.stop(0);
        }
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

    private static Path single() {
        return PLACE.resolve("report.html");
    }

    private static void open(String route, String awaited) {
        browser.screen(1400, route.startsWith("testresult") ? 2400 : 900, false);
        browser.open(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/#" + route));
        browser.awaitTrue("document.body.innerText.toLowerCase().includes('" + awaited + "')");
    }

    /** Opens the page of a test, its steps and their attachments unfolded. */
    private static void openTest(String name) {
        open("", "trend");
        String uid = browser.evaluate("fetch('data/suites.json').then(answer => answer.json()).then(tree => {"
                + "const all = node => node.children ? node.children.flatMap(all) : [node];"
                + "return all(tree).find(test => test.name === '" + name + "').uid; })");
        open("testresult/" + uid, name);
        browser.evaluate(
                "document.querySelectorAll('.step:not(.step_expanded) > .step__title_hasContent').forEach(title => title.click())");
        browser.evaluate("document.querySelectorAll('.attachment-row').forEach(row => row.click())");
        browser.awaitTrue("[...document.images].every(image => image.complete)");
        browser.awaitTrue("[...document.querySelectorAll('object')].every(" + SHOWS_SVG + ")");
        browser.awaitTrue("!document.querySelector('.attachment-row__preview .spinner')");
    }

    private static String text() {
        return browser.evaluate("document.body.innerText");
    }

    @Test
    void overview_has_categories_environment_and_the_trend_of_three_nights() throws Exception {
        open("", "trend");
        browser.awaitTrue("document.querySelectorAll('.history-trend .trend__area').length > 0");
        browser.screenshot(SCREENSHOTS.resolve("allure-overview.png"));

        assertThat(text())
                .contains(
                        "Numbers wrong", "Firmware crashed", "Probe or board missing", "Infrastructure needed a retry")
                .contains("board virtual", "board attic", "UID", "firmware", "commit", "OpenOCD");
        assertThat(text()).as("whose runs these are").contains("#41", "#42", "#43", "GitLab CI", "run 43");
        assertThat(browser.evaluate("[...document.links].map(link => link.href).join()"))
                .contains("https://gitlab.example.org/lab/gradhil/-/jobs/7");
        assertThat(browser.evaluate("fetch('widgets/history-trend.json').then(a => a.json()).then(t => t.length)"))
                .isEqualTo("3");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void each_failure_is_in_the_category_of_its_cause() throws Exception {
        open("categories", "numbers wrong");
        browser.screenshot(SCREENSHOTS.resolve("allure-categories.png"));

        assertThat(browser.evaluate("fetch('data/categories.json').then(a => a.json()).then(tree => {"
                        + "const all = node => node.children ? node.children.flatMap(all) : [node.name];"
                        + "return tree.children.map(c => c.name + ': ' + all(c).join()).sort().join('; '); })"))
                .contains("Firmware crashed: c firmware crashes;")
                .containsPattern("Infrastructure needed a retry: [^;]*d a frame is damaged")
                .contains("Numbers wrong: b gradients match;")
                .contains("Probe or board missing: a board is there")
                .doesNotContain("Framework error");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void wrong_number_shows_its_picture_before_the_words() throws Exception {
        openTest("b gradients match");
        browser.screenshot(SCREENSHOTS.resolve("allure-wrong-number.png"));

        assertThat(browser.evaluate("[...document.images].filter(image => image.naturalWidth === 0).length"))
                .as("broken pictures")
                .isEqualTo("0");
        assertThat(browser.evaluate("document.images.length")).isEqualTo("2");
        assertThat(browser.evaluate("document.querySelectorAll('object').length"))
                .as("memory map, errors, zscores")
                .isEqualTo("3");
        assertThat(browser.evaluate("(() => { const picture = document.querySelector('img');"
                        + "const words = [...document.querySelectorAll('pre')].find(p => p.offsetParent && p.innerText.includes('beside it'));"
                        + "return (picture.compareDocumentPosition(words) & 4) !== 0; })()"))
                .isEqualTo("true");
        assertThat(text()).contains("wire log", "Error of each gradient", "Zscores of the gradients");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void training_has_its_loss_curves_as_svg_and_png() throws Exception {
        openTest("a loss curve is that of the reference");
        browser.screenshot(SCREENSHOTS.resolve("allure-training.png"));

        assertThat(browser.evaluate("[...document.images].map(image => image.naturalWidth).join()"))
                .as("the curves as PNG, twice as dense as drawn")
                .isEqualTo("1280");
        assertThat(browser.evaluate("document.querySelectorAll('object').length"))
                .as("memory map, loss curves, their difference")
                .isEqualTo("3");
        assertThat(text()).contains("flash: virtual", "batch: 27 more", "together");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void crash_has_its_diagnosis_and_wire_log() throws Exception {
        openTest("c firmware crashes");
        browser.screenshot(SCREENSHOTS.resolve("allure-crash.png"));

        assertThat(text()).contains("diagnosis", "wire log", "> FAULT", "UsageFault");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void single_file_opens_from_the_disk_and_asks_for_nothing() throws Exception {
        browser.screen(1400, 1000, false);
        browser.open(single().toUri());
        browser.awaitTrue("document.body.innerText.includes('Numbers wrong')");

        assertThat(browser.requests()).noneMatch(address -> address.startsWith("http"));
        assertThat(browser.errors()).isEmpty();
        assertThat(Files.readString(single())).doesNotContain("googletagmanager");
    }
}
