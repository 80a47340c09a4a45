package io.gradhil.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.core.Deadline;
import io.gradhil.core.ToolFailedException;
import io.gradhil.testing.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolRunTests {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @BeforeAll
    static void needShell() {
        io.gradhil.testing.Tools.need("sh", "sleep");
    }

    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    @Test
    void success_says_nothing() {
        assertThatCode(() -> ToolRun.run(shell("echo fine"), LONG)).doesNotThrowAnyException();
    }

    /** Repeated, since the end of a program and the end of its output are noticed by different threads. */
    @RepeatedTest(20)
    void failure_names_command_exit_code_and_both_outputs() {
        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> ToolRun.run(shell("echo to out; echo to err >&2; exit 3"), LONG))
                .withMessage("sh -c echo to out; echo to err >&2; exit 3 ended with exit code 3\n"
                        + "  Seen: to out\n        to err");
    }

    @Test
    void failure_without_output_has_no_empty_paragraph() {
        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> ToolRun.run(List.of("false"), LONG))
                .withMessage("false ended with exit code 1");
    }

    @Test
    void program_that_does_not_exist_could_not_be_started() {
        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> ToolRun.run(List.of("no-such-program-here"), LONG))
                .withMessageStartingWith("no-such-program-here could not be started\n  Seen: ");
    }

    @Test
    void program_that_reads_its_input_finds_its_end_at_once() {
        Deadline clock = Deadline.after(Duration.ofSeconds(20));

        ToolRun.run(List.of("cat"), LONG);

        assertThat(clock.expired()).isFalse();
    }

    @Test
    void program_that_takes_too_long_is_ended_with_its_children() {
        Path pid = folder.resolve("pid");

        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> ToolRun.run(
                        shell("echo begun; sleep 1000 & echo $! >" + pid + "; wait"), Duration.ofMillis(500)))
                .withMessageEndingWith(" was ended: it took longer than 0.5 s\n  Seen: begun");
        long child = Processes.readPid(pid);
        Awaitility.await().until(() -> !Processes.alive(child));
    }

    @Test
    void program_that_ignores_termination_is_ended() {
        Path pid = folder.resolve("pid");

        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> ToolRun.run(
                        shell("trap '' TERM HUP INT; echo $$ >" + pid + "; while :; do sleep 0.1; done"),
                        Duration.ofMillis(500)));
        long program = Processes.readPid(pid);
        Awaitility.await().until(() -> !Processes.alive(program));
    }

    @Test
    void only_the_end_of_long_output_is_kept() {
        assertThatExceptionOfType(ToolFailedException.class)
                .isThrownBy(() -> ToolRun.run(
                        shell("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done; exit 1"), LONG))
                .satisfies(e ->
                        assertThat(e.output()).hasSizeLessThanOrEqualTo(8192).endsWith("line 4999"));
    }

    @Test
    void watching_hands_on_each_line_of_both_outputs_and_the_exit_code() {
        List<String> lines = new ArrayList<>();

        ToolResult result = ToolRun.watch(shell("echo one; echo two >&2; exit 3"), LONG, lines::add);

        assertThat(lines).containsExactly("one", "two");
        assertThat(result.exitCode()).contains(3);
        assertThat(result.succeeded()).isFalse();
        assertThat(result.output()).isEqualTo("one\ntwo");
    }

    @Test
    void watching_ends_a_program_that_takes_too_long_with_its_children() {
        Path pid = folder.resolve("pid");

        ToolResult result = ToolRun.watch(
                shell("echo begun; sleep 1000 & echo $! >" + pid + "; wait"), Duration.ofMillis(500), line -> {});

        assertThat(result.exitCode()).isEmpty();
        assertThat(result.output()).isEqualTo("begun");
        long child = Processes.readPid(pid);
        Awaitility.await().until(() -> !Processes.alive(child));
    }

    @Test
    void watching_ends_the_program_if_the_watcher_throws() {
        Path pid = folder.resolve("pid");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> ToolRun.watch(shell("echo $$ >" + pid + "; echo begun; exec sleep 1000"), LONG, line -> {
                            throw new IllegalStateException("broken watcher");
                        }));

        long program = Processes.readPid(pid);
        Awaitility.await().until(() -> !Processes.alive(program));
    }

    @Test
    void watching_keeps_the_first_and_the_last_lines_of_long_output() {
        String output = ToolRun.watch(
                        shell("i=0; while [ $i -lt 9000 ]; do echo line $i; i=$((i+1)); done"), LONG, line -> {})
                .output();

        assertThat(output)
                .hasSizeLessThan(66_000)
                .startsWith("line 0\n")
                .contains("\n...\n")
                .endsWith("line 8999");
    }
}
