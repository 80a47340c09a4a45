package io.gradhil.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradhil.board.Board;
import io.gradhil.core.Deadline;
import io.gradhil.core.FirmwareImage;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.Firmware;
import io.gradhil.process.ToolResult;
import io.gradhil.process.ToolRun;
import io.gradhil.rehearsal.Bench;
import io.gradhil.rehearsal.BenchBoard;
import io.gradhil.report.Step;
import io.gradhil.testing.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Prints how long flashing and not flashing take beside OpenOCD by hand, on the same bench. What it claims is not the time. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "benches are made on Linux only")
class FlashTimeTests {
    private static final int ROUNDS = 5;

    private final List<Step> steps = new ArrayList<>();

    @TempDir
    private Path folder;

    private Bench bench;
    private BenchBoard behind;
    private FirmwareImage image;
    private Path other;

    @BeforeEach
    void open() throws IOException {
        Tools.need("openocd");
        image = Firmware.image(FirmwareTarget.F411RE);
        other = lastByteChanged(image.path());
        bench = Bench.open(1);
        behind = bench.boards().get(0);
        bench.properties().forEach(System::setProperty);
    }

    @AfterEach
    void close() {
        if (bench != null) { // OpenOCD is there
            bench.properties().keySet().forEach(System::clearProperty);
            bench.close();
        }
    }

    /** Copies an image, with the last byte of its first segment changed. */
    private Path lastByteChanged(Path elf) throws IOException {
        byte[] bytes = Files.readAllBytes(elf);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int segment = header.getInt(28);
        bytes[header.getInt(segment + 4) + header.getInt(segment + 16) - 1] ^= 1;
        return Files.write(folder.resolve("other.elf"), bytes);
    }

    private void putOtherImageOnTheChip() {
        behind.thread().call(nucleo -> {
            try {
                nucleo.load(other);
                nucleo.powerOn();
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void flashing_takes_little_longer_than_by_hand_and_skipping_takes_little() {
        Duration byHand = Duration.ofDays(1);
        Duration written = Duration.ofDays(1);
        Duration unchanged = Duration.ofDays(1);
        for (int i = 0; i < ROUNDS; i++) {
            byHand = shorter(byHand, byHand());
            putOtherImageOnTheChip();
            written = shorter(written, flash("written and verified"));
            unchanged = shorter(unchanged, flash("unchanged, verified on the chip"));
        }

        System.out.printf(
                Locale.ROOT,
                "flash time, best of %d: openocd by hand %d ms, GradHIL %d ms (%+.0f %%), unchanged %d ms%n",
                ROUNDS,
                byHand.toMillis(),
                written.toMillis(),
                100.0 * written.toMillis() / byHand.toMillis() - 100,
                unchanged.toMillis());
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Duration byHand() {
        ToolResult result = ToolRun.watch(
                List.of(
                        "openocd",
                        "-f",
                        bench.openOcdConfig().toString(),
                        "-c",
                        "adapter serial " + behind.serial(),
                        "-c",
                        "program " + image.path() + " verify reset exit"),
                Duration.ofSeconds(60),
                line -> {});
        assertThat(result.output()).contains("** Verified OK **");
        return result.elapsed();
    }

    /** Returns the time from the call until the program runs, with its port open. */
    private Duration flash(String expected) {
        steps.clear();
        try (Board board = new NucleoBoardProvider().open("", steps::add)) {
            Deadline clock = Deadline.after(Duration.ZERO);
            board.flash(image);
            Duration took = clock.elapsed();
            assertThat(steps).extracting(Step::detail).contains(expected);
            return took;
        }
    }
}
