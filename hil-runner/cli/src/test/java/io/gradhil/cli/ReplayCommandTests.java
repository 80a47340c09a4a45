package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.protocol.McuClient;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a session captured is played to another virtual board. */
class ReplayCommandTests {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int replay(String capture) throws IOException {
        Path file = Files.writeString(folder.resolve("capture.txt"), capture);
        CommandLine line = HilCommand.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute("replay", file.toString());
    }

    private static String capture() {
        HilSettings settings = new HilSettings("virtual", Duration.ofSeconds(10));
        try (HilSession session = HilSession.open(settings, StepListener.NONE)) {
            McuClient client = session.restore();
            client.echo(new byte[] {1, 2, 3});
            return session.capture();
        }
    }

    @Test
    void the_board_answers_as_it_did() throws IOException {
        int exitCode = replay(capture());

        assertThat(out.toString())
                .containsPattern("> ECHO +2  3 bytes: 01 02 03\n")
                .endsWith("SAME: the board answered as it did then\n");
        assertThat(exitCode).isZero();
    }

    @Test
    void an_answer_that_differs_is_a_failure() throws IOException {
        String capture = capture();
        int end = capture.lastIndexOf("00\n# < ");

        int exitCode = replay(capture.substring(0, end - 2) + "5500" + capture.substring(end + 2));

        assertThat(out.toString()).contains("DIFFERENT: line ");
        assertThat(exitCode).isEqualTo(1);
    }

    @Test
    void a_file_that_is_no_capture_is_wrong_usage() throws IOException {
        int exitCode = replay("hello\n");

        assertThat(err.toString())
                .endsWith("capture.txt: Not a wire capture: its first line must be \"# GradHIL wire capture 1\"\n");
        assertThat(exitCode).isEqualTo(2);
    }
}
