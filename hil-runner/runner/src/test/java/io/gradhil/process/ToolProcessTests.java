package io.gradhil.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.Deadline;
import io.gradhil.core.ToolMissingException;
import io.gradhil.testing.Processes;
import io.gradhil.testing.Tools;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolProcessTests {
    @TempDir
    private Path folder;

    @BeforeAll
    static void needShell() {
        Tools.need("sh", "sleep");
    }

    /** Writes its own id, then becomes a sleeper. */
    private List<String> sleeper() {
        return List.of("sh", "-c", "echo $$ >" + pidFile() + "; exec sleep 1000");
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    private static void awaitEnd(long pid) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !Processes.alive(pid));
    }

    /** Run by {@link #guarded_program_ends_when_the_jvm_is_killed} in a JVM of its own. */
    public static final class KilledJvm {
        private KilledJvm() {}

        public static void main(String[] command) throws IOException {
            ToolProcess.startGuarded(List.of(command));
            System.in.read();
        }
    }

    @Test
    void guarded_program_ends_when_the_jvm_is_killed() throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledJvm.class.getName()));
        command.addAll(sleeper());
        Process jvm = new ProcessBuilder(command)
                .inheritIO()
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        long sleeping = Processes.readPid(pidFile());
        assertThat(Processes.alive(sleeping)).isTrue();

        jvm.destroyForcibly();

        assertThat(jvm.waitFor(20, TimeUnit.SECONDS)).isTrue();
        awaitEnd(sleeping);
    }

    @Test
    void guarded_program_ends_when_closed() {
        try (ToolProcess process = ToolProcess.startGuarded(sleeper())) {
            assertThat(process.alive()).isTrue();
            Processes.readPid(pidFile());
        }

        assertThat(Processes.alive(Processes.readPid(pidFile()))).isFalse();
    }

    @Test
    void unguarded_program_that_does_not_heed_its_input_ends_when_closed() {
        try (ToolProcess process = ToolProcess.start(sleeper())) {
            assertThat(process.alive()).isTrue();
            Processes.readPid(pidFile());
        }

        assertThat(Processes.alive(Processes.readPid(pidFile()))).isFalse();
    }

    @Test
    void program_that_heeds_its_input_ends_by_itself_when_closed() {
        ToolProcess process = ToolProcess.start(List.of("cat"));

        process.close();

        assertThat(process.state()).isEqualTo("cat ended with exit code 0");
    }

    @Test
    void nothing_is_left_behind_when_closed() {
        String mark = "1000" + System.nanoTime() % 1_000_000;
        ToolProcess process = ToolProcess.startGuarded(List.of("sleep", mark));
        Awaitility.await().until(() -> !Processes.descendants(mark).isEmpty());

        process.close();

        assertThat(Processes.descendants(mark)).isEmpty();
    }

    @Test
    void nothing_is_left_behind_when_the_program_ends_by_itself() {
        String mark = "0." + System.nanoTime() % 100_000;
        try (ToolProcess process = ToolProcess.startGuarded(List.of("sleep", mark))) {
            Awaitility.await().until(() -> !process.alive());

            Awaitility.await().until(() -> Processes.descendants(mark).isEmpty());
        }
    }

    @Test
    void close_is_safe_twice() {
        ToolProcess process = ToolProcess.startGuarded(sleeper());

        process.close();
        process.close();

        assertThat(process.alive()).isFalse();
    }

    @Test
    void guard_passes_the_exit_code_on() {
        try (ToolProcess process = ToolProcess.startGuarded(List.of("sh", "-c", "exit 42"))) {
            Awaitility.await().until(() -> !process.alive());

            assertThat(process.state()).isEqualTo("sh ended with exit code 42");
        }
    }

    @Test
    void guard_passes_output_and_arguments_on() throws IOException {
        try (ToolProcess process = ToolProcess.startGuarded(List.of("printf", "%s|", "a b", "$HOME", "*"))) {
            assertThat(new String(process.stdout().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("a b|$HOME|*|");
        }
    }

    @Test
    void state_of_a_running_program_says_so() {
        try (ToolProcess process = ToolProcess.start(List.of("cat"))) {
            assertThat(process.state()).isEqualTo("cat is running");
        }
    }

    /** Repeated, since the end of a program and the end of its output are noticed by different threads. */
    @RepeatedTest(20)
    void state_after_the_end_holds_exit_code_and_standard_error() throws InterruptedException {
        try (ToolProcess process = ToolProcess.startGuarded(List.of("sh", "-c", "echo no such machine >&2; exit 1"))) {
            process.waitFor(Duration.ofSeconds(20));

            assertThat(process.state()).isEqualTo("sh ended with exit code 1; it wrote:\nno such machine");
        }
    }

    @Test
    void waiting_for_the_end_is_bounded() throws InterruptedException {
        try (ToolProcess process = ToolProcess.start(List.of("cat"))) {
            Deadline clock = Deadline.after(Duration.ofSeconds(20));

            assertThat(process.waitFor(Duration.ofMillis(50))).isEmpty();
            assertThat(clock.expired()).isFalse();
        }
    }

    @Test
    void finds_a_program_in_the_directories_of_the_path() throws IOException {
        Path program = Files.createFile(folder.resolve("tool"));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(ToolProcess.find("tool", "/nowhere" + File.pathSeparator + folder))
                .contains(program);
    }

    @Test
    void does_not_find_a_file_that_cannot_be_executed() throws IOException {
        Files.createFile(folder.resolve("tool"));

        assertThat(ToolProcess.find("tool", folder.toString())).isEmpty();
    }

    @Test
    void does_not_take_a_directory_for_a_program() throws IOException {
        Files.createDirectory(folder.resolve("tool"));

        assertThat(ToolProcess.find("tool", folder.toString())).isEmpty();
    }

    @Test
    void missing_program_is_named_with_purpose_and_remedy() {
        assertThatExceptionOfType(ToolMissingException.class)
                .isThrownBy(() -> ToolProcess.require("no-such-program-here", "by this test", "do without"))
                .withMessage("""
                        no-such-program-here was not found; it is needed by this test
                          Seen: no such program on the PATH
                          Do:   do without""");
    }
}
