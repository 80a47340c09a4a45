package io.gradhil.suites.firmware;

import io.gradhil.board.Boards;
import io.gradhil.core.FirmwareTarget;
import io.gradhil.firmware.ElfFile;
import io.gradhil.report.StepListener;
import io.gradhil.session.HilSession;
import io.gradhil.session.HilSettings;
import io.gradhil.suites.Tools;
import io.gradhil.training.McuTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A board by name, and a copy of the firmware that a test spoils before it is put there.
 *
 * @param kernels of the firmware: {@code plain}, loops that say what they compute; or {@code tiled}, what a board runs
 */
public record WrongBoard(HilSettings settings, FirmwareCopy firmware, String kernels) {
    /** Copies the firmware for the board that the tests run on, with plain kernels. */
    public static WrongBoard in(Path folder) throws IOException {
        return in(folder, HilSettings.fromProperties(), "plain");
    }

    /** Copies the firmware for the board that the tests run on, with tiled kernels. */
    public static WrongBoard tiledIn(Path folder) throws IOException {
        return in(folder, HilSettings.fromProperties(), "tiled");
    }

    /** Copies the firmware for the board {@code host}, which is built and run fastest. */
    public static WrongBoard onHost(Path folder) throws IOException {
        return in(folder, new HilSettings("host", HilSettings.fromProperties().timeout()), "plain");
    }

    private static WrongBoard in(Path folder, HilSettings settings, String kernels) throws IOException {
        boolean host = Boards.named(settings.board()).target() == FirmwareTarget.HOST;
        Tools.require("cmake", host ? "cc" : "arm-none-eabi-gcc");
        return new WrongBoard(settings, FirmwareCopy.in(folder), kernels);
    }

    /** Replaces a text that occurs exactly once in a source file. */
    public WrongBoard replace(String file, String text, String replacement) throws IOException {
        firmware.replace(file, text, replacement);
        return this;
    }

    /** Builds the firmware, puts it on the board and hands the board to a test. */
    public void run(Consumer<McuTrainer> test) {
        FirmwareTarget target = Boards.named(settings.board()).target();
        Path image = firmware.build(target, "-DGRADHIL_KERNELS=" + kernels);
        try (HilSession session = HilSession.open(settings, ElfFile.image(image, target), StepListener.NONE)) {
            test.accept(new McuTrainer(session.client()));
        }
    }
}
