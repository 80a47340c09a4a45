package io.gradhil.suites.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.rehearsal.Bench;
import io.gradhil.rehearsal.BenchBoard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The OpenOCD of this machine on a board of a bench: its ports closed, its scripts stock. */
enum OpenOcd {
    /** The probe's own commands for halting, stepping, registers: what 0.12's file for the board selects. */
    HLA {
        @Override
        List<String> adapter(Bench bench) {
            return List.of("-f", bench.openOcdConfig().toString());
        }
    },
    /** The probe as a way to the debug port, which OpenOCD handles: the default of later releases. */
    DAP_DIRECT {
        @Override
        List<String> adapter(Bench bench) {
            return List.of(
                    "-f", "interface/stlink-dap.cfg",
                    "-c", "st-link backend tcp " + bench.stLinkPort(),
                    "-c", "transport select dapdirect_swd",
                    "-f", "target/stm32f4x.cfg",
                    "-c", "reset_config srst_only");
        }
    };

    private static final int SECONDS = 60;

    abstract List<String> adapter(Bench bench);

    /** Tells whether this OpenOCD tells a watchpoint from a breakpoint; with the probe's own commands it does not. */
    boolean tellsReasons() {
        return this == DAP_DIRECT;
    }

    /** Returns the command that begins a session with a board; nothing is executed yet. */
    List<String> command(Bench bench, String serial) {
        List<String> command = new ArrayList<>(List.of("openocd"));
        command.addAll(adapter(bench));
        command.addAll(List.of("-c", "adapter serial " + serial));
        command.addAll(List.of("-c", "tcl_port disabled; telnet_port disabled"));
        return command;
    }

    /** Runs commands that must succeed; returns all that was printed. */
    String run(Bench bench, BenchBoard board, String... commands) throws IOException, InterruptedException {
        Result result = attempt(bench, board.serial(), commands);
        assertThat(result.exitCode).as(result.output).isZero();
        return result.output;
    }

    /** Runs commands on the probe with a serial number, which may fail. */
    Result attempt(Bench bench, String serial, String... commands) throws IOException, InterruptedException {
        List<String> command = command(bench, serial);
        command.addAll(List.of("-c", "gdb_port disabled"));
        for (String one : commands) {
            command.addAll(List.of("-c", one));
        }
        command.addAll(List.of("-c", "shutdown"));
        return finish(command);
    }

    private static Result finish(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("openocd", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(ended)
                    .as("OpenOCD still runs after %d s: %s", SECONDS, text)
                    .isTrue();
            return new Result(process.exitValue(), text);
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(output);
        }
    }

    /** What a run came to. */
    record Result(int exitCode, String output) {}
}
