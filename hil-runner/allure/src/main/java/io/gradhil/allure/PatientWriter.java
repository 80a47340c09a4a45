package io.gradhil.allure;

import io.qameta.allure.AllureResultsWriter;
import io.qameta.allure.model.TestResult;
import io.qameta.allure.model.TestResultContainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes results as long as it can. What cannot be written is said once, and no test fails for it. */
final class PatientWriter implements AllureResultsWriter {
    private final AllureResultsWriter writer;
    private final Path folder;
    private final Consumer<String> complain;
    private boolean complained;

    PatientWriter(AllureResultsWriter writer, Path folder, Consumer<String> complain) {
        this.writer = writer;
        this.folder = folder;
        this.complain = complain;
    }

    @Override
    public void write(TestResult result) {
        attempt(() -> writer.write(result));
    }

    @Override
    public void write(TestResultContainer container) {
        attempt(() -> writer.write(container));
    }

    @Override
    public void write(String source, InputStream attachment) {
        attempt(() -> writer.write(source, attachment));
    }

    private synchronized void attempt(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                complain.accept("Allure results are not complete, the tests go on: " + folder + ": " + reason(e));
            }
        }
    }

    /** Returns the innermost I/O error in one line. */
    private static String reason(Throwable thrown) {
        @Nullable Throwable cause = thrown;
        Throwable told = thrown;
        while (cause != null) {
            told = cause instanceof IOException ? cause : told;
            cause = cause.getCause();
        }
        return told.getClass().getSimpleName() + ", "
                + String.valueOf(told.getMessage()).replace('\n', ' ');
    }
}
