package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.testing.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees in a terminal, and what a log gets that is none. */
class TerminalTests {
    private static final String COLOUR = "\u001b\\[[0-9;]*m";
    private static final String BAR = "epoch 2/2 .* loss 0\\.\\d{4}";

    @BeforeEach
    void needTools() {
        Tools.need("cc", "cmake", "script");
    }

    private static String train() {
        return String.join(
                " ",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.console=java.base", // as ./hil does
                "-Dgradhil.root=" + System.getProperty("gradhil.root"),
                "-Dhil.ccpp=synthetic",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gradhil.cli.HilCommand train --board=host --epochs=2 --batch=32 --page=target/terminal.html");
    }

    private static String run(boolean colours, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        if (!colours) {
            builder.environment().put("NO_COLOR", "1");
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output.replaceAll(COLOUR, "")).contains("PASS: 480 batches trained");
        return output;
    }

    @Test
    void terminal_shows_a_bar_with_rate_and_loss_in_colour() throws IOException {
        String output = run(true, "script", "-qec", train(), "/dev/null");

        assertThat(output).containsPattern(COLOUR);
        assertThat(output.replaceAll(COLOUR, "")).containsPattern(BAR).containsPattern("\\d/480 \\(.*\\) \\S+/s");
    }

    @Test
    void no_color_leaves_the_bar_and_takes_the_colours() throws IOException {
        String output = run(false, "script", "-qec", train(), "/dev/null");

        assertThat(output).containsPattern(BAR).doesNotContainPattern(COLOUR);
    }

    @Test
    void log_gets_neither_bar_nor_colours() throws IOException {
        String output = run(true, "sh", "-c", "exec " + train());

        assertThat(output).contains("\nepoch 2/2  loss: board ").doesNotContain("\u001b", "\r", "/s");
    }
}
