package io.gradhil.allure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qameta.allure.AllureResultsWriteException;
import io.qameta.allure.AllureResultsWriter;
import io.qameta.allure.FileSystemResultsWriter;
import io.qameta.allure.model.TestResult;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatientWriterTests {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private PatientWriter writer(Path to) {
        return new PatientWriter(new FileSystemResultsWriter(to), to, said::add);
    }

    @Test
    void what_can_be_written_is_written() {
        writer(folder).write(new TestResult().setUuid("1"));

        assertThat(folder.resolve("1-result.json")).exists();
        assertThat(said).isEmpty();
    }

    @Test
    void what_cannot_be_written_is_said_once_in_one_line() throws IOException {
        Path inside = Files.writeString(folder.resolve("file"), "").resolve("results");
        PatientWriter writer = writer(inside);

        writer.write(new TestResult().setUuid("1"));
        writer.write("a.txt", new ByteArrayInputStream(new byte[3]));

        assertThat(said)
                .containsExactly("Allure results are not complete, the tests go on: " + inside
                        + ": FileSystemException, " + inside + ": Not a directory");
    }

    @Test
    void full_disk_is_said_once_in_one_line() {
        AllureResultsWriter full = new FileSystemResultsWriter(folder) {
            @Override
            public void write(TestResult result) {
                throw new AllureResultsWriteException("Could not write", new IOException("No space left on device\n"));
            }
        };
        PatientWriter writer = new PatientWriter(full, folder, said::add);

        writer.write(new TestResult().setUuid("1"));
        writer.write(new TestResult().setUuid("2"));
        writer.write("a.txt", new ByteArrayInputStream(new byte[3]));

        assertThat(said)
                .containsExactly("Allure results are not complete, the tests go on: " + folder
                        + ": IOException, No space left on device ");
        assertThat(folder.resolve("a.txt")).as("what still fits").exists();
    }
}
