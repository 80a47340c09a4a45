package io.gradhil.allure;

import io.qameta.allure.listener.TestLifecycleListener;
import io.qameta.allure.model.Label;
import io.qameta.allure.model.Status;
import io.qameta.allure.model.StatusDetails;
import io.qameta.allure.model.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** Completes each test's result: its steps with boards, its board, and the picture of what is wrong above the words. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class AllureTests implements TestLifecycleListener {
    private static final Map<String, TestRecord> RUNNING = new ConcurrentHashMap<>();

    /** Called by Allure. */
    public AllureTests() {}

    /** Returns the record of a test that is running. */
    static Optional<TestRecord> record(String uuid) {
        return Optional.ofNullable(RUNNING.get(uuid));
    }

    @Override
    public void afterTestStart(TestResult result) {
        RUNNING.put(result.getUuid(), new TestRecord(result.getStart()));
    }

    @Override
    public void beforeTestWrite(TestResult result) {
        TestRecord record = RUNNING.remove(result.getUuid());
        label(result, System.getProperty("hil.board", "virtual"));
        if (record != null) {
            List<io.qameta.allure.model.StepResult> steps = new ArrayList<>(result.getSteps());
            steps.addAll(record.results());
            result.setSteps(steps);
            explain(result, record);
        }
    }

    /** The same test on another board is another test, with a history of its own. */
    private static void label(TestResult result, String board) {
        List<Label> labels = new ArrayList<>(result.getLabels());
        boolean onBoard = labels.stream()
                .anyMatch(label ->
                        label.getName().equals("tag") && label.getValue().equals("hil"));
        String[] names = result.getFullName().split("\\.");
        labels.removeIf(label -> label.getName().toLowerCase(Locale.ROOT).endsWith("suite"));
        label(labels, "parentSuite", onBoard ? "board " + board : "without a board");
        label(labels, "suite", names.length > 2 ? names[names.length - 3] : "");
        label(labels, "subSuite", names.length > 1 ? names[names.length - 2] : "");
        if (onBoard) {
            label(labels, "board", board);
            label(labels, "tag", board);
            result.setHistoryId(result.getHistoryId() + "-" + board);
        }
        result.setLabels(labels);
        result.setName(result.getName().replaceFirst("\\(.*", "").replace('_', ' '));
    }

    private static void label(List<Label> labels, String name, String value) {
        labels.add(new Label().setName(name).setValue(value));
    }

    private static void explain(TestResult result, TestRecord record) {
        StatusDetails details = result.getStatusDetails() == null ? new StatusDetails() : result.getStatusDetails();
        String message = details.getMessage();
        if (result.getStatus() == Status.FAILED
                && message != null
                && !record.pictures().isEmpty()) {
            result.setDescriptionHtml(pictures(record) + "<pre>" + escape(message) + "</pre>");
            details.setMessage(
                    message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message));
        }
        details.setFlaky(record.retried() && result.getStatus() == Status.PASSED);
        result.setStatusDetails(details);
    }

    /** As data addresses: Allure strips the style of a picture that stands in the text itself. */
    private static String pictures(TestRecord record) {
        StringBuilder html = new StringBuilder();
        for (String svg : record.pictures()) {
            String data = Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
            html.append("<p><img src=\"data:image/svg+xml;base64,").append(data).append("\"></p>");
        }
        return html.toString();
    }

    private static String escape(@Nullable String text) {
        return String.valueOf(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
