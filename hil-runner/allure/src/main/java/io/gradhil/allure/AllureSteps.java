package io.gradhil.allure;

import io.gradhil.report.Attachment;
import io.gradhil.report.Outcome;
import io.gradhil.report.Step;
import io.gradhil.report.StepListener;
import io.qameta.allure.Allure;
import io.qameta.allure.AllureLifecycle;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apiguardian.api.API;

/** Makes steps with boards steps of the test that takes them. */
@API(status = API.Status.INTERNAL, since = "0.1")
public final class AllureSteps implements StepListener {
    /** Steps that learn which board, firmware and probe there is. */
    private static final Set<String> IDENTIFYING = Set.of("hello", "openocd");

    private static final String SVG = "image/svg+xml";

    /** Called by {@link java.util.ServiceLoader}. */
    public AllureSteps() {}

    @Override
    public void onStep(Step step) {
        if (IDENTIFYING.contains(step.name())) {
            RunEnvironment.note(step.facts());
        }
        AllureLifecycle lifecycle = Allure.getLifecycle();
        Optional<TestRecord> test = lifecycle.getCurrentTestCase().flatMap(AllureTests::record);
        test.ifPresent(record -> add(lifecycle, record, step));
    }

    private static void add(AllureLifecycle lifecycle, TestRecord test, Step step) {
        if (test.shows(step)) {
            test.add(step, write(lifecycle, test, step));
        } else {
            test.count(step);
        }
    }

    private static List<io.qameta.allure.model.Attachment> write(
            AllureLifecycle lifecycle, TestRecord test, Step step) {
        List<io.qameta.allure.model.Attachment> written = new ArrayList<>();
        for (Attachment attachment : step.attachments()) {
            content(attachment).ifPresent(bytes -> {
                String source = UUID.randomUUID() + "-attachment" + extension(attachment.mediaType());
                lifecycle.writeAttachment(source, new ByteArrayInputStream(bytes));
                written.add(new io.qameta.allure.model.Attachment()
                        .setName(attachment.name())
                        .setType(attachment.mediaType())
                        .setSource(source));
                if (step.outcome() == Outcome.WRONG && attachment.mediaType().equals(SVG)) {
                    test.picture(new String(bytes, StandardCharsets.UTF_8));
                }
            });
        }
        return written;
    }

    /** A picture that cannot be drawn, for example where no font is, spoils no test. */
    private static Optional<byte[]> content(Attachment attachment) {
        try {
            return Optional.of(attachment.content().get());
        } catch (RuntimeException | LinkageError | InternalError e) {
            AllureSession.complain("No attachment \"" + attachment.name() + "\": " + e);
            return Optional.empty();
        }
    }

    private static String extension(String mediaType) {
        return switch (mediaType) {
            case SVG -> ".svg";
            case "image/png" -> ".png";
            case "text/html" -> ".html";
            default -> ".txt";
        };
    }
}
