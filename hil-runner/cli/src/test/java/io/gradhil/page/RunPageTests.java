package io.gradhil.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.Board;
import io.gradhil.board.BoardProvider;
import io.gradhil.board.Boards;
import io.gradhil.core.FirmwareImage;
import io.gradhil.cost.Budgets;
import io.gradhil.firmware.Firmware;
import io.gradhil.protocol.Frame;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.data.Ccpp;
import io.gradhil.reference.data.CcppSplit;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.testing.Browser;
import io.gradhil.testing.FrameTap;
import io.gradhil.testing.Tools;
import io.gradhil.training.EpochLoss;
import io.gradhil.training.McuTrainer;
import io.gradhil.training.TrainingPlan;
import io.gradhil.training.TrainingReport;
import io.gradhil.training.TrainingRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page in a real browser. Screenshots are left in {@code target/screenshots}. */
class RunPageTests {
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final NetworkSpec SPEC = NetworkSpec.parse("4-64-32-16-1", Activation.RELU, new Sgd(0.03f));
    private static final int READ_REPLY = 0x85;
    private static final int GRADIENT_FRAMES_OF_A_BATCH = 12;
    private static CcppSplit data;
    private static Browser browser;

    @BeforeAll
    static void prepare() throws Exception {
        browser = Browser.start();
        Tools.need("cc", "cmake");
        String before = System.getProperty("hil.ccpp", "");
        System.setProperty("hil.ccpp", "synthetic");
        data = Ccpp.find().split(1);
        if (before.isEmpty()) {
            System.clearProperty("hil.ccpp");
        } else {
            System.setProperty("hil.ccpp", before);
        }
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    /** Trains on the board {@code host}, whose replies may be falsified. */
    private static RunRecord train(UnaryOperator<Frame> falsify) {
        RunRecord run = new RunRecord();
        BoardProvider provider = Boards.named("host");
        FirmwareImage image = Firmware.image(provider.target());
        try (Board board = provider.open()) {
            board.flash(image);
            FrameTap tap = new FrameTap(board.link());
            McuClient client = McuClient.connect(tap, "host", board::state, image.id(), Duration.ofSeconds(10), run);
            tap.falsify(falsify);
            TrainingPlan plan = new TrainingPlan(SPEC, 2, 128, 1, 1);
            Map<String, String> facts = Map.of("firmware", image.id().toString(), "data", "SYNTHETIC");
            run.onSetting(new RunSetting("host", plan, data.targetScaleMegawatt(), "./hil train --board host", facts));
            TrainingReport report = TrainingRun.run(new McuTrainer(client), plan, data, run);
            run.onEnd(
                    report,
                    RunCost.of(data, plan, report.batches(), report.heldOut().isPresent(), client.stats()));
        }
        return run;
    }

    private static URI written(RunRecord run, String name) throws IOException {
        Path file = Path.of("target", name + ".html").toAbsolutePath();
        new RunPage(run).write(file);
        return file.toUri();
    }

    private static void look(URI page, String name) throws IOException {
        for (int width : new int[] {400, 1400}) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.screen(width, 900, dark);
                browser.open(page);
                assertThat(browser.requests()).containsExactly(page.toString());
                assertThat(browser.errors()).isEmpty();
                assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("nothing sticks out at " + width)
                        .isEqualTo("true");
                assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
                        .isEqualTo(dark ? "rgb(13, 15, 18)" : "rgb(245, 246, 248)");
                browser.screenshot(SCREENSHOTS.resolve(name + "-" + width + (dark ? "-dark" : "-light") + ".png"));
            }
        }
    }

    @Test
    void page_of_a_run_that_passed_is_readable_on_phone_and_desk_light_and_dark() throws Exception {
        URI page = written(train(UnaryOperator.identity()), "run-passed");

        look(page, "run-passed");

        assertThat(browser.evaluate("document.querySelector('.verdict').innerText"))
                .isEqualTo("PASS");
        assertThat(browser.evaluate("document.querySelectorAll('figure svg').length"))
                .isEqualTo("5");
        assertThat(browser.evaluate("[...document.querySelectorAll('h2')].map(h => h.innerText).join()"))
                .isEqualTo("Loss,Gradients,Memory,Loss by epoch,Gradients by layer,Time,To do it again");
        assertThat(browser.evaluate("document.body.innerText")).contains("held-out RMSE", "dense4.bias", "./hil train");
    }

    @Test
    void page_of_a_wrong_number_shows_the_picture_before_the_words() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        RunRecord run = train(frame -> {
            if (frame.type() != READ_REPLY || seen.incrementAndGet() != 3 * GRADIENT_FRAMES_OF_A_BATCH + 5) {
                return frame;
            }
            byte[] payload = frame.payload().clone();
            payload[4 * 100 + 3] ^= (byte) 0x80;
            return new Frame(frame.type(), frame.sequence(), frame.nonce(), payload);
        });
        URI page = written(run, "run-failed");

        look(page, "run-failed");

        assertThat(browser.evaluate("document.querySelector('.verdict').innerText"))
                .isEqualTo("FAIL");
        assertThat(browser.evaluate("document.querySelector('section').innerText"))
                .startsWith("What is wrong")
                .contains("gradient: 1 of 2,945 beyond the limit");
        assertThat(browser.evaluate("document.querySelector('section svg').compareDocumentPosition("
                        + "document.querySelector('section pre')) & Node.DOCUMENT_POSITION_FOLLOWING"))
                .isNotEqualTo("0");
    }

    @Test
    void page_of_a_run_that_broke_off_says_what_happened() throws Exception {
        RunRecord run = new RunRecord();
        run.onError("No reply to BATCH within 10 s on board <nucleo>\n  Seen: nothing");

        browser.open(written(run, "run-broken"));

        assertThat(browser.evaluate("document.querySelector('pre').innerText"))
                .isEqualTo("No reply to BATCH within 10 s on board <nucleo>\n  Seen: nothing");
        assertThat(browser.evaluate("document.querySelector('.verdict').innerText"))
                .isEqualTo("BROKEN");
    }

    @Test
    void page_shows_the_budgets_of_the_firmware_and_what_exceeds_them() throws Exception {
        RunRecord run = train(UnaryOperator.identity());
        RunCost cost = run.cost;
        List<Budgets.Line> lines =
                List.of(new Budgets.Line("flash", 15_068, 16_384), new Budgets.Line("step_cycles", 930_000, 920_000));
        run.onEnd(run.report, new RunCost(cost.counters(), cost.trained(), cost.evaluated(), cost.updates(), lines));

        URI page = written(run, "run-budgets");
        look(page, "run-budgets");

        assertThat(browser.evaluate(
                        "[...document.querySelectorAll('.figures table tr')].map(r => r.innerText).join('; ')"))
                .isEqualTo("budget\tused\tof\tshare; flash, bytes\t15,068\t16,384\t92 %;"
                        + " whole step, cycles\t930,000\t920,000\t101 %, EXCEEDED");
    }

    @Test
    void page_needs_nothing_else_on_paper() throws Exception {
        URI page = written(train(UnaryOperator.identity()), "run-printed");

        browser.open(page);

        assertThat(Files.readString(Path.of(page)).replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:", "https:", "<script", "@import", "<img", "<link rel=\"style");
        assertThat(browser.call("Page.printToPDF", "\"printBackground\":false")).contains("\"data\":\"JVBERi");
    }

    @Test
    void live_page_follows_the_run_to_its_end() throws Exception {
        RunRecord run = new RunRecord();
        try (PageServer server = PageServer.start(run)) {
            assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
            browser.screen(1400, 900, false);
            browser.open(server.address());
            browser.awaitTrue("document.querySelector('.verdict').innerText === 'RUNNING'");

            run.onBatchLoss(new EpochLoss(0.5, 0.5));
            run.onBatch(1, 1, 4, new EpochLoss(0.5, 0.5));

            browser.awaitTrue("document.querySelector('header').innerText.includes('1 of 4 batches trained')");
            run.onError("ended");
        }
        browser.awaitTrue("document.querySelector('.verdict').innerText === 'BROKEN'");
        assertThat(browser.requests()).allMatch(address -> address.startsWith("http://127.0.0.1:"));
        assertThat(browser.errors()).isEmpty();
    }
}
