package io.gradhil.suites.regression;

import static org.assertj.core.api.Assertions.fail;

import io.gradhil.history.Budget;
import io.gradhil.history.Budget.Direction;
import io.gradhil.history.Figure;
import io.gradhil.history.History;
import io.gradhil.picture.FigurePicture;
import io.gradhil.process.ToolRun;
import io.gradhil.report.Attachment;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Figures of this run beside those of the runs before: {@code mvn verify -Pregression}. The history is the file that
 * {@code gradhil.history} names, {@code .history/figures.tsv} if none; this run is added to it, whatever the verdict.
 */
@Tag("hil")
@Tag("regression")
@Isolated
class RegressionTests {
    private static final Budget EXACT =
            new Budget(Direction.BOTH, 1e-6, "the same arithmetic on the same data gives the same loss");
    private static final Budget ROUNDING = new Budget(
            Direction.UP, 0.1, "another order of summation moves it by some percent, a wrong digit by factors");
    private static final Budget CYCLES =
            new Budget(Direction.UP, 0.02, "a batch that meets more interrupts takes some cycles more, below 1 %");
    private static final Budget BYTES =
            new Budget(Direction.UP, 0.02, "what grows by more was meant to, or is a mistake");
    private static final Budget WIRE =
            new Budget(Direction.DOWN, 0.01, "a frame that is sent again costs less; a protocol that grows costs more");

    private static final Budget TIME = new Budget(Direction.UP, 2, "on a shared machine a time may double, not triple");

    private static final Map<String, Budget> BUDGETS = budgets();

    private static Measurement now;
    private static History history;

    private static Map<String, Budget> budgets() {
        Map<String, Budget> budgets = new LinkedHashMap<>();
        budgets.put("loss after " + Measurement.STEPS + " steps", EXACT);
        budgets.put("RMS of the zscores", ROUNDING);
        budgets.put("cycles of the forward pass", CYCLES);
        budgets.put("cycles of the backward pass", CYCLES);
        budgets.put("cycles of the update", CYCLES);
        budgets.put("efficiency of the link", WIRE);
        budgets.put("stack in use", BYTES);
        budgets.put("memory of the network", BYTES);
        budgets.put("size of the image", BYTES);
        budgets.put("time to flash", TIME);
        return budgets;
    }

    static Iterable<String> names() {
        return BUDGETS.keySet();
    }

    @BeforeAll
    static void measure() {
        history = History.read(file(), System.out::println);
        now = Measurement.take();
    }

    private static Path file() {
        String root = System.getProperty("gradhil.root", ".");
        return Path.of(System.getProperty("gradhil.history", root + "/.history/figures.tsv"));
    }

    @AfterAll
    static void keep() {
        if (now != null) {
            String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            history.append(time, commit(), now.board(), now.figures());
        }
    }

    private static String commit() {
        List<String> command =
                List.of("git", "-C", System.getProperty("gradhil.root", "."), "rev-parse", "--short", "HEAD");
        return ToolRun.watch(command, Duration.ofSeconds(10), line -> {})
                .output()
                .strip();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void figure_is_within_its_budget_of_the_last_30_runs(String name) {
        Figure figure = now.figure(name);
        List<Double> before = history.last(now.board(), name);

        show(figure, before);

        BUDGETS.get(name).judge(figure, before).ifPresent(message -> fail("%s", message));
    }

    private static void show(Figure figure, List<Double> before) {
        Budget budget = BUDGETS.get(figure.name());
        boolean passes = budget.judge(figure, before).isEmpty();
        String what =
                figure.name() + " " + figure.value() + " " + figure.unit() + ", " + before.size() + " runs before";
        StepListener.installed()
                .onStep(new Step("figure", what, Duration.ZERO)
                        .as(passes ? Outcome.PASSED : Outcome.WRONG)
                        .with(List.of(
                                Attachment.svg("the last runs", () -> FigurePicture.of(figure, budget, before, 640, 300)
                                        .svg()))));
    }
}
