package io.gradhil.allure;

import io.gradhil.core.Deadline;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.qameta.allure.model.Attachment;
import io.qameta.allure.model.Parameter;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The steps of one test. Of steps that a run takes by the thousand the first {@value #SHOWN} of each name are shown one by one, and the
 * others as one with their number and times: a report of 10,000 batches stays small and readable.
 */
final class TestRecord {
    private static final int SHOWN = 3;

    private record Sum(long count, Duration total, Duration shortest, Duration longest) {
        Sum plus(Sum other) {
            return new Sum(
                    count + other.count,
                    total.plus(other.total),
                    shortest.compareTo(other.shortest) < 0 ? shortest : other.shortest,
                    longest.compareTo(other.longest) > 0 ? longest : other.longest);
        }
    }

    private final Deadline clock = Deadline.after(Duration.ZERO);
    private final long startMillis;
    private final List<StepResult> steps = new ArrayList<>();
    private final Map<String, Integer> shown = new LinkedHashMap<>();
    private final Map<String, Sum> others = new LinkedHashMap<>();
    private final List<String> pictures = new ArrayList<>();
    private boolean retried;

    /** Begins with a test's start, in milliseconds since 1970. */
    TestRecord(long startMillis) {
        this.startMillis = startMillis;
    }

    /** Tells whether a step is worth showing by itself. */
    boolean shows(Step step) {
        return !step.frequent()
                || step.outcome() != Outcome.PASSED
                || shown.merge(step.name(), 1, Integer::sum) <= SHOWN;
    }

    /** Adds a step that has just ended, by itself. */
    void add(Step step, List<Attachment> attachments) {
        retried |= step.outcome() == Outcome.RETRY;
        long stop = startMillis + clock.elapsed().toMillis();
        steps.add(new StepResult()
                .setName(step.name() + (step.detail().isEmpty() ? "" : ": " + step.detail()))
                .setStatus(status(step.outcome()))
                .setStart(Math.max(startMillis, stop - step.duration().toMillis()))
                .setStop(stop)
                .setParameters(step.facts().entrySet().stream()
                        .map(fact -> new Parameter().setName(fact.getKey()).setValue(fact.getValue()))
                        .toList())
                .setAttachments(attachments));
    }

    /** Adds a step to those of its name that are not shown. */
    void count(Step step) {
        Duration duration = step.duration();
        others.merge(step.name(), new Sum(1, duration, duration, duration), Sum::plus);
    }

    /** Keeps a picture of what is wrong, to be shown above the words. */
    void picture(String svg) {
        pictures.add(svg);
    }

    List<String> pictures() {
        return pictures;
    }

    boolean retried() {
        return retried;
    }

    private static Status status(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> Status.PASSED;
            case WRONG -> Status.FAILED;
            case BROKEN, RETRY -> Status.BROKEN;
        };
    }

    /** Returns all steps, those that were only counted at the end. */
    List<StepResult> results() {
        List<StepResult> results = new ArrayList<>(steps);
        long now = startMillis + clock.elapsed().toMillis();
        others.forEach((name, sum) -> results.add(new StepResult()
                .setName(String.format(Locale.ROOT, "%s: %,d more", name, sum.count))
                .setStatus(Status.PASSED)
                .setStart(Math.max(startMillis, now - sum.total.toMillis()))
                .setStop(now)
                .setParameters(List.of(
                        parameter("together", sum.total),
                        parameter("shortest", sum.shortest),
                        parameter("longest", sum.longest)))));
        return results;
    }

    private static Parameter parameter(String name, Duration duration) {
        return new Parameter().setName(name).setValue(String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6));
    }
}
