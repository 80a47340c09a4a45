package io.gradhil.suites.probe;

import static io.gradhil.assertions.GradHilAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.Firmware;
import io.gradhil.link.StreamLink;
import io.gradhil.protocol.McuClient;
import io.gradhil.reference.Batch;
import io.gradhil.reference.Network;
import io.gradhil.reference.NetworkSpec;
import io.gradhil.reference.layer.Activation;
import io.gradhil.reference.optim.Sgd;
import io.gradhil.rehearsal.Bench;
import io.gradhil.rehearsal.BenchBoard;
import io.gradhil.suites.Tools;
import io.gradhil.training.McuTrainer;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GDB debugs the firmware on a virtual board through OpenOCD while a host trains on it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a bench needs pseudo-terminals")
class GdbTests {
    private static final FirmwareImage IMAGE = Firmware.image(FirmwareTarget.F411RE);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    @Timeout(180)
    void a_breakpoint_in_the_backward_pass_shows_who_called_and_lets_the_training_go_on(OpenOcd openOcd)
            throws IOException, InterruptedException {
        Tools.require("openocd", "gdb-multiarch");
        try (Bench bench = Bench.open(1)) {
            BenchBoard board = bench.boards().get(0);
            Process gdb = new ProcessBuilder(
                            "gdb-multiarch",
                            "-batch",
                            "-x",
                            script(openOcd, bench).toString(),
                            IMAGE.path().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output().toFile())
                    .start();
            try {
                await(gdb, "ready");

                trainOneBatch(board);

                assertThat(gdb.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(seen())
                        .containsPattern("Breakpoint 1, (0x[0-9a-f]+ in )?nn_dense_backward \\(")
                        .containsPattern("#0 .*nn_dense_backward \\(.*inputs=4, outputs=3\\)")
                        .containsPattern("#\\d+ .* main \\(\\)")
                        .containsPattern("local: \\w+ = ")
                        .contains("outputs: 3")
                        .containsPattern("(?s)local:.*Breakpoint 1, .*nn_dense_backward \\(.*inputs=2, outputs=");
            } finally {
                gdb.descendants().forEach(ProcessHandle::destroyForcibly);
                gdb.destroyForcibly();
            }
        }
    }

    private Path output() {
        return folder.resolve("gdb.log");
    }

    private String seen() throws IOException {
        return Files.readString(output());
    }

    private Path script(OpenOcd openOcd, Bench bench) throws IOException {
        List<String> command = openOcd.command(bench, bench.boards().get(0).serial());
        String pipe = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return Files.writeString(folder.resolve("script.gdb"), """
                set pagination off
                set confirm off
                target extended-remote | %s -c 'gdb_port pipe; log_output %s'
                load
                monitor reset halt
                break nn_dense_backward
                printf "ready\\n"
                continue
                backtrace
                printf "outputs: %%d\\n", outputs
                up
                printf "local: "
                info locals
                continue
                delete
                monitor resume
                disconnect
                """.formatted(pipe, folder.resolve("openocd.log")));
    }

    private void await(Process gdb, String line) throws IOException, InterruptedException {
        while (seen().lines().noneMatch(line::equals)) {
            assertThat(gdb.waitFor(50, TimeUnit.MILLISECONDS)).as(seen()).isFalse();
        }
    }

    /** The last layer's backward pass comes first; its gradients are right although the board stood still in it. */
    private static void trainOneBatch(BenchBoard board) throws IOException {
        NetworkSpec spec = NetworkSpec.parse("2-4-3", Activation.RELU, new Sgd(0.1f));
        String port = board.port().toString();
        FileOutputStream output = new FileOutputStream(port);
        try (StreamLink link = new StreamLink("bench", new FileInputStream(port), output, output, () -> "")) {
            McuClient client = McuClient.connect(link, "bench", () -> "", IMAGE.id(), PATIENCE, step -> {});
            McuTrainer trainer = new McuTrainer(client);
            trainer.configure(spec, Network.initialParameters(spec, 1));

            assertThat(trainer.backward(Batch.of(2, 3, new float[] {1, -2, 0.5f, 1, 0})))
                    .gradients()
                    .matchReference();
        }
    }
}
