package io.gradhil.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.link.WireCapture;
import io.gradhil.reference.Batch;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.training.McuTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A test that fails leaves what went over the wire, and another board answers it as the first one did. */
class WireCaptureTests {
    private static final String BOARD = "virtual";

    @TempDir
    private Path folder;

    /** Puts all files into one folder. */
    private final class OneFolder implements OutputDirectoryCreator {
        @Override
        public Path getRootDirectory() {
            return folder;
        }

        @Override
        public Path createOutputDirectory(TestDescriptor test) {
            return folder;
        }
    }

    @HilTest(network = "4-3-1")
    static class FailingTestCase {
        @Test
        void test(McuTrainer trainer) {
            trainer.backward(Batch.of(4, 1, new float[] {1, 2, 3, 4, 5})).gradients();
            throw new AssertionError("a number is wrong");
        }
    }

    private List<Path> files() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(FailingTestCase.class))
                .outputDirectoryCreator(new OneFolder())
                .execute()
                .allEvents()
                .fileEntryPublished()
                .list()
                .stream()
                .map(event -> event.getRequiredPayload(FileEntry.class).getPath())
                .toList();
    }

    private static Optional<String> replay(List<String> capture, List<String> told) {
        try (HilSession session = HilSession.open(new HilSettings(BOARD, Duration.ofSeconds(10)), StepListener.NONE)) {
            return session.replay(capture, told::add);
        }
    }

    @Test
    void a_failing_test_leaves_its_capture_which_another_board_answers_alike() throws IOException {
        List<Path> files = files();

        assertThat(files).extracting(path -> path.getFileName().toString()).containsExactly("wire-capture-1.txt");
        List<String> capture = Files.readAllLines(files.get(0));
        assertThat(capture)
                .startsWith(WireCapture.HEADER)
                .anyMatch(line -> line.startsWith("# > BATCH "))
                .anyMatch(line -> line.startsWith("# < READ reply "));
        List<String> told = new ArrayList<>();
        assertThat(replay(capture, told)).isEmpty();
        assertThat(told).anyMatch(line -> line.startsWith("< READ reply "));
    }
}
