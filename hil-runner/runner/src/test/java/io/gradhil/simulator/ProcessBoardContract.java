package io.gradhil.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradhil.board.BoardContract;
import io.gradhil.board.BoardProvider;
import io.gradhil.core.LinkClosedException;
import io.gradhil.protocol.McuClient;
import io.gradhil.testing.Processes;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every board that is a process keeps to. */
abstract class ProcessBoardContract extends BoardContract {
    /** Part of the command line of the process that executes the firmware. */
    private final String program;

    ProcessBoardContract(BoardProvider provider, String program) {
        super(provider);
        this.program = program;
    }

    private List<ProcessHandle> processes() {
        return Processes.descendants(program);
    }

    private void kill() {
        processes().forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().until(() -> processes().isEmpty());
    }

    @Test
    void no_process_runs_before_flash_and_one_after_reset() {
        assertThat(processes()).isEmpty();

        board.flash(image);
        board.reset();

        assertThat(processes()).isNotEmpty();
    }

    @Test
    void flashing_is_a_power_on() {
        board.flash(image);
        connect().reset();

        board.flash(image);

        assertThat(connect().hello().resetCount()).isZero();
        assertThat(connect().hello().crash()).isEmpty();
    }

    @Test
    void state_says_that_the_program_runs() {
        board.flash(image);

        assertThat(board.state()).contains(" is running");
    }

    @Test
    void second_flash_ends_the_first_program() {
        board.flash(image);
        List<ProcessHandle> first = processes();

        board.flash(image);

        assertThat(first).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void close_leaves_no_process() {
        board.flash(image);
        connect();
        List<ProcessHandle> running = processes();

        board.close();
        board.close();

        assertThat(running).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(processes()).isEmpty();
    }

    @Test
    void program_killed_from_outside_ends_the_link_with_its_exit_code() {
        board.flash(image);
        McuClient client = connect();
        kill();

        assertThatExceptionOfType(LinkClosedException.class)
                .isThrownBy(() -> client.echo(new byte[] {1}))
                .withMessageStartingWith("The link to " + board.name() + " has ended\n  Seen: ")
                .withMessageContaining(" ended with exit code 137");
    }
}
