package io.gradhil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code hil rehearse}, in this JVM or in one that can be killed. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a bench needs pseudo-terminals")
@Timeout(60)
class RehearseCommandTests {
    /** What a bench that is killed leaves behind is left here. */
    @TempDir
    private Path temporary;

    private final StringWriter err = new StringWriter();

    private int hil(String... arguments) {
        CommandLine line = HilCommand.commandLine();
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void a_command_finds_the_boards_and_its_exit_code_is_returned() {
        String script = """
                folder=${JAVA_TOOL_OPTIONS#*-Dhil.serial.dir=}
                folder=${folder%% *}
                test -c "$folder/usb-STMicroelectronics_STM32_STLink_0670FF564952540000000002-if02" && exit 7
                exit 1
                """;

        assertThat(hil("rehearse", "--boards", "2", "--", "sh", "-c", script)).isEqualTo(7);
    }

    @Test
    void a_command_that_is_not_there_is_named() {
        assertThat(hil("rehearse", "no-such-program")).isOne();
        assertThat(err.toString()).startsWith("no-such-program could not be started\n  Seen: ");
    }

    @Test
    void a_bench_has_a_board() {
        assertThat(hil("rehearse", "--boards", "0")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("A bench has at least one board: 0\n");
    }

    @Test
    void it_says_how_to_use_the_boards_and_a_signal_ends_it_without_a_trace() throws IOException, InterruptedException {
        Process process = start();
        List<String> lines = readUntil(process, "Ctrl-C ends it.");
        try {
            assertThat(lines.get(0))
                    .matches("nucleo:bench1  ST-LINK 0670FF564952540000000001, serial port /dev/pts/\\d+");
            assertThat(lines)
                    .anyMatch(line -> line.matches(
                            "  export JAVA_TOOL_OPTIONS=\"-Dhil.boards.dir=\\S+ -Dhil.serial.dir=\\S+( -D\\S+)*\""))
                    .contains("  ./hil train --board nucleo:bench1 --epochs 1");
            assertThat(folder(lines)).isDirectory();
            assertThat(port(lines)).exists();
        } finally {
            process.destroy(); // SIGTERM, as Ctrl-C
        }
        process.waitFor();
        assertThat(folder(lines)).doesNotExist();
        assertThat(port(lines)).doesNotExist();
    }

    @Test
    void killed_it_leaves_no_port_behind() throws IOException, InterruptedException {
        Process process = start();
        List<String> lines = readUntil(process, "Ctrl-C ends it.");

        process.destroyForcibly().waitFor();

        Awaitility.await().untilAsserted(() -> assertThat(port(lines)).doesNotExist());
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", // as the manifest of hil.jar says
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.gradhil.cli.HilCommand",
                        "rehearse")
                .redirectErrorStream(true)
                .start();
    }

    private static List<String> readUntil(Process process, String last) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.equals(last)) {
                return lines;
            }
        }
        throw new AssertionError("It ended: " + lines);
    }

    private static Path folder(List<String> lines) {
        String openOcd = lines.stream()
                .filter(line -> line.startsWith("  openocd -f "))
                .findFirst()
                .orElseThrow();
        return Path.of(openOcd.split(" ")[4]).getParent();
    }

    private static Path port(List<String> lines) {
        return Path.of(lines.get(0).replaceFirst(".* ", ""));
    }
}
