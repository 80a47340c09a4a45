package io.gradhil.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * One thing that was done to a board.
 *
 * @param name what was done, for example {@code "flash"}
 * @param detail its arguments or its result in one line, potentially empty
 * @param duration how long it took
 * @param outcome how it ended
 * @param frequent whether a run takes thousands of its kind, so that nobody wants to see each
 * @param facts what else is known, by name, in the order of showing; potentially empty
 * @param attachments things to look at, potentially empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Step(
        String name,
        String detail,
        Duration duration,
        Outcome outcome,
        boolean frequent,
        Map<String, String> facts,
        List<Attachment> attachments) {
    public Step {
        attachments = List.copyOf(attachments);
    }

    /** Notes a step that passed and is shown by itself. */
    public Step(String name, String detail, Duration duration) {
        this(name, detail, duration, Outcome.PASSED, false, Map.of(), List.of());
    }

    /** Returns the same step with another outcome. */
    public Step as(Outcome other) {
        return new Step(name, detail, duration, other, frequent, facts, attachments);
    }

    /** Returns the same step as one of thousands. */
    public Step oneOfMany() {
        return new Step(name, detail, duration, outcome, true, facts, attachments);
    }

    /** Returns the same step with facts by name. */
    public Step with(Map<String, String> named) {
        return new Step(name, detail, duration, outcome, frequent, named, attachments);
    }

    /** Returns the same step with things to look at. */
    public Step with(List<Attachment> things) {
        return new Step(name, detail, duration, outcome, frequent, facts, things);
    }
}
